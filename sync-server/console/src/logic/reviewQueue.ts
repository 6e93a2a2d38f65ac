/** Where something stood in a list when the list last held it. */
export interface Stood<T> {
  item: T
  at: number
}

/**
 * The list with what is on screen in it: what left the list meanwhile stays where it stood, until
 * the person goes on.
 */
export function withOpened<T extends { id: string }>(list: T[], opened: Stood<T> | undefined): T[] {
  if (opened === undefined || list.some((one) => one.id === opened.item.id)) return list
  return [...list.slice(0, opened.at), opened.item, ...list.slice(opened.at)]
}

/** What comes after one that is done with: the next, else the one before it; nothing if it was the last. */
export function followingOf<T extends { id: string }>(queue: T[], done: string): T | undefined {
  const at = queue.findIndex((one) => one.id === done)
  return queue[at + 1] ?? queue[at - 1]
}
