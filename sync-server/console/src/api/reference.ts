import type { Issuer } from '../logic/issuers'
import type { Scalar } from './types'

/** A word in both languages. */
export interface Named {
  zh: string
  en?: string
}

/** What a step of a case asks for. */
export interface AskedField {
  name: string
  zh: string
  list?: string
  /** One of the codes that this field of the case holds. */
  among?: string
  /** It is the version of this list in force. */
  version_of?: string
  /** How it is written. */
  shape?: string
  many?: boolean
  /** How it is entered where there is nothing to choose: `text` unless said. */
  entry?: 'text' | 'day' | 'subject'
  optional?: boolean
  /** It stands word for word in what was signed. */
  signed?: boolean
  /** It names a record of these kinds. */
  link?: { kinds: string[] }
  /** Kept apart by the relay: no envelope holds it. */
  apart?: boolean
}

/** How long somebody has. */
export interface Deadline {
  kind: string
  days?: number
  calendar?: string
}

/** A row of a lifecycle table: from these states, by this event, to that state. */
export interface LifecycleRow {
  from: string[]
  event: string
  when?: string
  in_time?: { to?: string }
  undetermined?: { to?: string }
  late?: { to?: string }
  asks?: {
    fields?: AskedField[]
    /** So many different people, the author included. */
    people?: number
    /** So many photos at least. */
    photos?: number
  }
  /** What else is asked of it, e.g. `power_held`. */
  guards?: string[]
  /** The paper that it earns a number of. */
  number?: string
  /** What becomes of the deadline: `stated` where the author may state one. */
  due?: string
  /** The deadline of the pack that runs, or that is the longest to be stated. */
  deadline?: string
  rule?: string
}

/** A lifecycle as the table gives it. */
export interface Lifecycle {
  kind: string
  zh: string
  states: { id: string; zh: string }[]
  events: { id: string; zh: string }[]
  rows: LifecycleRow[]
}

/** A question of a checklist. */
export interface ChecklistItem {
  id: string
  group: string
  question: string
  severity: string
  life_threat: boolean
  department: string
  unit: string | null
}

/** A checklist. */
export interface Checklist {
  code: string
  zh: string
  en: string
  version: string
  items: ChecklistItem[]
}

/** A reason that the policy pack knows. */
export interface CodedReason {
  code: string
  zh: string
}

/** What the policy pack in force calls things. */
export interface Reference {
  revision: number
  version: string
  name: string
  categories: { id: string; zh: string; en: string; nine_small: boolean }[]
  departments: Record<string, Named>
  grades: { id: string; zh: string; en: string; color: string; max: number }[]
  issuers: Record<string, Issuer>
  documents: Record<string, { zh: string; word: string }>
  checklists: Checklist[]
  deadlines: {
    max_days: number
    default: Deadline
    extension: { max_days: number }
    urge: { max_days: number }
  }
  /** Of random draws: the least team, and why a premises or an inspector may be left out. */
  draw?: { inspectors_per_target: number; exclusion_reasons: CodedReason[]; recusal_reasons: CodedReason[] }
  /** Classes of stations and towns. A relay of before tells none. */
  staffing?: {
    station_classes: { id: string; zh: string }[]
    station_class_of: Record<string, string>
    town_classes: string[]
    fire_stations?: { id: string; zh: string }[]
  }
  permissions: { rows: { role: string; scope: string; certificate?: string; own_key?: boolean; actions: string[] }[] }
  notes: { path: string; certainty: string; source?: string; remark?: string }[]
  lifecycles: Lifecycle[]
}

/** A list of coded entries of the policy pack. */
export type CodedList = { code: string; zh: string; [more: string]: Scalar | unknown }[]
