import { t } from '../text/words'
import { Field } from './basics'
import { toast } from './toast'

/** A long code to be sent to somebody: shown whole, and copied with one tap. */
export function Copyable({ label, text }: { label: string; text: string }) {
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => toast(t.handover.copied),
      () => toast(t.handover.notCopied, true),
    )
  return (
    <>
      <Field label={label}>
        <textarea readOnly value={text} />
      </Field>
      <button className="btn" onClick={() => void copy()}>
        {t.handover.copy}
      </button>
    </>
  )
}
