import { call } from '../bridge/call'
import type { RecordView } from '../bridge/types'
import { submitted } from '../bridge/sync'
import { t } from '../text/words'
import { useAct } from '../parts/act'
import { Part, Screen } from '../parts/basics'
import { Problem } from '../parts/problem'
import { PhotoButtons, Photos } from '../parts/photo'
import { go } from '../parts/router'
import { toast } from '../parts/toast'

/** Put right before the inspectors left（当场整改）: a photo before, a photo after. */
export function Fix({ hazard, view }: { hazard: string; view: RecordView }) {
  const act = useAct()
  const of = (stage: string) => view.photos.filter((it) => it.stage === stage)
  const before = of('before')[0] ?? of('found')[0]
  const after = of('after')[0]
  const submit = () =>
    act.run(async () => {
      if (!before || !after) return
      await call('hazard.fix_on_spot', { hazard, before: before.record, after: after.record })
      submitted()
      toast(t.fix.done)
      go(`/hazard/${hazard}`, true)
    })
  return (
    <Screen
      title={t.fix.title}
      foot={
        <button className="btn main" disabled={act.busy || !before || !after} onClick={() => void submit()}>
          {t.fix.submit}
        </button>
      }
    >
      <Problem error={act.error} />
      <p className="hint">{t.fix.hint}</p>
      <Part title={t.hazard.before}>
        <Photos photos={before ? [before] : []} />
        <PhotoButtons target={hazard} stage="before" gallery={false} />
      </Part>
      <Part title={t.hazard.after}>
        <Photos photos={of('after')} />
        <PhotoButtons target={hazard} stage="after" gallery={false} />
      </Part>
    </Screen>
  )
}
