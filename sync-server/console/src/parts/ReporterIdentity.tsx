import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { identityLooksQuery, lookAtIdentity } from '../api/reporterIdentity'
import { meQuery } from '../api/queries'
import { mayDo } from '../app/menu'
import { timeText } from '../logic/time'
import { useText } from '../text/language'
import { ErrorNote } from './ErrorNote'
import { RevealDialog } from './RevealDialog'

/** The way to who reported, and who went it before. Nothing for whoever may not. */
export function ReporterIdentity({ subject }: { subject: string }) {
  const text = useText()
  const client = useQueryClient()
  const may = mayDo(useQuery(meQuery).data, ['reporter_identity'])
  const looks = useQuery({ ...identityLooksQuery(subject), enabled: may })
  const [asking, setAsking] = useState(false)
  if (!may) return null
  const orNone = (value: string): string => (value === '' ? text.reports.notGiven : value)
  const reveal = async (reason: string): Promise<[string, string][]> => {
    const who = await lookAtIdentity(subject, reason)
    void client.invalidateQueries({ queryKey: identityLooksQuery(subject).queryKey })
    return [
      [text.reports.lookName, orNone(who.name)],
      [text.reports.lookPhone, orNone(who.phone)],
    ]
  }
  return (
    <>
      <p className="note" style={{ marginTop: 0 }}>
        {text.reports.identityHint}
      </p>
      <Button size="small" onClick={() => setAsking(true)}>
        {text.reports.look}
      </Button>
      <ErrorNote problem={looks.error} onRetry={() => void looks.refetch()} />
      {looks.data !== undefined && (
        <div className="gap-above">
          <span className="note">
            {looks.data.length === 0 ? text.reports.noLooks : text.reports.looks}
          </span>
          {looks.data.map((look) => (
            <div key={`${look.user}-${String(look.at)}`} className="cell-sub">
              <span className="num">{timeText(look.at)}</span> {look.user_name}：{look.reason}
            </div>
          ))}
        </div>
      )}
      {asking && (
        <RevealDialog
          title={text.reports.look}
          subject={subject}
          hint={text.reports.identityHint}
          reveal={reveal}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
