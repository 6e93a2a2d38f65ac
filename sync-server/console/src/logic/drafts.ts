/**
 * What was typed into a dialog and not sent yet, kept for this tab: a reload, a crash or a click
 * beside the dialog loses nothing. Kept by person and record, so that nobody is shown the words of
 * another, and gone with the tab or the sign-out. Passwords and whoever reports never come here.
 */
export interface Drafts {
  /** What is kept under this name, if it still reads as what was kept. */
  read(name: string): Record<string, unknown> | undefined
  /** Keeps it; what is empty is not worth keeping. */
  keep(name: string, values: Record<string, unknown>): void
  /** Forgets it: it was sent, or is not wanted. */
  drop(name: string): void
  /** Forgets everything, but what this person typed: the next one at this computer finds nothing. */
  clear(but?: string): void
}

const PREFIX = 'wangge-draft:'

/** Drafts in a storage of the browser; one that is full or forbidden keeps nothing. */
export function draftsIn(storage: Storage | undefined): Drafts {
  const drop = (name: string): void => storage?.removeItem(PREFIX + name)
  return {
    read(name) {
      try {
        const kept: unknown = JSON.parse(storage?.getItem(PREFIX + name) ?? 'null')
        return typeof kept === 'object' && kept !== null && !Array.isArray(kept)
          ? (kept as Record<string, unknown>)
          : undefined
      } catch {
        return undefined
      }
    },
    keep(name, values) {
      const said = Object.entries(values).filter(([, value]) => !isEmpty(value))
      if (said.length === 0) {
        drop(name)
        return
      }
      try {
        storage?.setItem(PREFIX + name, JSON.stringify(Object.fromEntries(said)))
      } catch {
        // No room: what is on the page stays there, which is all that was promised before.
      }
    },
    drop,
    clear(but) {
      const names = Array.from({ length: storage?.length ?? 0 }, (_, at) => storage?.key(at) ?? '')
      for (const name of names) {
        const isOwn = but !== undefined && name.startsWith(`${PREFIX}${but}/`)
        if (name.startsWith(PREFIX) && !isOwn) storage?.removeItem(name)
      }
    },
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

/** The drafts of this tab. */
export const drafts = draftsIn(globalThis.sessionStorage)
