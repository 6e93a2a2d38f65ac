import type { Count } from '../bridge/types'
import { BridgeError, call } from '../bridge/call'
import { isOffline, sync, useSyncState } from '../bridge/sync'
import { useCall } from '../bridge/use'
import { moment, t } from '../text/words'
import { useAct } from '../parts/act'
import { Empty, Part, Row, Screen, Tag } from '../parts/basics'
import { Problem } from '../parts/problem'

function Bar({ count }: { count: Count }) {
  const part = count.total === 0 ? 0 : Math.round((count.held / count.total) * 100)
  return (
    <div className="bar" role="progressbar" aria-valuenow={part} aria-valuemin={0} aria-valuemax={100}>
      <i style={{ width: `${part}%` }} />
    </div>
  )
}

/** What is where: on this phone, on its way, on the relay; photos apart. */
export function SyncPage() {
  const status = useCall('phone.status')
  const state = useSyncState()
  const act = useAct()
  const data = status.data
  const progress = state?.progress
  const last = state?.last
  const failed = last?.end === 'failed' && last.error && last.error.code !== 'cancelled' ? new BridgeError({ ...last.error, kept: 'saved_here' }) : undefined
  return (
    <Screen
      title={t.sync.title}
      foot={
        // Stopping stands elsewhere: a second tap here must not undo the first.
        <button className="btn main" disabled={state?.running} onClick={() => void sync()}>
          {state?.running ? t.sync.running : t.sync.now}
        </button>
      }
    >
      {last?.update_needed && <p className="banner warn" role="status">{t.banner.update}</p>}
      {!state?.running && <Problem error={failed} calm={isOffline(last ?? null)} />}
      <Problem error={act.error ?? status.error} />
      {!data && !status.error && <Empty>{t.loading}</Empty>}
      {data && (
        <>
          <div className="flow">
            <div>
              <small>{t.sync.onPhone}</small>
              <b>{data.drafts}</b>
              <small>{t.sync.onPhoneHint}</small>
            </div>
            <div>
              <small>{t.sync.onWay}</small>
              <b>{data.pending}</b>
              <small>{t.sync.onWayHint}</small>
            </div>
            <div>
              <small>{t.sync.onRelay}</small>
              <b>{data.pending + data.drafts === 0 ? '✓' : '…'}</b>
              <small>{data.pending + data.drafts === 0 ? t.sync.onRelayHint : t.sync.notYet}</small>
            </div>
          </div>
          <Part title={t.sync.photos}>
            <div className="card pad">
              {data.views.total === 0 ? (
                <p>{t.sync.noPhotos}</p>
              ) : (
                <>
                  <p><b>{t.sync.photosOf(data.views.held, data.views.total)}</b></p>
                  <Bar count={data.views} />
                  <p className="hint">{t.sync.originals(data.originals.held, data.originals.total)}</p>
                </>
              )}
              {data.originals.lost + data.views.lost > 0 && <Tag tone="red">{t.sync.lost(Math.max(data.originals.lost, data.views.lost))}</Tag>}
            </div>
          </Part>
          <p className="hint" role="status">
            {state?.running && progress?.stage === 'records' && t.sync.records(progress.waiting ?? 0, progress.received ?? 0)}
            {state?.running && progress?.stage === 'photos' && t.sync.sending(progress.sent ?? 0, progress.left ?? 0)}
            {state?.running && progress?.stage === 'waiting' && t.sync.retrying}
            {!state?.running && last?.end === 'complete' && t.sync.done}
            {!state?.running && last?.end === 'waiting' && (last.relay_healing ? t.banner.healing : t.sync.part)}
          </p>
          {!state?.running && last?.frugal && <p className="hint">{t.sync.frugal}</p>}
          {state?.running && (
            <button className="btn quiet" onClick={() => void act.run(() => call('sync.cancel'))}>
              {t.sync.stop}
            </button>
          )}
          <p className="hint">{data.last_sync_ms === null ? t.sync.never : t.sync.last(moment(data.last_sync_ms))}</p>
          <p className="hint">
            {t.settings.lease(data.lease_days_left)} · {t.settings.version(data.policy_revision)}
          </p>
          <div className="card">
            <Row to="/refused" title={data.refused > 0 ? t.sync.refused : t.sync.refusedNone} side={data.refused > 0 ? <Tag tone="red">{data.refused}</Tag> : undefined} />
          </div>
        </>
      )}
    </Screen>
  )
}
