import { api, csrf } from './client'
import { take } from './problem'
import type { components } from './schema'

/** One change of the organization, tagged by its name. */
export type Change = components['schemas']['OrganizationChange']
/** What is wrong with a change. */
export type ChangeProblem = components['schemas']['ChangeProblem']
/** What became of changes. */
export type ChangesResult = components['schemas']['ChangesResult']

/** Makes changes of the organization, all of them or none. */
export function changeOrganization(changes: Change[]): Promise<ChangesResult> {
  return take<ChangesResult>(
    api.POST('/api/v1/organization/changes', {
      params: { header: csrf },
      body: { dry_run: false, changes },
    }),
  )
}
