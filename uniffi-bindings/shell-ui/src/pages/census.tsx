import { call } from '../bridge/call'
import type { Policy, PremisesView, RecordView } from '../bridge/types'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { zh } from '../text/zh'
import { useAct } from '../parts/act'
import { Empty, Field, Problem, Screen } from '../parts/basics'
import { PhotoButtons, Photos } from '../parts/photo'
import { back } from '../parts/router'
import { toast } from '../parts/toast'

/** A visit that ended at the door（S0-23）. */
export function Census({ premises }: { premises: string }) {
  const policy = useCall<Policy>('policy.get')
  const file = useCall<PremisesView>('premises.get', { premises })
  const record = useCall<RecordView>('record.get', { record: premises })
  const form = useForm(`census/${premises}`, { outcome: '', note: '' })
  const act = useAct()
  const outcome = policy.data?.outcomes.find((it) => it.code === form.value.outcome)
  if (!policy.data || !file.data || !record.data) return <Screen title={zh.census.title}><Empty>{zh.loading}</Empty></Screen>
  return (
    <Screen
      title={`${zh.census.title} · ${file.data.row.name}`}
      foot={
        <button
          className="btn main"
          disabled={act.busy || !outcome}
          onClick={() =>
            void act.run(async () => {
              await call('premises.census', { premises, ...form.value })
              await form.drop()
              submitted()
              toast(zh.census.done)
              back()
            })
          }
        >
          {zh.census.submit}
        </button>
      }
    >
      <Problem error={act.error} />
      <p className="hint">{zh.census.hint}</p>
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
      <Field label={zh.census.note} note={outcome?.needs_note ? zh.must : zh.optional}>
        <textarea value={form.value.note} onChange={(event) => form.set({ note: event.target.value })} />
      </Field>
      <Photos photos={record.data.photos.slice(-6)} />
      <PhotoButtons target={premises} stage="found" gallery={false} label={zh.census.photo} />
    </Screen>
  )
}
