import { call } from '../bridge/call'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Field, Screen, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { PhotoButtons, Photos } from '../parts/photo'
import { back } from '../parts/router'
import { toast } from '../parts/toast'

/** A visit that ended at the door（S0-23）. */
export function Census({ premises }: { premises: string }) {
  const policy = useCall('policy.get')
  const file = useCall('premises.get', { premises })
  const record = useCall('record.get', { record: premises })
  const form = useForm(`census/${premises}`, { outcome: '', note: '' })
  const act = useAct()
  const outcome = policy.data?.outcomes.find((it) => it.code === form.value.outcome)
  if (!policy.data || !file.data || !record.data || !form.ready) return <Wait title={t.census.title} error={policy.error ?? file.error ?? record.error} />
  return (
    <Screen
      title={`${t.census.title} · ${file.data.row.name || t.unnamed}`}
      foot={
        <button
          className="btn main"
          disabled={act.busy || !outcome}
          onClick={() =>
            void act.run(async () => {
              await call('premises.census', { premises, ...form.value })
              await form.drop()
              submitted()
              toast(t.census.done)
              back()
            })
          }
        >
          {t.census.submit}
        </button>
      }
    >
      <Problem error={act.error} />
      <p className="hint">{t.census.hint}</p>
      <div className="choices">
        {policy.data.outcomes
          .filter((it) => it.code !== 'checked')
          .map((it) => (
            <button key={it.code} className="choice" aria-pressed={it.code === form.value.outcome} onClick={() => form.set({ outcome: it.code })}>
              {it.zh}
            </button>
          ))}
      </div>
      <p />
      <Field label={t.census.note} note={outcome?.needs_note ? t.must : t.optional}>
        <textarea value={form.value.note} onChange={(event) => form.set({ note: event.target.value })} />
      </Field>
      <Photos photos={record.data.photos.slice(-6)} />
      <PhotoButtons target={premises} stage="found" gallery={false} label={t.census.photo} />
    </Screen>
  )
}
