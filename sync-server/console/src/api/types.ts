import type { components } from './schema'

type Schemas = components['schemas']

/** One line of a list. */
export type ListItem = Schemas['ListItem']
/** Who is signed in. */
export type Me = Schemas['Me']
/** A grid of any level. */
export type Grid = Schemas['GridView']
/** One thing that happened to a record. */
export type HistoryEntry = Schemas['HistoryView']
/** One field that was written anew since the record was registered. */
export type FieldEdit = Schemas['FieldEditView']
/** A photo of a record. */
export type Photo = Schemas['PhotoView']
/** What came of an act. */
export type ActResult = Schemas['ActResult']
/** A figure with both its numbers. */
export type Figure = Schemas['FigureView']
/** A person with roles, certificates and phones. */
export type Person = Schemas['PersonView']
/** A page of people. */
export type PeoplePage = Schemas['PeoplePage']
/** A page of those whom an act may name beside its author. */
export type CompanionPage = Schemas['CompanionPage']
/** A page of frozen figures. */
export type SnapshotPage = Schemas['SnapshotPage']

/** A value of a record's content. */
export type Scalar = string | number | boolean | null
/** Content: flat keys with scalar values. */
export type Content = Record<string, Scalar>

/** One thing to mend in a returned record. */
export interface ReturnReason {
  item?: string | null
  text: string
}

/** A record with all that hangs on it; what the description calls an object is spelt out here. */
export type RecordCard = Omit<
  Schemas['RecordView'],
  'content' | 'conflicts' | 'return_reasons' | 'responsible' | 'fields'
> & {
  content: Content
  conflicts: Record<string, unknown>
  return_reasons: ReturnReason[]
  responsible: { unit: string; leader: string; person: string; phone?: string } | null
  fields: Record<string, string>
}

/** A page of a list. */
export interface Page {
  items: ListItem[]
  next?: string | null
}
