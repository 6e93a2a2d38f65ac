import type { Count, Status } from '../bridge/types'
import { call } from '../bridge/call'
import { sync, useSyncState } from '../bridge/sync'
import { useCall } from '../bridge/use'
import { moment, zh } from '../text/zh'
import { Part, Problem, Row, Screen, Tag } from '../parts/basics'
import { BridgeError } from '../bridge/call'

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
  const status = useCall<Status>('phone.status')
  const state = useSyncState()
  const data = status.data
  const progress = state?.progress
  const last = state?.last
  const failed = last?.end === 'failed' && last.error && last.error.code !== 'cancelled' ? new BridgeError({ ...last.error, kept: 'saved_here', retry: { when: 'online' } }) : undefined
  return (
    <Screen
      title={zh.sync.title}
      foot={
        // Stopping stands elsewhere: a second tap here must not undo the first.
        <button className="btn main" disabled={state?.running} onClick={() => void sync()}>
          {state?.running ? zh.sync.running : zh.sync.now}
        </button>
      }
    >
      {!state?.running && <Problem error={failed} />}
      {data && (
        <>
          <div className="flow">
            <div>
              <small>{zh.sync.onPhone}</small>
              <b>{data.drafts}</b>
              <small>{zh.sync.onPhoneHint}</small>
            </div>
            <div>
              <small>{zh.sync.onWay}</small>
              <b>{data.pending}</b>
              <small>{zh.sync.onWayHint}</small>
            </div>
            <div>
              <small>{zh.sync.onRelay}</small>
              <b>{data.pending + data.drafts === 0 ? '✓' : '…'}</b>
              <small>{data.pending + data.drafts === 0 ? zh.sync.onRelayHint : zh.sync.notYet}</small>
            </div>
          </div>
          <Part title={zh.sync.photos}>
            <div className="card pad">
              {data.views.total === 0 ? (
                <p>{zh.sync.noPhotos}</p>
              ) : (
                <>
                  <p><b>{zh.sync.photosOf(data.views.held, data.views.total)}</b></p>
                  <Bar count={data.views} />
                  <p className="hint">{zh.sync.originals(data.originals.held, data.originals.total)}</p>
                </>
              )}
              {data.originals.lost + data.views.lost > 0 && <Tag tone="red">{zh.sync.lost(Math.max(data.originals.lost, data.views.lost))}</Tag>}
            </div>
          </Part>
          <p className="hint" role="status">
            {state?.running && progress?.stage === 'records' && zh.sync.records(progress.waiting ?? 0, progress.received ?? 0)}
            {state?.running && progress?.stage === 'photos' && zh.sync.sending(progress.sent ?? 0, progress.left ?? 0)}
            {state?.running && progress?.stage === 'waiting' && zh.sync.retrying}
            {!state?.running && last?.end === 'complete' && zh.sync.done}
            {!state?.running && last?.end === 'waiting' && zh.sync.part}
          </p>
          {state?.running && (
            <button className="btn quiet" onClick={() => void call('sync.cancel')}>
              {zh.sync.stop}
            </button>
          )}
          <p className="hint">{data.last_sync_ms === null ? zh.sync.never : zh.sync.last(moment(data.last_sync_ms))}</p>
          <p className="hint">
            {zh.settings.lease(data.lease_days_left)} · {zh.settings.version(data.policy_revision)}
          </p>
          <div className="card">
            <Row to="/refused" title={data.refused > 0 ? zh.sync.refused : zh.sync.refusedNone} side={data.refused > 0 ? <Tag tone="red">{data.refused}</Tag> : undefined} />
          </div>
        </>
      )}
    </Screen>
  )
}
