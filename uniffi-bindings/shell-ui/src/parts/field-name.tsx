import { useCall } from '../bridge/use'
import { fieldName, words, t } from '../text/words'

/** What a field is called; an answer by the question it answers, not by its code. */
export function FieldName({ of }: { of: string }) {
  const [kind, item = '', part = ''] = of.split('/')
  const guide = useCall(kind === 'a' && item !== '' ? 'policy.guide' : null, { item })
  if (!guide.data) return <>{fieldName(of)}</>
  return (
    <>
      {guide.data.question} {t.labelled(words('answer_part', part))}
    </>
  )
}
