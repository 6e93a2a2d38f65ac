/** Filters of a list; an empty text filters nothing. */
export type Filters = Record<string, string>

/** Filters that a person keeps under a name. */
export interface SavedView {
  name: string
  filters: Filters
}

/** Only what filters something, in a fixed order. */
export function cleaned(filters: Filters): Filters {
  const kept = Object.entries(filters).filter(([, value]) => value !== '')
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Under which name a person's views are kept: several share the machine of an office. */
export function viewsKey(user: string): string {
  return `wangge-hazard-views/${user}`
}

/** Reads views that were kept; what is no list of views gives none. */
export function readViews(text: string | null): SavedView[] {
  if (text === null) return []
  try {
    const value: unknown = JSON.parse(text)
    if (!Array.isArray(value)) return []
    return value.filter(
      (one): one is SavedView =>
        typeof one === 'object' && one !== null && 'name' in one && 'filters' in one,
    )
  } catch {
    return []
  }
}

/** The views with this one put in; an earlier one of the same name gives way. */
export function withView(views: SavedView[], view: SavedView): SavedView[] {
  return [...views.filter((one) => one.name !== view.name), { ...view, filters: cleaned(view.filters) }]
}
