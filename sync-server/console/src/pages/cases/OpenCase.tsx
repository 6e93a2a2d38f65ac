import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useNavigate } from 'react-router'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import type { Lifecycle } from '../../api/reference'
import { namedRecords, stepNeeds, stepSaid } from '../../logic/stepNeeds'
import { FormDialog, type Refused } from '../../parts/FormDialog'
import { GridSelect } from '../../parts/GridSelect'
import { useReason } from '../../parts/useReason'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import { casesQuery, type Lists } from './casesQuery'
import { StepExtras } from './StepExtras'
import { StepFields } from './StepFields'

// No field of a step has such a name.
const GRID = '@grid'
const ABOUT = '@about'
const STEP = '@step'

/** Opens a case: of a grid, or about a premises or record, with its first step. */
export function OpenCase(props: { table: Lifecycle; lists: Lists; onClose: () => void }) {
  const { table } = props
  const text = useText()
  const word = useWord()
  const reason = useReason()
  const navigate = useNavigate()
  const client = useQueryClient()
  const [form] = Form.useForm<Record<string, unknown>>()
  const firsts = table.rows.filter((row) => row.from.includes('draft') && row.event !== 'withdrawn')
  const first = firsts[0]?.event ?? ''
  const watched = {
    grid: Form.useWatch<string | undefined>(GRID, form),
    about: Form.useWatch<string | undefined>(ABOUT, form)?.trim(),
    step: Form.useWatch<string | undefined>(STEP, form) ?? first,
  }
  const chosen = firsts.find((row) => row.event === watched.step)
  const fields = chosen?.asks?.fields ?? []
  const needs = stepNeeds(chosen, useQuery(casesQuery).data?.deadlines ?? {})
  // What it is about is named like a record that a field links to.
  const about = { name: ABOUT, zh: '', link: { kinds: [] } }
  const entered = Form.useWatch([], form) as Record<string, unknown> | undefined
  const shownBy = namedRecords([about, ...fields], entered ?? {})
  const never = firsts.flatMap((row) => row.asks?.fields ?? []).filter((field) => field.apart === true)
  const send = async (entered: Record<string, unknown>): Promise<Refused | undefined> => {
    const { [GRID]: grid, [ABOUT]: about, [STEP]: step = first, ...said } = entered
    const opened = await take(
      api.POST('/api/v1/cases/{kind}', {
        params: { path: { kind: table.kind }, header: csrf },
        body: {
          ...(typeof about === 'string' && about.trim() !== '' ? { about: about.trim() } : { grid }),
          content: {},
          first: { step, with: [], photos: [], due: null, ...stepSaid(said, needs) },
        } as never,
      }),
    )
    if (opened.record == null) {
      return { refused: `${text.problem.noEffect}：${reason(opened.reason)}` }
    }
    void client.invalidateQueries({ queryKey: ['list'] })
    void navigate(`/cases/${table.kind}/${opened.record}`)
    return undefined
  }
  return (
    <FormDialog<Record<string, unknown>>
      form={form}
      title={`${text.cases.open} · ${word('kind', table.kind)}`}
      okText={text.cases.open}
      draft={[table.kind, 'open']}
      never={never.map((field) => field.name)}
      initial={{ [STEP]: first }}
      disabled={(watched.grid ?? '') === '' && (watched.about ?? '') === ''}
      done={text.cases.opened}
      send={send}
      onClose={props.onClose}
    >
      <Form.Item name={GRID} label={text.cases.grid}>
        <GridSelect width={300} />
      </Form.Item>
      <Form.Item name={ABOUT} label={text.cases.about}>
        <Input maxLength={200} />
      </Form.Item>
      {firsts.length > 1 && (
        <Form.Item name={STEP} label={text.cases.first}>
          <Select options={firsts.map((row) => ({ value: row.event, label: word('event', row.event) }))} />
        </Form.Item>
      )}
      <StepFields fields={fields} lists={props.lists} />
      <StepExtras needs={needs} step={watched.step} shownBy={shownBy} />
    </FormDialog>
  )
}
