import { Marker, type Map as MapLibre } from 'maplibre-gl'
import { useEffect } from 'react'
import type { Grid } from '../../api/types'
import { centerOf, labelsOf, shownLabels, type Label } from './labelsOf'

/** Names of the grids on the map. Letters of the page itself: a map's own would need files of glyphs. */
export function GridLabels({ map, grids }: { map: MapLibre; grids: Grid[] }) {
  useEffect(() => {
    const labels = labelsOf(grids)
    const markers = new Map<string, Marker>()
    const show = (): void => {
      const { clientWidth, clientHeight } = map.getContainer()
      const project = (longitude: number, latitude: number): { x: number; y: number } => map.project([longitude, latitude])
      const shown = shownLabels(labels, project, clientWidth, clientHeight)
      const ids = new Set(shown.map((one) => one.id))
      for (const [id, marker] of markers) {
        if (ids.has(id)) continue
        marker.remove()
        markers.delete(id)
      }
      for (const one of shown) if (!markers.has(one.id)) markers.set(one.id, marked(one).addTo(map))
    }
    show()
    map.on('moveend', show)
    map.on('resize', show)
    return () => {
      map.off('moveend', show)
      map.off('resize', show)
      for (const marker of markers.values()) marker.remove()
    }
  }, [map, grids])
  return null
}

function marked(label: Label): Marker {
  const element = document.createElement('span')
  element.textContent = label.name
  element.className = 'map-label'
  return new Marker({ element }).setLngLat(centerOf(label))
}
