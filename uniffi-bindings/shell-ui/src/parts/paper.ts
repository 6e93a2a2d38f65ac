import { call } from '../bridge/call'
import type { PaperKind } from '../bridge/types'
import { bytesOf } from '../bridge/transport'
import { t } from '../text/words'
import { toast } from './toast'

/** Makes a paper and hands it to the phone's viewer. */
export async function openPaper(record: string, kind: PaperKind): Promise<void> {
  const paper = await call('paper.make', { record, kind })
  const address = URL.createObjectURL(bytesOf(paper.base64, 'application/pdf'))
  const link = document.createElement('a')
  link.href = address
  link.download = `${paper.number || kind}.pdf`
  link.click()
  if (paper.missing.length > 0) toast(t.paper.missing(paper.missing.join('')), true)
  if (paper.photos_missing > 0) toast(t.paper.photosMissing(paper.photos_missing), true)
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
