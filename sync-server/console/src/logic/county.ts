/**
 * Whether there are several townships and a role over all of them: figures without a grid are then of
 * the whole county. With one township they are of that one, and there is nothing to choose.
 */
export function seesCounty(grants: { scope: string }[], grids: { level: string }[]): boolean {
  const townships = grids.filter((grid) => grid.level === 'large').length
  return townships > 1 && grants.some((grant) => grant.scope === 'tenant')
}

/** What is needed of a grid to find its township. */
export interface TreeGrid {
  id: string
  level: string
  parent?: string | null
}

/** Grids have three levels: so many steps up lead to the township from anywhere. */
const LEVELS = 3

/** Finds the township that a grid lies in, or is; none if that is not among the grids. */
export function townshipsOf<G extends TreeGrid>(grids: G[]): (id: string | null | undefined) => G | undefined {
  const byId = new Map(grids.map((one) => [one.id, one]))
  return (id) => {
    let at = byId.get(id ?? '')
    for (let up = 0; up < LEVELS && at !== undefined && at.level !== 'large'; up += 1) at = byId.get(at.parent ?? '')
    return at?.level === 'large' ? at : undefined
  }
}
