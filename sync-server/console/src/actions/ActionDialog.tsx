import { useAct } from '../api/act'
import type { RecordCard } from '../api/types'
import { FormDialog, type Refused } from '../parts/FormDialog'
import { useIssuers } from '../parts/useIssuers'
import { useReason } from '../parts/useReason'
import { useText } from '../text/language'
import { useWord } from '../text/words'
import { ActionField } from './ActionField'
import { ACTION_FORMS, GRAVE, openHazards, type Entered, type FieldSpec } from './forms'

/** Asks what an act needs, and does it. */
export function ActionDialog(props: {
  card: RecordCard
  action: string
  onClose: () => void
}) {
  const { card, action } = props
  const text = useText()
  const word = useWord()
  const reason = useReason()
  const act = useAct(card.id)
  const issuers = useIssuers()
  const spec = ACTION_FORMS[action]
  if (spec === undefined) return null
  // Whoever changes the status names them: they stand in the act.
  const open = action === 'premises_status' ? openHazards(card) : []
  // The number stays out of the form: the card shows no whole one.
  const { phone, ...responsible } = card.responsible ?? {}
  const known: Entered =
    action === 'extension_approved' ? { ...responsible, days: card.extension_days } : responsible
  // Whoever must name a body means his own.
  const proposed = (field: FieldSpec): unknown =>
    field.kind === 'issuer' && field.optional !== true ? issuers[0]?.value : undefined
  const initial: Entered = Object.fromEntries(
    spec.fields.map((field) => [field.name, field.initial ?? known[field.name] ?? proposed(field)]),
  )
  const send = async (entered: Entered): Promise<Refused | undefined> => {
    const result = await act.mutateAsync(spec.build(entered, card))
    if (result.applied) return undefined
    return { refused: `${text.problem.noEffect}：${reason(result.reason)}` }
  }
  return (
    <FormDialog<Entered>
      title={word('event', action)}
      okText={text.form.submit}
      draft={[card.id, action]}
      danger={GRAVE.has(action)}
      initial={initial}
      done={`${word('event', action)}：${text.form.done}`}
      send={send}
      onClose={props.onClose}
    >
      {action.startsWith('extension_') && card.extension_reason != null && (
        <p className="note">
          {word('event', 'extension_requested')}：{card.extension_days} · {card.extension_reason}
        </p>
      )}
      {open.length > 0 && (
        <div className="note">
          <p>{text.form.hazardsStay(open.length)}</p>
          <ul>
            {open.map((one) => (
              <li key={one.id}>{one.title}</li>
            ))}
          </ul>
        </div>
      )}
      {spec.fields.map((field) => (
        <ActionField
          key={field.name}
          field={field}
          card={card}
          action={action}
          {...(field.name === 'phone' && phone !== undefined && phone !== ''
            ? { hint: text.form.phoneKept(phone) }
            : {})}
        />
      ))}
    </FormDialog>
  )
}
