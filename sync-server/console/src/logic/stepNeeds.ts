import type { AskedField, Deadline, LifecycleRow } from '../api/reference'

/** What a step takes besides its fields, as its row of the table says. */
export interface StepNeeds {
  /** So many different people, the author included; 0 and 1: the author alone. */
  people: number
  /** So many photos at least. */
  photos: number
  /** The author may state a deadline, at most this one, which runs if nothing is said. */
  longest: { days: number; calendar: string } | undefined
}

/** What the row asks for; nothing for a step that the table does not have here. */
export function stepNeeds(row: LifecycleRow | undefined, deadlines: Record<string, Deadline>): StepNeeds {
  const longest = row?.due === 'stated' ? deadlines[row.deadline ?? ''] : undefined
  return {
    people: row?.asks?.people ?? 0,
    photos: row?.asks?.photos ?? 0,
    longest:
      longest?.days === undefined ? undefined : { days: longest.days, calendar: longest.calendar ?? 'natural' },
  }
}

/** What a step says: its fields, who acted too, what shows it, and until when. */
export interface StepSaid {
  fields: Record<string, string>
  with?: string[]
  photos?: string[]
  due?: Deadline
}

// No field of a step has such a name.
/** Where a form holds the days of the deadline. */
export const DAYS = '@days'
/** Where it holds who acted too. */
export const WITH = '@with'
/** Where it holds the photos. */
export const PHOTOS = '@photos'

/** What was entered, as the relay takes it: lists with commas between. */
export function stepSaid(entered: Record<string, unknown>, needs: StepNeeds): StepSaid {
  const { [DAYS]: days, [WITH]: beside, [PHOTOS]: photos, ...fields } = entered
  const said: StepSaid = { fields: stepValues(fields) }
  if (needs.people > 1 && Array.isArray(beside) && beside.length > 0) said.with = beside.map(String)
  if (needs.photos > 0 && Array.isArray(photos) && photos.length > 0) said.photos = photos.map(String)
  if (needs.longest !== undefined && typeof days === 'number') {
    said.due = { kind: 'days', days, calendar: needs.longest.calendar }
  }
  return said
}

function stepValues(entered: Record<string, unknown>): Record<string, string> {
  const values = Object.entries(entered).flatMap(([name, value]): [string, string][] => {
    if (value === undefined || value === null || value === '') return []
    return [[name, Array.isArray(value) ? value.join(',') : String(value)]]
  })
  return Object.fromEntries(values)
}

/** The records that a step or its case names: photos of them may show what was done. */
export function namedRecords(fields: AskedField[], ...said: Record<string, unknown>[]): string[] {
  const links = new Set(fields.filter((field) => field.link !== undefined).map((field) => field.name))
  const named = said.flatMap((values) =>
    Object.entries(values)
      .filter(([name]) => links.has(name))
      .map(([, value]) => (typeof value === 'string' ? value.trim() : '')),
  )
  return [...new Set(named.filter((one) => RECORD.test(one)))]
}

const RECORD = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
