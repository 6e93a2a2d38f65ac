import { useMutation } from '@tanstack/react-query'
import { Alert, App, Form, Modal, type FormInstance } from 'antd'
import { useState, type ReactNode } from 'react'
import { useText } from '../text/language'
import { DraftNote } from './DraftNote'
import { ErrorNote } from './ErrorNote'
import { useDraft } from './useDraft'
import { useFocusBack } from './useFocusBack'

/** Why something had no effect, in words; empty if the fields say it themselves. */
export interface Refused {
  refused: string
}

/**
 * A dialog that asks for something and sends it. What was entered stays until it took effect: over a
 * refusal, a reload and a session that ran out. It closes itself once it is done.
 */
export function FormDialog<V extends object>(props: {
  title: string
  okText: string
  /** What it is about, and what is done: nobody is shown what was typed about something else. */
  draft: [subject: string, act: string]
  /** Fields that no browser keeps: passwords, and who reports. */
  never?: string[]
  form?: FormInstance<V>
  initial?: Partial<V>
  danger?: boolean
  disabled?: boolean
  width?: number
  /** What was done, said once it is. */
  done?: string
  about?: ReactNode
  send: (entered: V) => Promise<Refused | undefined>
  /** Once it took effect; without it the dialog closes. */
  onDone?: () => void
  onClose: () => void
  children: ReactNode
}) {
  const { never = [], initial = {}, onClose } = props
  const text = useText()
  const { message } = App.useApp()
  const [own] = Form.useForm<V>()
  const form = props.form ?? own
  const draft = useDraft(...props.draft)
  useFocusBack()
  const [refused, setRefused] = useState('')
  const send = useMutation({
    mutationFn: props.send,
    onMutate: () => setRefused(''),
    onSuccess: (answer) => {
      if (answer !== undefined) {
        setRefused(answer.refused)
        return
      }
      draft.drop()
      if (props.done !== undefined) void message.success(props.done)
      const finish = props.onDone ?? onClose
      finish()
    },
  })
  const clear = (): void => {
    const blank = Object.keys(form.getFieldsValue(true) as object).map((name) => [name, undefined])
    form.setFieldsValue({ ...Object.fromEntries(blank), ...initial } as never)
  }
  const keep = (entered: object): void =>
    draft.keep(Object.fromEntries(Object.entries(entered).filter(([name]) => !never.includes(name))))
  return (
    <Modal
      open
      title={props.title}
      okText={props.okText}
      okButtonProps={{ danger: props.danger ?? false, disabled: props.disabled ?? false }}
      cancelText={text.cancel}
      confirmLoading={send.isPending}
      {...(props.width === undefined ? {} : { width: props.width })}
      onCancel={onClose}
      onOk={form.submit}
    >
      <DraftNote draft={draft} onClear={clear} />
      {props.about}
      <ErrorNote problem={send.error} />
      {refused !== '' && <Alert type="error" role="alert" className="gap-below" title={refused} />}
      <Form<V>
        form={form}
        layout="vertical"
        initialValues={{ ...initial, ...draft.restored }}
        onValuesChange={(_, entered) => keep(entered)}
        onFinish={(entered) => send.mutate(entered)}
      >
        {props.children}
      </Form>
    </Modal>
  )
}
