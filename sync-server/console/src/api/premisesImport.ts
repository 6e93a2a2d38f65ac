import { csrf } from './client'
import { ApiProblem } from './problem'
import { sessionFetch } from './sessionFetch'

/** What is said of one cell of a row. */
export interface ImportFinding {
  level: string
  code: string
  zh: string
  key?: string | null
  key_zh?: string | null
  detail?: string | null
}

/** What would become of a workbook. */
export interface ImportReport {
  import: string
  sheet: string
  unknown_headings: string[]
  rows: number
  new: number
  already: number
  bad: number
  findings: { line: number; name: string; is_bad: boolean; findings: ImportFinding[] }[]
  villages: {
    grid: string
    name: string
    stated?: number
    in_file: number
    bad: number
    on_file: number
    after: number
    /** Absent where the workbook states no number for the village. */
    agrees?: boolean
  }[]
  /** What is wrong with the sheet 汇总 itself. */
  summary_findings: { line: number; name: string; is_bad: boolean; findings: ImportFinding[] }[]
}

/** What became of it. */
export interface ImportDone {
  entered: { line: number; record: string }[]
  already: number
  skipped: number
  refused: { line: number; reason: string }[]
}

const WORKBOOK = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

async function send<T>(path: string, query: Record<string, string>, file: File): Promise<T> {
  const address = new URL(path, window.location.origin)
  for (const [name, value] of Object.entries(query)) {
    if (value !== '') address.searchParams.set(name, value)
  }
  // Read now: a file that changes on the disk between the two requests would fail the second.
  const body = await file.arrayBuffer()
  const headers = { ...csrf, 'content-type': WORKBOOK }
  const response = await sessionFetch(new Request(address, { method: 'POST', headers, body }))
  const answer: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw ApiProblem.from(response.status, answer)
  return answer as T
}

/** Judges every row and changes nothing. */
export const lookAtWorkbook = (file: File, grid: string): Promise<ImportReport> =>
  send('/api/v1/premises-imports', { grid }, file)

/** Enters the rows of the very file that was looked at. */
export const confirmImport = (
  file: File,
  id: string,
  how: { grid: string; skipBad: boolean; acceptDifferences: boolean },
): Promise<ImportDone> =>
  send(
    `/api/v1/premises-imports/${id}/confirm`,
    {
      grid: how.grid,
      skip_bad: how.skipBad ? 'true' : '',
      accept_differences: how.acceptDifferences ? 'true' : '',
    },
    file,
  )
