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
  device: string | null
  demo: boolean
  drafts: number
  returned: number
  pending: number
  refused: number
  thumbnails: Count
  views: Count
  originals: Count
  lease_days_left: number
  lease_warning: boolean
  certificate_days_left: number | null
  certificate_warning: boolean
  clock: { days: number; certain: boolean; message: string; message_en: string } | null
  unfiled: number
  last_sync_ms: number | null
  policy_revision: number
  free_mib: number
  low_space: boolean
  recovering: boolean
  cloned: boolean
  remote_locked: boolean
  initial_sync_complete: boolean
  diverged: number
  syncing: boolean
}

export interface Opened {
  first_start: boolean
  set_aside: boolean
  database_gone: boolean
  salvaged_envelopes: number
  salvaged_edits: number
  salvaged_photos: number
  damaged_pages: number
  pages: number
  salvage_complete: boolean
  found_photos: number
  files_without_key: number
  files_to_trash: number
  files_missing: number
}

export interface PinState {
  set: boolean
  locked: boolean
  wait_ms: number
  platform: boolean
}

/** Why something failed, as the bridge says it. */
export interface Fault {
  code: string
  message: string
  message_en?: string
  kept?: string
  retry?: { when: string; after_ms?: number }
  findings?: Finding[]
  reason?: { code?: string; rule?: string; text: string }
  detail?: string
}

/** Something to mend. */
export interface Finding {
  level: 'advice' | 'blocking'
  code: string
  key: string
  detail: string
  text: string
}

export interface SyncReport {
  end: 'complete' | 'waiting' | 'failed'
  error: Fault | null
  envelopes: number
  blocked: number
  rows: number
  without_effect: unknown[]
  refused: number
  degraded: string[]
  purged: string[]
  mended: string[]
  diverged: string[]
  photos_sent: number
  photos_unreadable: number
  photos_left: number
  photos_error: Fault | null
  round_trips: number
  bytes_up: number
  bytes_down: number
  rekey_needed: boolean
  relay_healing: boolean
  update_needed: boolean
  wiped: boolean
  frugal: boolean
  relay_time_ms: number | null
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
  license_number: string
  address: string
  category: string
  phone: string
  status: string
  status_text: string
  position: { latitude_microdegrees: number; longitude_microdegrees: number } | null
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
  due: DueDate
}

export interface DueDate {
  date: string
  reason: string
  reason_text: string
  times_a_year: number | null
  leave_in_peace: boolean
}

export interface MonthDays {
  check_day: string | null
  check_day_state: 'upcoming' | 'today' | 'done' | 'missed' | 'none'
  recheck_day: string | null
  recheck_until: string | null
  calendar_known: boolean
}

export interface Job {
  key: string
  job: { job: string; to: string; grid: string; premises: string | null; text: string; done: boolean }
  steps: string[]
  from: string | null
  due: string | null
}

export interface MonthTask {
  kind: 'check_day' | 'visit' | 'recheck' | 'confirm' | 'campaign' | 'job' | 'training'
  reason: string
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
  checklist: string | null
  status: string
  status_text: string
  inspector: string | null
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
  /** When the time for its recheck was over; null: it is not. */
  recheck_overdue_since_ms: number | null
  life_threat: boolean
  suspected_major: boolean
  notice_number: string | null
  found_at_ms: number
  pending: boolean
}

export interface VillageWeek {
  from: string
  until: string
  found: string[]
  fixed: string[]
  open: string[]
  overdue: string[]
  report: {
    case: string
    status: string
    status_text: string
    found: number
    fixed: number
    open: number
    overdue: number
    note: string
    agrees: boolean
  } | null
}

export interface AnnulledEscalation {
  hazard: HazardRow
  annulled_at_ms: number
  due_ms: number | null
  by: string | null
  done_at_ms: number | null
  received_at_ms: number | null
  note: string
  on_behalf: boolean
}

export type Scalar = string | number | boolean | null

/** Where the phone is. */
export interface Spot {
  latitude_microdegrees: number
  longitude_microdegrees: number
  accuracy_m: number
}

