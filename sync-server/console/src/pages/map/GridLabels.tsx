import { Marker, type Map as MapLibre } from 'maplibre-gl'
import { useEffect } from 'react'
import type { Grid } from '../../api/types'
import { centerOf } from './outlines'

/** Names of the villages on the map. Letters of the page itself: a map's own would need files of glyphs. */
export function GridLabels({ map, grids }: { map: MapLibre; grids: Grid[] }) {
  useEffect(() => {
    const markers = grids
      .filter((grid) => grid.level === 'medium')
      .flatMap((grid) => {
        const center = centerOf(grid)
        if (center === undefined) return []
        const label = document.createElement('span')
        label.textContent = grid.name
        label.className = 'map-label'
        return [new Marker({ element: label }).setLngLat(center).addTo(map)]
      })
    return () => {
      for (const marker of markers) marker.remove()
    }
  }, [map, grids])
  return null
}
