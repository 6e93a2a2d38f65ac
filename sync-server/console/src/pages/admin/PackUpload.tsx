import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Form, Modal } from 'antd'
import dayjs from 'dayjs'
import { useEffect, useState } from 'react'
import { api, csrf } from '../../api/client'
import { take } from '../../api/problem'
import { differences, type Difference } from '../../logic/difference'
import { signedIn, type Signed } from '../../logic/signedPack'
import { DraftNote } from '../../parts/DraftNote'
import { ErrorNote } from '../../parts/ErrorNote'
import { FilePick } from '../../parts/FilePick'
import { useDraft } from '../../parts/useDraft'
import { useFocusBack } from '../../parts/useFocusBack'
import { RelayDatePicker } from '../../parts/RelayDatePicker'
import { useText } from '../../text/language'
import { DifferenceTable } from './DifferenceTable'
import { packOf } from './packQuery'

/**
 * Takes a signed pack: checked and compared first, then put into force on a day. The file that was
 * picked and the day stay over a reload, and the file is checked again.
 */
export function PackUpload({ current, onClose }: { current?: number | undefined; onClose: () => void }) {
  const text = useText()
  const client = useQueryClient()
  const { message } = App.useApp()
  const draft = useDraft('policy-packs', 'upload')
  useFocusBack()
  const [signed, setSigned] = useState(() => signedIn(draft.restored))
  const [rows, setRows] = useState<Difference[]>()
  const [day, setDay] = useState(() => String(draft.restored?.['day'] ?? ''))
  const [bad, setBad] = useState(false)
  const send = (file: Signed, dry: boolean) =>
    take(
      api.POST('/api/v1/policy-packs', {
        params: { header: csrf },
        body: {
          ...file,
          dry_run: dry,
          ...(day === '' ? {} : { from: Date.parse(`${day}T00:00:00+08:00`) }),
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
  const { mutate } = look
  // What was picked before a reload is looked at as if it were picked now.
  useEffect(() => {
    if (signed !== undefined) mutate(signed)
  }, [signed, mutate])
  const apply = useMutation({
    mutationFn: (file: Signed) => send(file, false),
    onSuccess: () => {
      draft.drop()
      void client.invalidateQueries()
      void message.success(text.policy.taken)
      onClose()
    },
  })
  const clear = (): void => {
    setBad(false)
    setRows(undefined)
    setSigned(undefined)
    look.reset()
    apply.reset()
  }
  const pick = async (file: File): Promise<void> => {
    clear()
    const read = signedIn(await file.text().then((said) => JSON.parse(said) as unknown).catch(() => undefined))
    setSigned(read)
    setBad(read === undefined)
    draft.keep({ ...read, day })
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
      <DraftNote
        draft={draft}
        onClear={() => {
          clear()
          setDay('')
        }}
      />
      <p className="note">{text.policy.uploadHint}</p>
      <FilePick label={text.admin.chooseFile} accept=".json" busy={look.isPending} onPick={(file) => void pick(file)} />
      {bad && <Alert className="gap-above" type="error" title={text.policy.notSignedFile} />}
      <ErrorNote problem={look.error ?? apply.error} />
      {look.data !== undefined && (
        <>
          <Alert className="gap-above gap-below" type="success" title={text.policy.checked(look.data.revision)} />
          <Form.Item label={text.policy.fromDay} htmlFor="pack-from">
            <RelayDatePicker
              id="pack-from"
              value={day === '' ? null : dayjs(day)}
              placeholder={text.policy.atOnce}
              onChange={(picked) => {
                const next = picked?.format('YYYY-MM-DD') ?? ''
                setDay(next)
                draft.keep({ ...signed, day: next })
              }}
            />
          </Form.Item>
          <DifferenceTable rows={rows ?? []} />
        </>
      )}
    </Modal>
  )
}