/** The same with what the operating system says of it: `mock`, a program makes it up. */
export interface PhoneSpot extends Spot {
  mock: boolean
}

/** Somebody who shares this phone. */
export interface Worker {
  slot: number
  label: string
  /** What waited to be sent when they had it last; null if that is not known. */
  waiting: number | null
  open: boolean
}

export interface PhotoInput {
  target: string
  item?: string
  stage: string
  caption?: string
  imported?: boolean
  position?: PhoneSpot | null
}

export interface PhotoCopy {
  photo: string
  role: 'original' | 'view' | 'thumbnail'
}

export interface Attached {
  photo: string
  damage: string | null
}

export interface SignatureInput {
  signer: string
  role: string
  strokes: string
  statement: string
}

export interface Deadline {
  kind: string
  days?: number
  calendar?: string
}

export interface Responsible {
  unit: string
  leader: string
  person: string
  phone: string
}

export interface PhotoLine {
  record: string
  target: string
  item: string
  stage: string
  taken_at_ms: number | null
  pending: boolean
  shown: boolean
  complete: boolean
  lost: boolean
  /** No file of it was ever on this phone. */
  elsewhere: boolean
  /** Two people blanked it: there is nothing to fetch. */
  redacted?: boolean
}

export interface RecordState {
  status: string
  status_text: string
  read_only: boolean
  submitted: boolean
  accepted: boolean
  rounds: number
  return_reasons: { item: string | null; text: string }[]
  due_ms: number | null
  original_due_ms: number | null
  served: boolean
  major_notice: boolean
  extended: boolean
  extension_days: number | null
  extension_reason: string | null
  urged: boolean
  overdue: boolean
  life_threat: boolean
  suspected_major: boolean
  found_by: string | null
  fix_confirmed_by: string | null
  responsible: Responsible
  provisional_number: string | null
  notice_number: string | null
  close_out_number: string | null
  escalated_to: string | null
}

/** What somebody asks to have blanked, before a second person confirms it. */
export interface RedactionAsked {
  request: string
  by: string
  by_name: string
  asked_at_ms: number | null
  reason: string
  fields: string[]
  /** The fields in words. */
  labels: string[]
  photos: boolean
  envelopes: number
  /** Requests whose place it took. */
  replaced: number
}

export interface RecordView {
  record: string
  kind: string
  grid: string
  premises: PremisesRow | null
  content: { fields: Record<string, Scalar>; conflicts?: Record<string, Scalar[]> }
  state: RecordState
  recheck_overdue: { since_ms: number; body: string | null } | null
  /** The act that waits beyond a time of the policy. */
  owed: { action: string; text: string; by_ms: number } | null
  /** A redaction that waits for its second person. */
  redaction: RedactionAsked | null
  allowed: { action: string; text: string }[]
  statement: string
  signatures: { id: string; signer: string; role: string; role_text: string; holds: boolean; redacted?: boolean }[]
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
  constraint: unknown
  photos: number
  answer: { result: 'pass' | 'fail' | 'na' | null; value: Scalar; note: string; part: string; conflict: boolean } | null
}

/** What changes of an answer; what is left out stays. */
export interface AnswerChange {
  result?: 'pass' | 'fail' | 'na'
  value?: Scalar
  note?: string
  part?: string
}

export interface Submitted {
  envelope: string
  hazards: string[]
  drafts: { hazard: string; findings: Finding[] }[]
}

export interface HazardInput {
  premises: string
  inspection?: string | null
  item?: string | null
  description: string
  part?: string
  severity?: string | null
  life_threat: boolean | null
  source: string
}

export interface Conflict {
  key: string
  values: Scalar[]
  shown: Scalar
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
  grade_since: string
  grade_reason_text: string
  reasons: { text: string; points: number; count: number | null }[]
  grade_changes: { on: string; grade: string; grade_text: string; reason_text: string; score: number; reasons: { text: string; points: number; count: number | null }[]; by_hand: { on: string; user_name: string | null; reason: string } | null }[]
  key_controls: { code: string; tasks: string[]; rule: string }[]
  next_due: DueDate | null
  advice: { text: string }[]
  stop_uses: CaseRow[]
  hazards: HazardRow[]
  more_hazards: boolean
  inspections: InspectionRow[]
  more_inspections: boolean
  recent_visit: { on: string } | null
  left_in_peace: boolean
}

