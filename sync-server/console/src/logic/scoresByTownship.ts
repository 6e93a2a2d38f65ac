/** What is known of a worker's score in a list. */
export interface ScoredWorker {
  points: string
  certified: string
  /** The townships that the worker answers for grids of, as the relay lists them. */
  townships: string
}

/** The workers of a township together. */
export interface TownshipScores {
  name: string
  workers: number
  certified: number
  points: number
}

/** The townships of a list of scores, the most points a worker first; who works in two stands with both. */
export function scoresByTownship(rows: ScoredWorker[]): TownshipScores[] {
  const lines = new Map<string, TownshipScores>()
  for (const row of rows) {
    for (const name of row.townships.split('、').filter((one) => one !== '')) {
      const line = lines.get(name) ?? { name, workers: 0, certified: 0, points: 0 }
      line.workers += 1
      line.certified += row.certified === '是' ? 1 : 0
      line.points += Number(row.points)
      lines.set(name, line)
    }
  }
  const each = (line: TownshipScores): number => line.points / line.workers
  return [...lines.values()].sort((a, b) => each(b) - each(a) || a.name.localeCompare(b.name, 'zh'))
}

/** Points a worker, with one digit. */
export const pointsEach = (line: TownshipScores): string => (line.points / line.workers).toFixed(1)
