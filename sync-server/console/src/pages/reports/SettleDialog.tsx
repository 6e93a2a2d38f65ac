import type { WaitingReport } from '../../api/publicReports'
import { JoinDialog } from './JoinDialog'
import { SetAsideDialog } from './SetAsideDialog'
import { TakeDialog } from './TakeDialog'
import type { SettleAct } from './WaitingCard'

/** A report, what is done with it, and the others of its group. */
export interface Settled {
  act: SettleAct
  report: WaitingReport
  rest: WaitingReport[]
}

/** The dialog of what is done with a report. */
export function SettleDialog({ act, report, rest, onClose }: Settled & { onClose: () => void }) {
  if (act === 'take') return <TakeDialog report={report} rest={rest} onClose={onClose} />
  if (act === 'join') return <JoinDialog report={report} onClose={onClose} />
  return <SetAsideDialog report={report} onClose={onClose} />
}
