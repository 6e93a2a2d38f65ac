import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Modal } from 'antd'
import type { ReactNode } from 'react'
import { changeOrganization, type Change, type ChangeProblem } from '../../api/organization'
import { useStore } from '../../api/store'
import { ErrorNote } from '../../parts/ErrorNote'
import { language, useText } from '../../text/language'

/** Values of a form, by field. */
export type Values = Record<string, unknown>

/** The text of a field; empty if nothing was entered. */
export const textAt = (values: Values, name: string): string => {
  const value = values[name]
  return typeof value === 'string' ? value.trim() : ''
}

/**
 * Asks what a change of the organization needs, and makes it. What the relay finds wrong stands at
 * its field; what was entered stays.
 */
export function ChangeDialog(props: {
  title: string
  initial?: Values
  danger?: boolean
  note?: ReactNode
  build: (values: Values) => Change[]
  onClose: () => void
  children: ReactNode
}) {
  const text = useText()
  const of = useStore(language)
  const client = useQueryClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Values>()
  const words = (problem: ChangeProblem): string =>
    of === 'zh' ? problem.message : problem.message_en
  const change = useMutation({
    mutationFn: (values: Values) => changeOrganization(props.build(values)),
    onSuccess: (result) => {
      if (result.applied) {
        void client.invalidateQueries()
        void message.success(text.admin.changed)
        props.onClose()
        return
      }
      form.setFields(
        result.problems.map((problem) => ({ name: problem.field, errors: [words(problem)] })),
      )
    },
  })
  const fields = Object.keys(form.getFieldsValue() as Values)
  const elsewhere = (change.data?.problems ?? []).filter((it) => !fields.includes(it.field))
  return (
    <Modal
      open
      title={props.title}
      okText={text.confirm}
      cancelText={text.cancel}
      okButtonProps={{ danger: props.danger ?? false }}
      confirmLoading={change.isPending}
      onOk={form.submit}
      onCancel={props.onClose}
    >
      <ErrorNote problem={change.error} />
      {elsewhere.map((problem) => (
        <Alert key={problem.code + problem.field} type="error" title={words(problem)} className="gap-below" />
      ))}
      {props.note !== undefined && <p className="note">{props.note}</p>}
      <Form
        form={form}
        layout="vertical"
        initialValues={props.initial ?? {}}
        onFinish={(values) => change.mutate(values)}
      >
        {props.children}
      </Form>
    </Modal>
  )
}

/** A field that is left out if it has no value. */
export const unlessEmpty = <K extends string>(
  name: K,
  value: string | undefined,
): Partial<Record<K, string>> =>
  value === undefined || value === '' ? {} : ({ [name]: value } as Record<K, string>)
