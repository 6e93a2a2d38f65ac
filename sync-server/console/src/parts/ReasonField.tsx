import { Form, Input } from 'antd'
import { useText } from '../text/language'

/** A few lines of text that must be written. */
export function ReasonField(props: { name?: string; label?: string; hint?: string; rows?: number; most?: number; least?: number }) {
  const text = useText()
  const { least = 0 } = props
  return (
    <Form.Item
      name={props.name ?? 'reason'}
      label={props.label ?? text.form.reason}
      extra={props.hint}
      rules={[
        { required: true, whitespace: true, message: text.required },
        ...(least === 0 ? [] : [{ min: least, message: text.care.tooShort }]),
      ]}
    >
      <Input.TextArea rows={props.rows ?? 3} maxLength={props.most ?? 300} />
    </Form.Item>
  )
}
