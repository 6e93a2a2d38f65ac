import type { MonthTask } from '../bridge/types'

/** Where a task of the month leads. */
export function target(task: MonthTask): string {
  if (task.reason === 'confirm_case' && task.record) return `/case/${task.record}`
  if ((task.kind === 'recheck' || task.kind === 'confirm') && task.record) return `/hazard/${task.record}`
  if (task.kind === 'training') return '/training'
  return task.record ? `/premises/${task.record}` : '/premises'
}
