/** The address of a record's page. */
export function pathOf(kind: string, id: string): string {
  if (kind === 'premises') return `/premises/${id}`
  if (kind === 'rectification') return `/hazards/${id}`
  if (kind === 'inspection') return `/review/${id}`
  return `/cases/${kind}/${id}`
}