export interface Policy {
  revision: number
  version: string
  categories: { id: string; zh: string; checklist: string | null; nine_small: boolean }[]
  departments: { code: string; zh: string }[]
  /** Bodies that issue papers: whose they are, and who else may make them out; null: whoever may make out the paper. */
  issuers: { code: string; zh: string; roles: string[]; on_behalf: string[] | null }[]
  outcomes: { code: string; zh: string; needs_photo: boolean; needs_note: boolean }[]
  deadline: Deadline
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
  version: string
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
  /** It builds on words that were blanked before it came. */
  redacted?: boolean
  quarantined: boolean
  at_ms: number
  edits: Record<string, Scalar>
  events: { event: string; text: string }[]
  applied_again: boolean
}

export interface HistoryLine {
  seq: number | null
  envelope: string | null
  event: string
  text: string
  user: string | null
  user_name: string
  role_text: string | null
  attested_by_relay: boolean
  received_at_ms: number | null
  effect: string
  reason: string | null
  timing_text: string | null
  status_text: string
  number: string | null
  paper_number: string | null
  words: { field: string; label: string; text: string }[]
}

/** A field of a record that was written anew since it was registered. */
export interface FieldEdit {
  seq: number | null
  envelope: string
  user: string
  user_name: string
  device: string
  at_ms: number
  received_at_ms: number | null
  key: string
  label: string
  before: Scalar[]
  after: Scalar
  late: string | null
  late_text: string | null
}

export interface Lesson {
  key: string
  title: string
  text: string
  questions: { text: string; options: string[] }[]
  pass_mark: number
  certificate_days: number
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
  longest: Deadline | null
  rule: string | null
}

export interface CaseKind {
  kind: string
  text: string
  states: { status: string; text: string }[]
  grids: { grid: string; name: string | null }[]
  first: StepForm[]
}

export interface CaseRow {
  record: string
  kind: string
  kind_text: string
  grid: string
  premises: string | null
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

export interface StepTaken {
  envelope: string
  status: string
  status_text: string
  due_ms: number | null
  number: string | null
}

/** Who is on duty（值班）. */
export interface DutyShift {
  area: string
  shift: string
  leader: string
  people: string[]
  phone: string
}

/** Who stands by a grid（包干联系人）. */
export interface ContactOfficer {
  grid: string
  user: string
  kind: string
  title: string
  phone: string
}

/** The team of a village（一组一队一员）. */
export interface VillageTeam {
  village: string
  head: string | null
  group: string[]
  rescue: string[]
  manager: string | null
}

export interface ContactCard {
  duty: DutyShift[]
  contacts: ContactOfficer[]
  village: VillageTeam | null
}

/** What one event gave, or took. */
export interface ScoreLine {
  event: { code: string; record: string; on: string }
  given: number
  disputed: boolean
  decision?: { on: string; upheld: boolean; reason: string }
}

export interface ScoreCard {
  points: number
  card: Record<'coverage' | 'on_time' | 'returned' | 'truth', unknown> & { months: { lines: ScoreLine[] }[] }
  lines: string[]
}

export interface Rewards {
  decisions: unknown[]
  to_claim_fen: number
  claimed_fen: number
}

export interface QuizResult {
  score: number
  of: number
  passed: boolean
}

export type PaperKind =
  | 'notice'
  | 'major_notice'
  | 'inspection_record'
  | 'recheck_opinion'
  | 'transfer'
  | 'commitment'
  | 'responsibility'
  | 'promise'
  | 'supervision_order'
  | 'zone_card'
  | 'dossier'

export interface Paper {
  base64: string
  number: string
  pages: number
  /** Characters that no font has, shown as boxed code points. */
  missing: string[]
  /** Photos whose files are not on this phone: their boxes say so. */
  photos_missing: number
}
