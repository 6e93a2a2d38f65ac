/** A premises as the map has it. */
export interface Feature {
  type: 'Feature'
  id: string
  geometry: { type: 'Point'; coordinates: [number, number] } | null
  properties: { name: string; category: string; grade: string; open_hazards: number; visited: boolean; grid: string }
}

/** How many premises there are of each grade. */
export function countByGrade(features: Feature[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of features) {
    counts[one.properties.grade] = (counts[one.properties.grade] ?? 0) + 1
  }
  return counts
}
