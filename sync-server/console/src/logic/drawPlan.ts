import type { DrawPlan } from '../api/draws'

/** What is entered to announce a draw; the forms of lists leave out what was not touched. */
export interface DrawEntered {
  title?: string
  authority?: string
  round?: number | null
  public_source?: string
  public_value_on?: string
  grid?: string
  checked_since?: string
  team_size?: number | null
  exclusions?: { target?: string; reason?: string; note?: string }[]
  recusals?: { inspector?: string; target?: string; reason?: string; note?: string }[]
  inspectors_out?: { inspector?: string; note?: string }[]
}

const said = (text: string | undefined): string => text?.trim() ?? ''

/** What is asked of the relay: what was left empty is left out, for the policy to say. */
export function drawPlan(entered: DrawEntered): DrawPlan {
  const optional = (name: 'grid' | 'checked_since'): Record<string, string> => {
    const value = said(entered[name])
    return value === '' ? {} : { [name]: value }
  }
  return {
    title: said(entered.title),
    authority: said(entered.authority),
    round: entered.round ?? 1,
    public_source: said(entered.public_source),
    public_value_on: said(entered.public_value_on),
    ...optional('grid'),
    ...optional('checked_since'),
    ...(entered.team_size == null ? {} : { team_size: entered.team_size }),
    exclusions: (entered.exclusions ?? []).map((it) => ({
      target: said(it.target),
      reason: said(it.reason),
      note: said(it.note),
    })),
    recusals: (entered.recusals ?? []).map((it) => ({
      inspector: said(it.inspector),
      target: said(it.target),
      reason: said(it.reason),
      note: said(it.note),
    })),
    inspectors_out: (entered.inspectors_out ?? []).map((it) => ({
      inspector: said(it.inspector),
      note: said(it.note),
    })),
  }
}

/** The number of the next draw in the series. */
export function nextRound(draws: { round: number }[]): number {
  return draws.reduce((most, one) => Math.max(most, one.round), 0) + 1
}

/** Whether the public value may be known by this day; it must not be used before. */
export function mayReveal(draw: { is_drawn: boolean; public_value_on: string }, today: string): boolean {
  return !draw.is_drawn && today !== '' && today >= draw.public_value_on
}
