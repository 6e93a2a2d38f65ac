import { takeStep } from '../../api/act'
import { settleReport, type Settling, type WaitingReport } from '../../api/publicReports'

/** What is entered to take a report in. */
export interface Taking {
  severity: string
  where: 'premises' | 'grid'
  premises?: string
  grid?: string
  text: string
  place?: string
  person?: string
  joinRest?: boolean
}

/** What came of it: the complaint stands; the steps after it may have failed. */
export interface Taken {
  record: string
  sent: boolean
  unsent: unknown
  unjoined: number
}

/**
 * Takes a report in, joins the others of its group, and dispatches the complaint. Once the complaint
 * stands nothing undoes it: what failed afterwards is told, and can be done again.
 */
export async function takeReport(report: WaitingReport, rest: WaitingReport[], said: Taking): Promise<Taken> {
  const into = said.where === 'premises' ? { premises: said.premises } : { grid: said.grid }
  const body = { take: { severity: said.severity, text: said.text, place: said.place ?? '', ...into } } as Settling
  const record = (await settleReport(report.report, body)).record ?? ''
  const person = said.person?.trim() ?? ''
  let unsent: unknown
  let sent = false
  if (person !== '') {
    try {
      const result = await takeStep(record, 'report.dispatch', { fields: { person } })
      sent = result.applied
      if (!result.applied) unsent = result.reason ?? ''
    } catch (problem) {
      unsent = problem
    }
  }
  let unjoined = 0
  for (const one of said.joinRest === true ? rest : []) {
    await settleReport(one.report, { join: { record } }).catch(() => {
      unjoined += 1
    })
  }
  return { record, sent, unsent, unjoined }
}
