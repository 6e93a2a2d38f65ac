// Which methods of docs/BRIDGE.md read, and which change. A page asks again whenever something
// changed: were a question of a page taken for a change, the page would ask for ever.
import type { Method } from './methods'

/** They read, and change nothing. Only these may be what a page asks: `useCall` takes no other. */
export const READING = [
  'phone.status', 'phone.opened', 'phone.grids', 'phone.people', 'phone.contacts', 'pin.state', 'form.get',
  'sync.state', 'policy.get', 'policy.guide', 'plan.due', 'plan.tasks', 'plan.month', 'plan.jobs', 'plan.week',
  'premises.list', 'premises.search', 'premises.get', 'premises.near', 'inspection.list', 'inspection.get',
  'record.get', 'record.history', 'record.edits', 'record.conflicts', 'record.strokes', 'hazard.list', 'hazard.annulled',
  'hazard.unstaffed',
  'notice.owner_code', 'case.kinds', 'case.list', 'case.read', 'photo.bytes', 'refused.list', 'score.card',
  'score.rewards', 'training.lessons',
] as const satisfies readonly Method[]
export type Reading = (typeof READING)[number]

/** They keep or make something that no page shows of itself. */
export const ASIDE = ['form.keep', 'form.drop', 'lease.request', 'lease.sign', 'paper.make'] as const satisfies readonly Method[]

/** All the others: whoever shows something asks again. */
type Changing =
  | 'phone.enroll' | 'phone.release_originals' | 'pin.set' | 'pin.remove' | 'pin.lock' | 'pin.unlock'
  | 'pin.set_platform' | 'pin.unlock_by_platform' | 'lease.accept' | 'sync.run' | 'sync.cancel' | 'plan.report_week'
  | 'premises.create' | 'premises.edit' | 'premises.census' | 'inspection.start' | 'inspection.answer'
  | 'inspection.submit' | 'record.resolve' | 'record.sign' | 'record.drop_signature' | 'record.withdraw'
  | 'hazard.draft' | 'hazard.edit' | 'hazard.raise' | 'hazard.fix_on_spot' | 'hazard.feedback' | 'hazard.recheck'
  | 'hazard.extend' | 'hazard.urge' | 'hazard.escalate' | 'hazard.void' | 'notice.issue' | 'notice.serve'
  | 'case.open' | 'case.edit' | 'case.step' | 'photo.attach' | 'photo.fetch' | 'refused.apply_again'
  | 'score.object' | 'training.quiz'

/** A method that is in none of the three, or in two of them, does not compile. */
type Said<Rest extends never, Twice extends never> = Rest | Twice
export type Whole = Said<
  Exclude<Method, Reading | (typeof ASIDE)[number] | Changing> | Exclude<Changing, Method>,
  (Reading & Changing) | (Reading & (typeof ASIDE)[number]) | (Changing & (typeof ASIDE)[number])
>
