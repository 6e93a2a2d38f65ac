import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client'
import { take } from '../../api/problem'

/** A campaign as its register has it. */
export interface CampaignRow {
  key: string
  name: string
  text: string
  from: string
  until: string
}

/** Campaigns, ended ones too, the newest first. */
export const campaignsQuery = queryOptions({
  queryKey: ['registers', 'campaign', 'all'],
  queryFn: async (): Promise<CampaignRow[]> => {
    const rows = await take(
      api.GET('/api/v1/registers/{register}', {
        params: { path: { register: 'campaign' }, query: { history: true } },
      }),
    )
    const latest = new Map(
      rows.map((row) => {
        const entry = row.entry as unknown as { name: string; text?: string }
        return [row.key, { key: row.key, name: entry.name, text: entry.text ?? '', from: row.from, until: row.until ?? '' }]
      }),
    )
    return [...latest.values()].sort((a, b) => (a.from < b.from ? 1 : -1))
  },
})

/** How a campaign stands. */
export function progressQuery(key: string) {
  return queryOptions({
    queryKey: ['campaign', key],
    queryFn: () => take(api.GET('/api/v1/campaigns/{key}/progress', { params: { path: { key } } })),
    enabled: key !== '',
    retry: false,
  })
}
