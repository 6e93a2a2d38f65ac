// The channels a hazard comes by（隐患来源） and the ways a premises comes to be inspected（检查方式）, as the
// worker is offered them: the usual one of his roles first. Which there are the rules say; the pack keeps
// none of them from anybody.
import type { Grid } from '../bridge/types'
import { t, words } from '../text/words'
import type { Choice } from './pick'

const SOURCES = ['grid_patrol', 'unannounced_visit', 'complaint', 'self_check', 'department', 'police', 'double_random']
/** Begun on other pages: those of a campaign, a joint visit and a census. */
const MODES = ['regular', 'check_day', 'unannounced', 'complaint', 'self_check', 'guidance', 'double_random', 'recheck']

/** What somebody of this role usually finds things by. */
const USUAL: Record<string, string> = { police: 'police', dept_officer: 'department', fire_officer: 'department' }

/** The source that is meant unless another is picked: by the roles in this grid. */
export function usualSource(grids: Grid[] | undefined, grid: string | undefined): string {
  const roles = grids?.find((it) => it.grid === grid)?.roles ?? []
  return roles.map((role) => USUAL[role]).find((source) => source !== undefined) ?? 'grid_patrol'
}

/** All sources, the usual one first. */
export function sourceChoices(usual: string): Choice[] {
  return [usual, ...SOURCES.filter((code) => code !== usual)].map((code) => ({ code, text: words('source', code), hint: t.source.hint[code] }))
}

/** The ways to inspect. */
export function modeChoices(): Choice[] {
  return MODES.map((code) => ({ code, text: words('mode', code), hint: t.mode.hint[code] }))
}

/** The way that an address asks for, if there is one. */
export function modeOf(asked: string | null): string {
  return asked !== null && MODES.includes(asked) ? asked : 'regular'
}

/** The source that an address asks for, if there is one. */
export function sourceOf(asked: string | null): string {
  return asked !== null && SOURCES.includes(asked) ? asked : ''
}
