import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, DatePicker, Form, Modal } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import { differences, type Difference } from '../../logic/difference'
import { ErrorNote } from '../../parts/ErrorNote'
import { FilePick } from '../../parts/FilePick'
import { useText } from '../../text/language'
import { DifferenceTable } from './DifferenceTable'
import { packOf } from './packQuery'

interface Signed {
  pack: string
  signature: string
}

/** Takes a signed pack: checked and compared first, then put into force on a day. */
export function PackUpload({ current, onClose }: { current?: number | undefined; onClose: () => void }) {
  const text = useText()
  const client = useQueryClient()
  const { message } = App.useApp()
  const [signed, setSigned] = useState<Signed>()
  const [rows, setRows] = useState<Difference[]>()
  const [from, setFrom] = useState<Dayjs | null>(null)
  const [bad, setBad] = useState(false)
  const send = (file: Signed, dry: boolean) =>
    take(
      api.POST('/api/v1/policy-packs', {
        params: { header: csrf },
        body: {
          ...file,
          dry_run: dry,
          ...(from === null ? {} : { from: Date.parse(`${from.format('YYYY-MM-DD')}T00:00:00+08:00`) }),
        },
      }),
    )
  const look = useMutation({
    mutationFn: async (file: Signed) => {
      const checked = await send(file, true)
      const before = current === undefined ? {} : await packOf(current)
      setRows(differences(before, JSON.parse(file.pack)))
      return checked
    },
  })
  const apply = useMutation({
    mutationFn: (file: Signed) => send(file, false),
    onSuccess: () => {
      void client.invalidateQueries()
      void message.success(text.policy.taken)
      onClose()
    },
  })
  const pick = async (file: File): Promise<void> => {
    setBad(false)
    setRows(undefined)
    setSigned(undefined)
    look.reset()
    try {
      const read = JSON.parse(await file.text()) as Partial<Signed>
      if (typeof read.pack !== 'string' || typeof read.signature !== 'string') throw new Error('shape')
      const whole = { pack: read.pack, signature: read.signature }
      setSigned(whole)
      look.mutate(whole)
    } catch {
      setBad(true)
    }
  }
  return (
    <Modal
      open
      width={860}
      title={text.policy.upload}
      okText={text.policy.apply}
      cancelText={text.cancel}
      okButtonProps={{ disabled: signed === undefined || look.data === undefined }}
      confirmLoading={apply.isPending}
      onOk={() => {
        if (signed !== undefined) apply.mutate(signed)
      }}
      onCancel={onClose}
    >
      <p className="note">{text.policy.uploadHint}</p>
      <FilePick label={text.admin.chooseFile} accept=".json" busy={look.isPending} onPick={(file) => void pick(file)} />
      {bad && <Alert className="gap-above" type="error" title={text.policy.notSignedFile} />}
      <ErrorNote problem={look.error ?? apply.error} />
      {look.data !== undefined && (
        <>
          <Alert className="gap-above gap-below" type="success" title={text.policy.checked(look.data.revision)} />
          <Form.Item label={text.policy.fromDay} htmlFor="pack-from">
            <DatePicker id="pack-from" value={from} onChange={setFrom} placeholder={text.policy.atOnce} />
          </Form.Item>
          <DifferenceTable rows={rows ?? []} />
        </>
      )}
    </Modal>
  )
}
