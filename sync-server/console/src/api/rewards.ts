import { queryOptions } from '@tanstack/react-query'
import { api, csrf } from './client'
import { take } from './problem'
import type { components } from './schema'

type Schemas = components['schemas']

/** A row of the reward ledger of grid workers. */
export type WorkerReward = Schemas['RewardView']

/** A row of the reward ledger of the public. */
export type PublicReward = Schemas['PublicRewardView']

/** What is done about a reward. */
export type RewardAct = 'approve' | 'reject' | 'claim'

/** The reward ledger of grid workers. */
export const workerRewardsQuery = queryOptions({
  queryKey: ['rewards', 'workers'],
  queryFn: () => take<WorkerReward[]>(api.GET('/api/v1/rewards')),
})

/** The reward ledger of the public. */
export const publicRewardsQuery = queryOptions({
  queryKey: ['rewards', 'public'],
  queryFn: () => take<PublicReward[]>(api.GET('/api/v1/public-rewards')),
})

/** Approves, rejects or pays out the reward of a grid worker. */
export function actOnReward(hazard: string, act: RewardAct, note: string): Promise<unknown> {
  return take(
    api.POST('/api/v1/rewards/{hazard}', {
      params: { path: { hazard }, header: csrf },
      body: { act, note },
    }),
  )
}

/** Grants or refuses the reward of a report. */
export function decidePublicReward(report: string, approve: boolean, note: string): Promise<PublicReward> {
  return take(
    api.POST('/api/v1/public-rewards/{report}', {
      params: { path: { report }, header: csrf },
      body: { approve, note },
    }),
  )
}

/** Pays a reward out to whoever shows its code. */
export function claimPublicReward(code: string): Promise<PublicReward> {
  return take(api.POST('/api/v1/public-rewards/claim', { params: { header: csrf }, body: { code } }))
}
