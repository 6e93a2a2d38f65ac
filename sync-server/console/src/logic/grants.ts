import type { Change } from '../api/organization'
import type { Person } from '../api/types'

/** A role of a person over an area. */
export type Grant = Person['roles'][number]

/** What tells a grant from the person's other ones. */
export function grantKey(grant: Grant): string {
  return JSON.stringify([grant.role, grant.grid ?? '', grant.premises ?? '', grant.department ?? '', grant.until ?? ''])
}

/** What a grant is over, as a change of the organization names it. */
function over(grant: Grant): { grid?: string; premises?: string; department?: string } {
  return {
    ...(grant.grid == null ? {} : { grid: grant.grid }),
    ...(grant.premises == null ? {} : { premises: grant.premises }),
    ...(grant.department == null ? {} : { department: grant.department }),
  }
}

/** The end of one grant; every other one of the same role goes on. */
export function endOfGrant(user: string, grant: Grant, reason: string): Change {
  const named = { ...over(grant), ...(grant.until == null ? {} : { until: grant.until }) }
  return { role_end: { user, role: grant.role, grant: named, reason } }
}

/**
 * The grants of somebody on leave for whoever stands in: each over just the area it is over, and none
 * beyond its own end. What has ended when the leave begins is not given.
 */
export function deputyship(user: string, grants: Grant[], from: number | undefined, until: number): Change[] {
  return grants
    .map((grant) => ({ grant, ends: Math.min(grant.until ?? until, until) }))
    .filter(({ ends }) => from === undefined || ends > from)
    .map(({ grant, ends }) => ({
      role: { user, role: grant.role, ...over(grant), ...(from === undefined ? {} : { from }), until: ends },
    }))
}
