import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { api } from '../../api/client'
import { ApiProblem, take } from '../../api/problem'
import { ErrorNote } from '../../parts/ErrorNote'
import { Panel } from '../../parts/Panel'
import { saveFile } from '../../parts/saveFile'
import { useText } from '../../text/language'

/** The text of a warning for the village loudspeaker; none once the warning is over. */
export function WarningText({ number }: { number: string }) {
  const text = useText()
  const broadcast = useQuery({
    queryKey: ['broadcast', number],
    queryFn: () =>
      take(api.GET('/api/v1/warnings/{number}/broadcast', { params: { path: { number } }, parseAs: 'text' })),
    retry: false,
  })
  const over = broadcast.error instanceof ApiProblem && broadcast.error.status === 404
  const words = broadcast.data
  return (
    <Panel
      title={text.readiness.broadcast}
      extra={
        words !== undefined && (
          <Button size="small" onClick={() => saveFile(`${number}.txt`, words, 'text/plain')}>
            {text.readiness.saveText}
          </Button>
        )
      }
    >
      {over ? <span className="note">{text.readiness.noBroadcast}</span> : <ErrorNote problem={broadcast.error} />}
      {words !== undefined && <div className="waiting-text">{words}</div>}
    </Panel>
  )
}
