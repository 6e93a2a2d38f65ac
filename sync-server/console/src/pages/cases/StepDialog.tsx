import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Form, Modal } from 'antd'
import { useState } from 'react'
import { takeStep } from '../../api/act'
import { meQuery } from '../../api/queries'
import type { AskedField } from '../../api/reference'
import type { RecordCard } from '../../api/types'
import { DraftNote } from '../../parts/DraftNote'
import { ErrorNote } from '../../parts/ErrorNote'
import { useDraft } from '../../parts/useDraft'
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
  const draft = useDraft(props.record.id, props.step)
  const keep = (entered: Record<string, unknown>): void => {
    // What the relay keeps apart, as who reports, is not left lying about in a browser either.
    const apart = new Set(props.fields.filter((field) => field.apart === true).map((field) => field.name))
    draft.keep(Object.fromEntries(Object.entries(entered).filter(([name]) => !apart.has(name))))
  }
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
      draft.drop()
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
      <DraftNote
        draft={draft}
        onClear={() => form.setFieldsValue(Object.fromEntries(props.fields.map((field) => [field.name, undefined])))}
      />
      <ErrorNote problem={take.error} />
      {refused !== undefined && (
        <div role="alert" className="gap-below" style={{ color: '#c0271d' }}>
          {refused}
        </div>
      )}
      <Form
        form={form}
        layout="vertical"
        initialValues={draft.restored ?? {}}
        onValuesChange={(_, entered) => keep(entered)}
        onFinish={(entered) => take.mutate(entered)}
      >
        <StepFields fields={props.fields} lists={props.lists} />
      </Form>
    </Modal>
  )
}
