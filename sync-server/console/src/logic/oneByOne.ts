/** How far a row of acts came. */
export interface Progress {
  /** So many were tried. */
  tried: number
  /** So many took effect. */
  good: number
}

/**
 * Does one after the other until the end, or until it is asked to stop: what is under way is waited
 * for, nothing further is begun. What fails stops nothing.
 */
export async function oneByOne<T>(
  list: readonly T[],
  act: (one: T) => Promise<boolean>,
  isStopped: () => boolean,
  told: (progress: Progress) => void = () => undefined,
): Promise<Progress> {
  let progress: Progress = { tried: 0, good: 0 }
  for (const one of list) {
    if (isStopped()) break
    const good = await act(one).catch(() => false)
    progress = { tried: progress.tried + 1, good: progress.good + Number(good) }
    told(progress)
  }
  return progress
}
