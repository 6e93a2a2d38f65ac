import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, Modal } from 'antd'
import { useState } from 'react'
import { takeStep } from '../../api/act'
import { meQuery } from '../../api/queries'
import type { AskedField } from '../../api/reference'
import type { RecordCard } from '../../api/types'
import { ErrorNote } from '../../parts/ErrorNote'
import { useText } from '../../text/language'
import { useWord } from '../../text/words'
import type { Lists } from './casesQuery'
import { StepFields, stepValues } from './StepFields'

/** Takes a step in a case; what was entered stays until it took effect. */
export function StepDialog(props: {
  record: RecordCard
  step: string
  fields: AskedField[]
  lists: Lists
  onClose: () => void
}) {
  const text = useText()
  const word = useWord()
  const client = useQueryClient()
  const me = useQuery(meQuery).data
  const { message } = App.useApp()
  const [form] = Form.useForm<Record<string, unknown>>()
  const [refused, setRefused] = useState<string>()
  const take = useMutation({
    mutationFn: (entered: Record<string, unknown>) => {
      const said = stepValues(entered)
      const apart = props.fields.some((field) => field.apart === true && field.name in said)
      const by = me === undefined || apart ? undefined : { user: me.user, version: props.record.version }
      return takeStep(props.record.id, props.step, said, by)
    },
    onSuccess: (result) => {
      if (!result.applied) {
        setRefused(`${text.problem.noEffect}：${word('reason', result.reason ?? '')} ${result.rule ?? ''}`)
        return
      }
      void message.success(text.form.done)
      void client.invalidateQueries()
      props.onClose()
    },
  })
  return (
    <Modal
      open
      title={word('event', props.step)}
      okText={text.form.submit}
      cancelText={text.cancel}
      confirmLoading={take.isPending}
      onCancel={props.onClose}
      onOk={form.submit}
    >
      <ErrorNote problem={take.error} />
      {refused !== undefined && (
        <div role="alert" className="gap-below" style={{ color: '#c0271d' }}>
          {refused}
        </div>
      )}
      <Form form={form} layout="vertical" onFinish={(entered) => take.mutate(entered)}>
        <StepFields fields={props.fields} lists={props.lists} />
      </Form>
    </Modal>
  )
}
