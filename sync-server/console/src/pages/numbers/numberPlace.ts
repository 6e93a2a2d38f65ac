import { pathOf } from '../../logic/recordPath'

/** The page of the record whose paper bears a number; what was given before kinds were kept is a hazard's. */
export function numberPlace(record: string, kind?: string | null): string {
  return pathOf(kind ?? 'rectification', record)
}
