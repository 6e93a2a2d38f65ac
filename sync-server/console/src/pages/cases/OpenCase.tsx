import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import type { Lifecycle } from '../../api/reference'
import { ErrorNote } from '../../parts/ErrorNote'
import { GridSelect } from '../../parts/GridSelect'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import type { Lists } from './casesQuery'
import { StepFields, stepValues } from './StepFields'

/** Opens a case: of a grid, or about a premises or record, with its first step. */
export function OpenCase(props: { table: Lifecycle; lists: Lists; onClose: () => void }) {
  const { table } = props
  const text = useText()
  const word = useWord()
  const navigate = useNavigate()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Record<string, unknown>>()
  const firsts = table.rows.filter((row) => row.from.includes('draft') && row.event !== 'withdrawn')
  const [step, setStep] = useState(firsts[0]?.event ?? '')
  const [grid, setGrid] = useState('')
  const [about, setAbout] = useState('')
  const fields = firsts.find((row) => row.event === step)?.asks?.fields ?? []
  const open = useMutation({
    mutationFn: (entered: Record<string, unknown>) =>
      take(
        api.POST('/api/v1/cases/{kind}', {
          params: { path: { kind: table.kind }, header: csrf },
          body: {
            ...(about === '' ? { grid } : { about }),
            content: {},
            first: { step, fields: stepValues(entered), with: [], photos: [], due: null },
          } as never,
        }),
      ),
    onSuccess: (opened) => {
      if (opened.record == null) {
        void message.error(`${text.problem.noEffect}：${word('reason', opened.reason ?? '')}`)
        return
      }
      void client.invalidateQueries({ queryKey: ['list'] })
      void message.success(text.cases.opened)
      void navigate(`/cases/${table.kind}/${opened.record}`)
    },
  })
  return (
    <Modal
      open
      title={`${text.cases.open} · ${word('kind', table.kind)}`}
      okText={text.cases.open}
      cancelText={text.cancel}
      confirmLoading={open.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
      okButtonProps={{ disabled: grid === '' && about === '' }}
    >
      <ErrorNote problem={open.error} />
      <Form form={form} layout="vertical" onFinish={(entered) => open.mutate(entered)}>
        <Form.Item label={text.cases.grid} htmlFor="case-grid">
          <GridSelect id="case-grid" value={grid} onChange={setGrid} width={300} />
        </Form.Item>
        <Form.Item label={text.cases.about} htmlFor="case-about">
          <Input id="case-about" value={about} onChange={(event) => setAbout(event.target.value.trim())} />
        </Form.Item>
        {firsts.length > 1 && (
          <Form.Item label={text.cases.first} htmlFor="case-first">
            <Select
              id="case-first"
              value={step}
              options={firsts.map((row) => ({ value: row.event, label: word('event', row.event) }))}
              onChange={setStep}
            />
          </Form.Item>
        )}
        <StepFields fields={fields} lists={props.lists} />
      </Form>
    </Modal>
  )
}
