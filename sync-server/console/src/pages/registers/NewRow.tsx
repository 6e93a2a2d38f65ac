import { useQueryClient } from '@tanstack/react-query'
import { Form, Input, Segmented } from 'antd'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import type { RegisterForm } from '../../api/registerForm'
import type { SheetRule } from '../../api/sheets'
import { registerEntry, registerKey } from '../../logic/registerEntry'
import { sheetEntry, sheetKey } from '../../logic/sheetEntry'
import { dayText } from '../../logic/time'
import { FormDialog } from '../../parts/FormDialog'
import { useNow } from '../../parts/useNow'
import { useText } from '../../text/language'
import { EntryFields } from './EntryFields'
import { RegisterFields } from './RegisterFields'

type Way = 'form' | 'json'

interface Entered {
  /** By fields, or written out. */
  way?: Way
  /** Where it does not follow from the entry. */
  key?: string
  /** The entry written out: JSON. */
  entry?: string
  /** Its fields. */
  fields?: Record<string, unknown>
  from?: string
  until?: string
  reason?: string
}

/** The JSON of a text, or nothing. */
function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/**
 * Sets a row of a register. A sheet of the policy pack says what its entries hold, and of its own
 * registers the program does: there is a field for each. Who knows how may write the entry out; of
 * registers of a later version there is no other way. The relay checks it by the rules of its register.
 */
export function NewRow(props: {
  register: string
  example: unknown
  sheet?: SheetRule
  form?: RegisterForm
  onClose: () => void
}) {
  const { sheet, form } = props
  const text = useText()
  const client = useQueryClient()
  const now = useNow()
  const [fields] = Form.useForm<Entered>()
  const isDrawn = sheet !== undefined || form !== undefined
  const chosen = Form.useWatch('way', fields)
  const way: Way = isDrawn ? (chosen ?? 'form') : 'json'
  const today = now === undefined ? '' : dayText(now)
  const fromForm = (entered: Record<string, unknown>): Record<string, unknown> =>
    sheet !== undefined ? sheetEntry(sheet.fields, entered) : registerEntry(form?.fields ?? [], entered)
  const keyOf = (entry: Record<string, unknown>, from: string): string | undefined =>
    sheet !== undefined ? sheetKey(sheet.key, entry) : form === undefined ? undefined : registerKey(form.key, entry, from)
  const isKeyFree = sheet === undefined && (form === undefined || form.key.length === 0)
  const send = async (entered: Entered): Promise<undefined> => {
    const entry = way === 'json' ? (parsed(entered.entry ?? '') ?? {}) : fromForm(entered.fields ?? {})
    const from = entered.from ?? ''
    const until = entered.until ?? ''
    const key = (way === 'json' ? undefined : keyOf(entry, from === '' ? today : from)) ?? entered.key ?? ''
    await take(
      api.POST('/api/v1/registers/{register}', {
        params: { path: { register: props.register }, header: csrf },
        body: {
          key,
          entry,
          reason: entered.reason ?? '',
          ...(from === '' ? {} : { from }),
          ...(until === '' ? {} : { until }),
        } as never,
      }),
    )
    void client.invalidateQueries({ queryKey: ['registers'] })
  }
  const isJson = (_: unknown, value: string): Promise<void> =>
    parsed(value) === undefined ? Promise.reject(new Error(text.registers.badJson)) : Promise.resolve()
  // What was entered in one way stands there in the other.
  const change = (next: Way): void => {
    const entered = fields.getFieldsValue(true) as Entered
    if (next === 'json') {
      const entry = fromForm(entered.fields ?? {})
      const key = keyOf(entry, entered.from ?? today) ?? entered.key ?? ''
      fields.setFieldsValue({ entry: JSON.stringify(entry, null, 2), key } as never)
    } else {
      const entry = parsed(entered.entry ?? '')
      if (entry !== undefined) fields.setFieldsValue({ fields: entry } as never)
    }
  }
  // A register of one row is changed, not filled in anew.
  const isSingle = form !== undefined && form.key.length > 0 && form.key.every((part) => part.startsWith('='))
  const written = props.example === undefined ? '{}' : JSON.stringify(props.example, null, 2)
  const initial: Partial<Entered> = !isDrawn
    ? { entry: written }
    : isSingle && typeof props.example === 'object' && props.example !== null
      ? { way: 'form', fields: props.example as Record<string, unknown> }
      : { way: 'form' }
  return (
    <FormDialog<Entered>
      title={text.registers.add}
      okText={text.save}
      draft={[props.register, 'row']}
      form={fields}
      initial={initial}
      done={text.registers.saved}
      send={send}
      onClose={props.onClose}
    >
      {isDrawn && (
        <Form.Item name="way">
          <Segmented<Way>
            aria-label={text.registers.way}
            options={[
              { value: 'form', label: text.registers.byForm },
              { value: 'json', label: text.registers.byJson },
            ]}
            onChange={change}
          />
        </Form.Item>
      )}
      {(way === 'json' || isKeyFree) && (
        <Form.Item name="key" label={text.registers.key} rules={[{ required: true, message: text.required }]}>
          <Input maxLength={200} />
        </Form.Item>
      )}
      {way === 'json' && (
        <Form.Item name="entry" label={text.registers.json} rules={[{ validator: isJson }]}>
          <Input.TextArea rows={8} spellCheck={false} />
        </Form.Item>
      )}
      {way === 'form' && sheet !== undefined && <EntryFields fields={sheet.fields} />}
      {way === 'form' && sheet === undefined && <RegisterFields fields={form?.fields ?? []} at={['fields']} />}
      <Form.Item name="from" label={text.registers.from}>
        <Input placeholder="YYYY-MM-DD" maxLength={10} />
      </Form.Item>
      <Form.Item name="until" label={text.registers.until}>
        <Input placeholder="YYYY-MM-DD" maxLength={10} />
      </Form.Item>
      <Form.Item name="reason" label={text.registers.reason}>
        <Input maxLength={200} />
      </Form.Item>
    </FormDialog>
  )
}
