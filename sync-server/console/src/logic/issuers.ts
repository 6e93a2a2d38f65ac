/** A body that issues papers（发文机关）, as the policy pack names it. */
export interface Issuer {
  zh: string
  word: string
  /** Whose papers are its own. */
  roles?: string[]
  /** Who else may make out papers in its name; not given: whoever may make out the paper at all. */
  on_behalf?: string[]
}

/** Whether somebody with these roles may make out a paper in the name of this body, as the relay judges. */
export function speaksFor(body: Issuer, roles: string[]): boolean {
  const others = body.on_behalf
  if (others === undefined) return true
  return roles.some((role) => (body.roles ?? []).includes(role) || others.includes(role))
}

/** The bodies in whose name these roles may issue, those whose own officers they are first. */
export function issuersOf(bodies: Record<string, Issuer>, roles: string[]): [code: string, body: Issuer][] {
  const may = Object.entries(bodies).filter(([, body]) => speaksFor(body, roles))
  const own = (body: Issuer): number => (roles.some((role) => (body.roles ?? []).includes(role)) ? 0 : 1)
  return may.sort(([, one], [, other]) => own(one) - own(other))
}
