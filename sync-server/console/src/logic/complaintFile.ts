import { csvRows } from './csv'

const NUMBER = ['工单编号', '编号', 'number']
const TEXT = ['诉求内容', '内容', 'text']

/** What a file of complaints holds, looked at before anything is entered. */
export interface ComplaintFile {
  headings: string[]
  rows: string[][]
  /** Headings that no column has. */
  missing: string[]
  /** Rows whose number stands further up. */
  twice: number
  /** Rows without a number or without a text. */
  empty: number
}

/** Looks at a file of complaints. */
export function complaintFile(text: string): ComplaintFile {
  const [head = [], ...rows] = csvRows(text)
  const headings = head.map((one) => one.trim())
  const at = (names: string[]): number => headings.findIndex((one) => names.includes(one))
  const [number, words] = [at(NUMBER), at(TEXT)]
  const cell = (row: string[], column: number): string => row[column]?.trim() ?? ''
  const seen = new Set<string>()
  let twice = 0
  let empty = 0
  for (const row of rows) {
    const id = cell(row, number)
    if (id === '' || cell(row, words) === '') empty += 1
    else if (seen.has(id)) twice += 1
    seen.add(id)
  }
  const missing = [
    ...(number < 0 ? [NUMBER[0] ?? ''] : []),
    ...(words < 0 ? [TEXT[0] ?? ''] : []),
  ]
  return { headings, rows, missing, twice, empty }
}
