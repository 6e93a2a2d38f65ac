/** The step that makes a paper, by the paper's name: before it was taken there is none to print. */
const MADE_BY: [paper: string, steps: string[]][] = [
  ['commitment', ['letter.warn']],
  ['responsibility', ['letter.responsibility']],
  ['promise', ['letter.doorstep']],
  ['supervision', ['order.issue_monthly', 'order.issue_yearly', 'order.issue_trade']],
]

/** The papers that the steps of a case so far have made. */
export function casePapers(steps: { step: string }[]): string[] {
  const taken = new Set(steps.map((one) => one.step))
  return MADE_BY.filter(([, by]) => by.some((step) => taken.has(step))).map(([paper]) => paper)
}
