import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Form } from 'antd'
import { takeStep } from '../../api/act'
import { meQuery } from '../../api/queries'
import type { AskedField } from '../../api/reference'
import { namedRecords, stepSaid, type StepNeeds } from '../../logic/stepNeeds'
import type { RecordCard } from '../../api/types'
import { FormDialog, type Refused } from '../../parts/FormDialog'
import { useReason } from '../../parts/useReason'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import type { Lists } from './casesQuery'
import { StepExtras } from './StepExtras'
import { StepFields } from './StepFields'

/** Takes a step in a case. */
export function StepDialog(props: {
  record: RecordCard
  step: string
  fields: AskedField[]
  needs: StepNeeds
  /** All fields of the register: those of earlier steps name records, too. */
  known: AskedField[]
  lists: Lists
  onClose: () => void
}) {
  const { record, step, needs } = props
  const text = useText()
  const word = useWord()
  const reason = useReason()
  const client = useQueryClient()
  const me = useQuery(meQuery).data
  const [form] = Form.useForm<Record<string, unknown>>()
  // What the relay keeps apart, as who reports, is not left lying about in a browser either.
  const apart = props.fields.filter((field) => field.apart === true).map((field) => field.name)
  // What was signed is said as it was signed.
  const signed = props.fields.filter((field) => field.signed === true)
  const initial = Object.fromEntries(signed.map((field) => [field.name, record.content[field.name] ?? undefined]))
  const send = async (entered: Record<string, unknown>): Promise<Refused | undefined> => {
    const said = stepSaid(entered, needs)
    const isApart = apart.some((name) => name in said.fields)
    const by = me === undefined || isApart ? undefined : { user: me.user, version: record.version }
    const result = await takeStep(record.id, step, said, by)
    if (!result.applied) {
      return { refused: `${text.problem.noEffect}：${reason(result.reason)}` }
    }
    void client.invalidateQueries()
    return undefined
  }
  const entered = Form.useWatch([], form) as Record<string, unknown> | undefined
  const named = namedRecords(props.known, record.fields, entered ?? {})
  const shownBy = [...new Set([record.id, ...(record.premises == null ? [] : [record.premises]), ...named])]
  return (
    <FormDialog<Record<string, unknown>>
      form={form}
      title={word('event', step)}
      okText={text.form.submit}
      draft={[record.id, step]}
      never={apart}
      initial={initial}
      done={text.form.done}
      send={send}
      onClose={props.onClose}
    >
      <StepFields fields={props.fields} lists={props.lists} held={record.fields} />
      <StepExtras needs={needs} step={step} record={record.id} shownBy={shownBy} />
    </FormDialog>
  )
}
