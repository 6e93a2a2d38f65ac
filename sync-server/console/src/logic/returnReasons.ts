import type { ReturnReason } from '../api/types'

/** A reason about an item, as far as it is written. */
export interface ItemReason {
  item: string
  text: string
}

/** Which half of a reason about an item is missing; what is empty is no reason yet. */
export function missingHalf({ item, text }: ItemReason): 'item' | 'text' | undefined {
  const isWritten = text.trim() !== ''
  if (isWritten && item === '') return 'item'
  if (!isWritten && item !== '') return 'text'
  return undefined
}

/** The reasons that go out; none while one of them is half written: what somebody typed is not dropped. */
export function returnReasons(general: string, reasons: ItemReason[]): ReturnReason[] | undefined {
  if (reasons.some((one) => missingHalf(one) !== undefined)) return undefined
  const all = [
    ...(general.trim() === '' ? [] : [{ text: general.trim() }]),
    ...reasons.filter((one) => one.item !== '').map((one) => ({ item: one.item, text: one.text.trim() })),
  ]
  return all.length === 0 ? undefined : all
}
