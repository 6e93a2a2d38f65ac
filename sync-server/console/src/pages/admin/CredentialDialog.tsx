import { Form, Select } from 'antd'
import { useText } from '../../text/language'
import { ChangeDialog, textAt } from './ChangeDialog'
import { DayField, PersonField, TextField } from './fields'

/** Enters a certificate. */
export function CredentialDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  return (
    <ChangeDialog
      title={text.admin.addCredential}
      draft={['credential', 'add']}
      note={text.admin.credentialHint}
      initial={{ kind: 'inspection' }}
      build={(values) => [
        {
          credential: {
            user: textAt(values, 'user'),
            kind: textAt(values, 'kind'),
            number: textAt(values, 'number'),
            issuer: textAt(values, 'issuer'),
            valid_from: textAt(values, 'valid_from'),
            valid_until: textAt(values, 'valid_until'),
          },
        },
      ]}
      onClose={onClose}
    >
      <PersonField name="user" label={text.admin.name} />
      <Form.Item name="kind" label={text.admin.kind}>
        <Select
          options={[
            { value: 'inspection', label: text.admin.inspection },
            { value: 'enforcement', label: text.admin.enforcement },
          ]}
        />
      </Form.Item>
      <TextField name="number" label={text.admin.numberOf} most={60} />
      <TextField name="issuer" label={text.admin.issuer} />
      <DayField name="valid_from" label={text.registers.from} />
      <DayField name="valid_until" label={text.registers.until} />
    </ChangeDialog>
  )
}
