import { queryOptions } from '@tanstack/react-query'
import { api, csrf } from './client'
import { take } from './problem'
import type { components } from './schema'

/** A field of a sheet. */
export interface SheetField {
  name: string
  zh: string
  kind: string
  list?: string
  /** The sheet whose key it is. */
  sheet?: string
  /** It may be left out. */
  optional?: boolean
}

/** A sheet as the policy pack draws it. */
export interface SheetRule {
  zh: string
  rule: string
  operation: string
  /** The fields whose values, with `/` between, are the key of an entry. */
  key: string[]
  fields: SheetField[]
}

/** One entry, or the lack of one. */
export interface SheetLine {
  key: string | null
  area: string | null
  area_name: string
  state: string
  findings: { zh: string; what: string }[]
  entry: Record<string, unknown>
  /** By which its board is printed; a line without an entry has none. */
  board: string | null
}

/** How a sheet stands on a day. */
export interface SheetStanding {
  zh: string
  rule: string
  lines: SheetLine[]
  /** Ids by which the boards of the entries are printed, in the order of the lines. */
  boards: (string | null)[]
  met: number
  basis_points: number | null
  share: number | null
  findings: { zh: string; what: string }[]
}

/** The sheets of the policy pack. */
export const sheetsQuery = queryOptions({
  queryKey: ['sheets'],
  queryFn: async (): Promise<Record<string, SheetRule>> =>
    (await take(api.GET('/api/v1/sheets'))) as unknown as Record<string, SheetRule>,
  staleTime: 600_000,
})

/** How a sheet stands. */
export function sheetQuery(sheet: string, query: { on?: string; grid?: string }) {
  return queryOptions({
    queryKey: ['sheet', sheet, query],
    queryFn: async (): Promise<SheetStanding> => {
      const standing = (await take(
        api.GET('/api/v1/sheets/{sheet}', { params: { path: { sheet }, query } }),
      )) as unknown as SheetStanding
      const lines = standing.lines.map((line, at) => ({ ...line, board: standing.boards[at] ?? null }))
      return { ...standing, lines }
    },
    retry: false,
  })
}

/** Enters the rows of a file on a sheet. */
export function importSheet(sheet: string, body: string): Promise<components['schemas']['SheetImport']> {
  return take(
    api.POST('/api/v1/sheets/{sheet}/import', {
      params: { path: { sheet }, header: csrf },
      headers: { 'content-type': 'text/csv' },
      body,
      bodySerializer: (it) => it,
    }),
  )
}
