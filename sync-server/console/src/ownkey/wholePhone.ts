import type { EventBody } from '../api/act'
import { api, csrf } from '../api/client'
import { take } from '../api/problem'

/** The event with another number for whoever is answerable, if it names one with its middle hidden. */
export function withPhone(event: EventBody, phone: string): EventBody {
  if (typeof event === 'string') return event
  const set = event['responsibility_set'] as Record<string, unknown> | undefined
  if (isHidden(set)) return { responsibility_set: { ...set, phone } }
  const issued = event['notice_issued'] as Record<string, unknown> | undefined
  const responsible = issued?.['responsible'] as Record<string, unknown> | undefined
  if (!isHidden(responsible)) return event
  return { notice_issued: { ...issued, responsible: { ...responsible, phone } } }
}

function isHidden(responsible: Record<string, unknown> | undefined): boolean {
  return String(responsible?.['phone'] ?? '').includes('*')
}

/**
 * What a person signs holds the whole number, which the relay cannot write in afterwards: it is asked
 * for as any look at a whole number is, with a reason that goes into the audit log.
 */
export async function withWholePhone(record: string, event: EventBody): Promise<EventBody> {
  if (withPhone(event, '') === event) return event
  const { phones } = await take(
    api.POST('/api/v1/records/{record}/contacts', {
      params: { path: { record }, header: csrf },
      body: { reason: '本人签名办理，沿用已登记的电话' },
    }),
  )
  return withPhone(event, phones['responsible_phone'] ?? '')
}
