import { App, Form, Modal } from 'antd'
import { useState } from 'react'
import { useAct } from '../api/act'
import type { RecordCard } from '../api/types'
import { DraftNote } from '../parts/DraftNote'
import { ErrorNote } from '../parts/ErrorNote'
import { useDraft } from '../parts/useDraft'
import { useText } from '../text/language'
import { useWord } from '../text/words'
import { ActionField } from './ActionField'
import { ACTION_FORMS, GRAVE, type Entered } from './forms'

/** Asks what an act needs, and does it. What was entered stays until it took effect. */
export function ActionDialog(props: {
  card: RecordCard
  action: string
  onClose: () => void
}) {
  const { card, action, onClose } = props
  const text = useText()
  const word = useWord()
  const { message } = App.useApp()
  const [form] = Form.useForm<Entered>()
  const [refused, setRefused] = useState<string>()
  const act = useAct(card.id)
  const draft = useDraft(card.id, action)
  const spec = ACTION_FORMS[action]
  if (spec === undefined) return null
  const initial: Entered = {
    ...(card.responsible ?? {}),
    ...Object.fromEntries(
      spec.fields.filter((it) => it.initial !== undefined).map((it) => [it.name, it.initial]),
    ),
  }
  const blank = Object.fromEntries(spec.fields.map((it) => [it.name, undefined]))
  const go = (entered: Entered): void => {
    setRefused(undefined)
    act.mutate(spec.build(entered, card), {
      onSuccess: (result) => {
        if (result.applied) {
          void message.success(`${word('event', action)}：${text.form.done}`)
          draft.drop()
          onClose()
          return
        }
        const rule = result.rule == null ? '' : `（${text.problem.rule} ${result.rule}）`
        setRefused(`${text.problem.noEffect}：${word('reason', result.reason ?? '')}${rule}`)
      },
    })
  }
  return (
    <Modal
      open
      title={word('event', action)}
      onCancel={onClose}
      onOk={form.submit}
      okText={text.form.submit}
      okButtonProps={{ danger: GRAVE.has(action) }}
      cancelText={text.cancel}
      confirmLoading={act.isPending}
    >
      <DraftNote draft={draft} onClear={() => form.setFieldsValue({ ...blank, ...initial })} />
      <ErrorNote problem={act.error} />
      {refused !== undefined && (
        <div role="alert" className="gap-below" style={{ color: '#c0271d' }}>
          {refused}
        </div>
      )}
      <Form
        form={form}
        layout="vertical"
        initialValues={{ ...initial, ...draft.restored }}
        onValuesChange={(_, entered) => draft.keep(entered)}
        onFinish={go}
      >
        {spec.fields.map((field) => (
          <ActionField key={field.name} field={field} card={card} />
        ))}
      </Form>
    </Modal>
  )
}
