import { useMutation } from '@tanstack/react-query'
import { Button, Form, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import type { Person } from '../../api/types'
import { timeText } from '../../logic/time'
import { ErrorNote } from '../../parts/ErrorNote'
import { useFocusBack } from '../../parts/useFocusBack'
import { useText } from '../../text/language'
import { QrCode } from './QrCode'

/** Makes a one-time code and shows it for the person's phone to scan. */
export function EnrollDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const text = useText()
  const [hours, setHours] = useState(24)
  useFocusBack()
  const make = useMutation({
    mutationFn: () =>
      take(
        api.POST('/api/v1/enrollment-codes', {
          params: { header: csrf },
          body: { user: person.id, valid_hours: hours },
        }),
      ),
  })
  return (
    <Modal open title={text.admin.enrollFor(person.name)} footer={null} onCancel={onClose}>
      <ErrorNote problem={make.error} />
      {make.data === undefined ? (
        <Form layout="inline">
          <Form.Item label={text.admin.validHours} htmlFor="valid-hours">
            <InputNumber
              id="valid-hours"
              min={1}
              max={72}
              precision={0}
              value={hours}
              onChange={(value) => setHours(value ?? 24)}
            />
          </Form.Item>
          <Button type="primary" loading={make.isPending} onClick={() => make.mutate()}>
            {text.admin.make}
          </Button>
        </Form>
      ) : (
        <>
          <QrCode text={make.data.link} label={text.admin.enrollFor(person.name)} />
          <p>{text.admin.validUntil(timeText(make.data.expires_at))}</p>
          <p className="note">{text.admin.enrollHint}</p>
        </>
      )}
    </Modal>
  )
}
