/** The page of the record whose paper bears a number. */
export function numberPlace(record: string, kind?: string | null): string {
  return kind == null || kind === 'rectification' ? `/hazards/${record}` : `/cases/${kind}/${record}`
}
