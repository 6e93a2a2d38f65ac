import { queryOptions } from '@tanstack/react-query'
import { api, csrf } from './client'
import { take } from './problem'
import type { components } from './schema'

type Schemas = components['schemas']

/** A line of the list of draws. */
export type DrawSummary = Schemas['DrawSummary']
/** A draw as it stands. */
export type Draw = Schemas['DrawView']
/** A selected premises with its team. */
export type DrawLine = Schemas['DrawLineView']
/** What somebody asked to have replaced, and nobody else has approved yet. */
export type DrawPending = Schemas['PendingReplacementView']
/** What falls out of a draw. */
export type DrawReplacement = Schemas['ReplaceBody']
/** What is asked of a draw; its lists are spelt out where the description says objects. */
export type DrawPlan = Omit<Schemas['DrawRequest'], 'exclusions' | 'recusals' | 'inspectors_out'> & {
  exclusions: { target: string; reason: string; note: string }[]
  recusals: { inspector: string; target: string; reason: string; note: string }[]
  inspectors_out: { inspector: string; note: string }[]
}

/** All draws, the newest first. */
export const drawsQuery = queryOptions({
  queryKey: ['draws'],
  queryFn: () => take<DrawSummary[]>(api.GET('/api/v1/draws')),
})

/** One draw. */
export function drawQuery(draw: string) {
  return queryOptions({
    queryKey: ['draws', draw],
    queryFn: () => take<Draw>(api.GET('/api/v1/draws/{draw}', { params: { path: { draw } } })),
  })
}

/** Announces a draw. */
export function announceDraw(plan: DrawPlan): Promise<Draw> {
  return take(api.POST('/api/v1/draws/announce', { params: { header: csrf }, body: plan as never }))
}

/** Draws, by the public value as it was published. */
export function revealDraw(draw: string, publicValue: string): Promise<Draw> {
  return take(
    api.POST('/api/v1/draws/{draw}/reveal', {
      params: { path: { draw }, header: csrf },
      body: { public_value: publicValue },
    }),
  )
}

/** Withdraws an announcement: it stays published, with the reason. */
export function withdrawDraw(draw: string, reason: string): Promise<Draw> {
  return take(
    api.POST('/api/v1/draws/{draw}/withdraw', { params: { path: { draw }, header: csrf }, body: { reason } }),
  )
}

/** Approves what somebody else asked for: the next one steps in. */
export function approveInDraw(draw: string, entry: number): Promise<Draw> {
  return take(
    api.POST('/api/v1/draws/{draw}/approve', { params: { path: { draw }, header: csrf }, body: { entry } }),
  )
}

/** Asks that the next one step in for what falls out. */
export function replaceInDraw(draw: string, body: DrawReplacement): Promise<Draw> {
  return take(
    api.POST('/api/v1/draws/{draw}/replace', { params: { path: { draw }, header: csrf }, body }),
  )
}
