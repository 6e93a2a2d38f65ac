import { call } from '../bridge/call'
import type { PhotoLine, RecordView } from '../bridge/types'
import { useCall } from '../bridge/use'
import { useForm } from '../bridge/form'
import { submitted } from '../bridge/sync'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Field, Part, Screen, Wait } from '../parts/basics'
import { Problem } from '../parts/problem'
import { People } from '../parts/people'
import { PhotoButtons, Photos, usePhoto } from '../parts/photo'
import { go } from '../parts/router'
import { toast } from '../parts/toast'

function Half({ label, photo }: { label: string; photo: PhotoLine | undefined }) {
  const address = usePhoto(photo?.record ?? null, 'view')
  return (
    <div>
      <p>{label}</p>
      <div className="photo">{address && <img src={address} alt={label} />}</div>
    </div>
  )
}

/** A recheck（复查）: the photos before beside those of now, passed or failed. */
export function Recheck({ hazard, view }: { hazard: string; view: RecordView }) {
  const policy = useCall('policy.get')
  const people = useCall('phone.people')
  const inspection = view.content.fields['inspection']
  const visit = useCall(typeof inspection === 'string' ? 'record.get' : null, { record: String(inspection ?? '') })
  const form = useForm(`recheck/${hazard}`, { passed: '' as '' | 'yes' | 'no', with: [] as string[], reason: '' })
  const act = useAct()
  const value = form.value
  if (!policy.data || !people.data || !form.ready) return <Wait title={t.recheck.title} error={policy.error ?? people.error} />
  // What was found on a visit was photographed there, at its check item.
  const item = String(view.content.fields['item'] ?? '')
  const before = view.photos.find((it) => ['found', 'before'].includes(it.stage)) ?? visit.data?.photos.find((it) => it.item === item)
  const fresh = view.photos.filter((it) => it.stage === 'recheck')
  const now = fresh[fresh.length - 1] ?? view.photos.filter((it) => it.stage === 'after').pop()
  return (
    <Screen
      title={t.recheck.title}
      foot={
        <button
          className="btn main"
          disabled={act.busy || value.passed === ''}
          onClick={() =>
            void act.run(async () => {
              await call('hazard.recheck', { hazard, passed: value.passed === 'yes', with: value.with, reason: value.reason, photos: fresh.map((it) => it.record) })
              await form.drop()
              submitted()
              toast(t.recheck.done)
              go(`/hazard/${hazard}`, true)
            })
          }
        >
          {t.recheck.submit}
        </button>
      }
    >
      <Problem error={act.error} />
      <p><b>{String(view.content.fields['description'] ?? '')}</b></p>
      <Part title={t.recheck.compare}>
        <div className="compare">
          <Half label={t.hazard.before} photo={before} />
          <Half label={t.recheck.photo} photo={now} />
        </div>
        <p />
        <Photos photos={fresh} />
        <PhotoButtons target={hazard} stage="recheck" gallery={false} label={t.recheck.photo} />
      </Part>
      <p />
      <div className="pair">
        <button className="choice" aria-pressed={value.passed === 'yes'} onClick={() => form.set({ passed: 'yes' })}>
          ✓ {t.recheck.passed}
        </button>
        <button className="choice red" aria-pressed={value.passed === 'no'} onClick={() => form.set({ passed: 'no' })}>
          ✗ {t.recheck.failed}
        </button>
      </div>
      {value.passed === 'yes' && (
        <Part title={t.recheck.with}>
          <p className="hint">{t.recheck.withHint(policy.data.recheck_people)}</p>
          <People people={people.data} chosen={value.with} choose={(users) => form.set({ with: users })} />
        </Part>
      )}
      {value.passed === 'no' && (
        <Field label={t.recheck.reason}>
          <textarea value={value.reason} onChange={(event) => form.set({ reason: event.target.value })} />
        </Field>
      )}
    </Screen>
  )
}
