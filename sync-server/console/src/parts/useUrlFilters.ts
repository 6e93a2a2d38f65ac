import { useSearchParams } from 'react-router'
import { cleaned, type Filters } from '../logic/views'

/** Filters that stand in the page's address: what is shown can be sent on and comes back. */
export function useUrlFilters(names: string[]): {
  shown: Filters
  /** Changes some of them. */
  set: (change: Filters) => void
  /** Puts others in the place of all. */
  replace: (filters: Filters) => void
} {
  const [search, setSearch] = useSearchParams()
  const shown = Object.fromEntries(names.map((name) => [name, search.get(name) ?? '']))
  const replace = (filters: Filters): void => setSearch(cleaned(filters))
  return { shown, set: (change) => replace({ ...shown, ...change }), replace }
}
