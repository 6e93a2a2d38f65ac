// The shapes of docs/BRIDGE.md that the pages read.

export interface Count {
  total: number
  held: number
  lost: number
}

export interface Status {
  enrolled: boolean
  tenant_name: string
  user: string | null
  user_name: string
  demo: boolean
  drafts: number
  pending: number
  refused: number
  thumbnails: Count
  views: Count
  originals: Count
  lease_days_left: number
  lease_warning: boolean
  last_sync_ms: number | null
  policy_revision: number
  free_mib: number
  low_space: boolean
  cloned: boolean
  remote_locked: boolean
  initial_sync_complete: boolean
  syncing: boolean
}

export interface SyncReport {
  end: 'complete' | 'waiting' | 'failed'
  error: { code: string; message: string } | null
  envelopes?: number
  rows?: number
  refused?: number
  photos_sent?: number
  photos_left?: number
}

export interface SyncState {
  running: boolean
  progress: { stage: 'records' | 'waiting' | 'photos'; waiting?: number; received?: number; sent?: number; left?: number; ms?: number } | null
  last: SyncReport | null
}

export interface Grid {
  grid: string
  name: string
  code: string
  above: string[]
  roles: string[]
  synced: boolean
}

export interface PremisesRow {
  record: string
  grid: string
  name: string
  address: string
  category: string
  phone: string
  status: string
  status_text: string
  last_visit_ms: number | null
  census: { outcome: string; text: string; at_ms: number } | null
  pending: boolean
}

export interface DueItem {
  premises: PremisesRow
  grade: string
  grade_text: string
  state: 'overdue' | 'today' | 'later'
  days: number
  due: { date: string; reason_text: string }
}

export interface MonthTask {
  kind: 'check_day' | 'visit' | 'recheck' | 'campaign' | 'job' | 'training'
  reason_text: string
  text: string
  record: string | null
  due: string
  done: boolean
}

export interface InspectionRow {
  record: string
  premises: string
  premises_name: string | null
  grid: string | null
  status: string
  status_text: string
  started_at_ms: number
  submitted_at_ms: number | null
  rounds: number
  pending: boolean
}

export interface HazardRow {
  record: string
  premises: string
  premises_name: string | null
  grid: string | null
  inspection: string | null
  item: string
  description: string
  status: string
  status_text: string
  due_ms: number | null
  overdue: boolean
  life_threat: boolean
  suspected_major: boolean
  notice_number: string | null
  found_at_ms: number
  pending: boolean
}

export type Scalar = string | number | boolean | null

export interface PhotoLine {
  record: string
  item: string
  stage: string
  taken_at_ms: number | null
  shown: boolean
  complete: boolean
  lost: boolean
}

export interface RecordState {
  status: string
  status_text: string
  read_only: boolean
  rounds: number
  return_reasons: { item: string | null; text: string }[]
  due_ms: number | null
  served: boolean
  overdue: boolean
  life_threat: boolean
  suspected_major: boolean
  responsible: { unit: string; leader: string; person: string; phone: string }
  provisional_number: string | null
  notice_number: string | null
  close_out_number: string | null
}

export interface RecordView {
  record: string
  kind: string
  grid: string
  premises: PremisesRow | null
  content: { fields: Record<string, Scalar>; conflicts?: Record<string, Scalar[]> }
  state: RecordState
  allowed: { action: string; text: string }[]
  statement: string
  signatures: { id: string; signer: string; role: string; role_text: string; holds: boolean }[]
  photos: PhotoLine[]
  pending: boolean
}

export interface Item {
  id: string
  group: string
  question: string
  answer_type: 'pass_fail_na' | 'number' | 'text'
  pass_label: string
  fail_label: string
  photo: 'always' | 'on_fail' | 'optional'
  severity: string
  life_threat: boolean
  unit: string | null
  photos: number
  answer: { result: 'pass' | 'fail' | 'na' | null; value: Scalar; note: string; part: string; conflict: boolean } | null
}

export interface InspectionView {
  record: RecordView
  checklist: { code: string; version: string; name: string } | null
  items: Item[]
  outcome: string
  inspectors: string
  hazards: HazardRow[]
}

export interface PremisesView {
  row: PremisesRow
  content: { fields: Record<string, Scalar>; conflicts?: Record<string, Scalar[]> }
  state: RecordState
  score: number
  grade: string
  grade_text: string
  reasons: { text: string; points: number; count: number | null }[]
  next_due: { date: string; reason_text: string } | null
  advice: { text: string }[]
  hazards: HazardRow[]
  inspections: InspectionRow[]
  recent_visit: { on: string } | null
}

export interface Policy {
  revision: number
  categories: { id: string; zh: string; checklist: string | null; nine_small: boolean }[]
  departments: { code: string; zh: string }[]
  issuers: { code: string; zh: string; roles: string[] }[]
  outcomes: { code: string; zh: string; needs_photo: boolean; needs_note: boolean }[]
  deadline: { kind: string; days?: number; calendar?: string }
  max_deadline_days: number
  hazard_photos: number
  refusal_witnesses: number
  recheck_people: number
  allow_import: boolean
}

export interface Guide {
  item: string
  question: string
  title: string
  look: string
  how_to_check: string
  remedy: string
  pass: string | null
  fail: string | null
}

export interface Near {
  premises: PremisesRow | null
  record: string
  score: number
  reasons: string[]
  distance_m: number | null
}

export interface Refused {
  envelope: string
  record: string
  kind: string
  title: string | null
  reason: string
  quarantined: boolean
  at_ms: number
  edits: Record<string, Scalar>
  events: { event: string; text: string }[]
  applied_again: boolean
}

export interface HistoryLine {
  seq: number | null
  text: string
  user_name: string
  role_text: string | null
  attested_by_relay: boolean
  received_at_ms: number | null
  effect: string
  reason: string | null
  status_text: string
  number: string | null
}

export interface Lesson {
  key: string
  title: string
  text: string
  questions: { text: string; options: string[] }[]
  until: string | null
  passed: boolean
}

export interface FieldForm {
  name: string
  text: string
  optional: boolean
  many: boolean
  entry: 'text' | 'day' | 'subject'
  link: boolean
  choices: { code: string; text: string }[]
  given: string | null
}

export interface StepForm {
  step: string
  text: string
  fields: FieldForm[]
  people: number
  photos: number
  signers: { role: string; text: string }[]
  longest: { kind: string; days?: number; calendar?: string } | null
}

export interface CaseKind {
  kind: string
  text: string
  grids: { grid: string; name: string | null }[]
  first: StepForm[]
}

export interface CaseRow {
  record: string
  kind: string
  kind_text: string
  grid: string
  premises_name: string | null
  title: string
  status: string
  status_text: string
  due_ms: number | null
  overdue: boolean
  number: string | null
  began_at_ms: number | null
  pending: boolean
}

export interface CaseLine {
  name: string
  text: string
  value: string
  value_text: string
  record: string | null
}

export interface CaseView {
  record: RecordView
  kind_text: string
  title: string
  parent: { record: string; kind: string | null; name: string } | null
  written: CaseLine[]
  set: CaseLine[]
  log: { step: string; text: string; at_ms: number; user_name: string; with: string[]; lines: CaseLine[]; photos: string[]; due_ms: number | null; number: string | null; pending: boolean }[]
  steps: StepForm[]
}

export interface Person {
  user: string
  name: string
  organization: string
}
