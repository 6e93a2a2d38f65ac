import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Progress } from 'antd'
import { useEffect, useRef } from 'react'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { timeText } from '../../logic/time'
import { useText } from '../../text/language'

const OFTEN_MS = 1_000

/** How far the freezing under way is, one's own or that of another desk; nothing if there is none. */
export function FreezingBar({ asked }: { asked: boolean }) {
  const text = useText()
  const client = useQueryClient()
  const freezing = useQuery({
    queryKey: ['freezing'],
    queryFn: () => take(api.GET('/api/v1/snapshots/freezing')),
    refetchInterval: ({ state }) => (asked || state.data?.running != null ? OFTEN_MS : false),
    retry: false,
  })
  const running = freezing.data?.running
  const isRunning = running != null
  const was = useRef(false)
  useEffect(() => {
    if (was.current && !isRunning) void client.invalidateQueries({ queryKey: ['snapshots'] })
    was.current = isRunning
  }, [isRunning, client])
  if (running == null) return null
  const percent = running.of === 0 ? 0 : Math.floor((running.done / running.of) * 100)
  return (
    <div className="gap-below" role="status" aria-label={text.figures.freezing(running.period)}>
      <div>
        {text.figures.freezing(running.period)}{' '}
        <span className="note">
          {running.of === 0 ? text.figures.freezingReads : text.figures.freezingDone(running.done, running.of)}
          {' · '}
          {text.figures.freezingSince(timeText(running.started_at))}
        </span>
      </div>
      <Progress aria-label={text.figures.freezing(running.period)} percent={percent} status="active" />
    </div>
  )
}
