import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import type { Deadline, Lifecycle } from '../../api/reference'

/** A coded entry of a list of the policy pack. */
export interface ListEntry {
  code: string
  zh: string
  en?: string
}

/** Coded entries that a step may choose from, by the name of their list. */
export type Lists = Record<string, ListEntry[]>

interface Answer {
  tables: Lifecycle[]
  lists: Record<string, { version: string; items: ListEntry[] }>
  deadlines: Record<string, Deadline>
}

/** What the forms of the registers go by. */
interface Cases {
  tables: Lifecycle[]
  lists: Lists
  versions: Record<string, string>
  /** The deadlines of the policy pack. */
  deadlines: Record<string, Deadline>
}

/** The registers of cases: their tables and the lists of the policy pack. */
export const casesQuery = queryOptions({
  queryKey: ['cases'],
  queryFn: async (): Promise<Cases> => {
    const { tables, lists, deadlines } = (await take(api.GET('/api/v1/cases'))) as unknown as Answer
    const entries = Object.entries(lists).map(([name, list]): [string, ListEntry[]] => [name, list.items])
    const versions = Object.entries(lists).map(([name, list]): [string, string] => [name, list.version])
    return { tables, lists: Object.fromEntries(entries), versions: Object.fromEntries(versions), deadlines }
  },
  staleTime: 600_000,
})
