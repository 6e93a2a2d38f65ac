import { useQuery } from '@tanstack/react-query'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import type { Coordinates } from '../../logic/coordinates'
import { useText } from '../../text/language'
import type { BaseMap } from './baseMap'

/** The relay's base map: `undefined` while it is looked for, `null` if there is none. */
export function useBaseMap(): { base: BaseMap | null | undefined; coordinates: Coordinates; note: string } {
  const text = useText()
  const found = useQuery({
    queryKey: ['basemap'],
    queryFn: async () => {
      const told = await take(api.GET('/api/v1/basemap'))
      if (!told.available) return { base: null, coordinates: 'wgs84' as const, broken: false }
      const coordinates = told.coordinates as Coordinates
      try {
        const { loadBaseMap } = await import('./baseMap')
        return { base: await loadBaseMap(told.attribution), coordinates, broken: false }
      } catch {
        // A damaged file must not take the map away: the grids are drawn without it.
        return { base: null, coordinates: 'wgs84' as const, broken: true }
      }
    },
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
  const { base, coordinates = 'wgs84', broken = false } = found.data ?? {}
  const note = broken
    ? text.map.broken
    : base == null
      ? text.map.offline
      : `${text.map.onBase}${text.map.coordinates[coordinates]}`
  return { base: found.isError ? null : base, coordinates, note }
}
