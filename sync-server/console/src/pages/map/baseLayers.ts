import type { LayerSpecification } from 'maplibre-gl'

type Draw = (id: string) => LayerSpecification

const fill =
  (color: string): Draw =>
  (id) => ({
    id: `base-${id}`,
    type: 'fill',
    source: 'base',
    'source-layer': id,
    paint: { 'fill-color': color },
  })

const line =
  (color: string, width: number, dashed = false): Draw =>
  (id) => ({
    id: `base-${id}`,
    type: 'line',
    source: 'base',
    'source-layer': id,
    paint: {
      'line-color': color,
      'line-width': ['interpolate', ['linear'], ['zoom'], 8, width / 3, 16, width * 2],
      ...(dashed ? { 'line-dasharray': [3, 2] } : {}),
    },
  })

const label: Draw = (id) => ({
  id: `base-${id}`,
  type: 'symbol',
  source: 'base',
  'source-layer': id,
  layout: {
    'text-field': ['coalesce', ['get', 'name:zh'], ['get', 'name']],
    'text-size': 12,
    'text-font': ['sans-serif'],
  },
  paint: { 'text-color': '#4a5361', 'text-halo-color': '#fff', 'text-halo-width': 1.2 },
})

/** How a layer of this name is drawn, in the order from below: names of the usual schemas of tiles. */
const STYLES: [RegExp, Draw][] = [
  [/^(earth|landcover|landuse|land|park|natural)$/, fill('#e9eee4')],
  [/^(water|ocean|lake|water_polygons)$/, fill('#cfe0ee')],
  [/^(waterway|water_lines|river)$/, line('#a9c8e2', 1.5)],
  [/^(building|buildings)$/, fill('#dcd7d0')],
  [/^(boundary|boundaries|admin)$/, line('#b59fb8', 1.2, true)],
  [/^(transportation|roads|road|streets|highway)$/, line('#f7d9a8', 3)],
  [/^(place|places|place_labels|poi|pois)$/, label],
]

/** Layers for what the tiles hold. One of an unknown name is drawn as thin lines: better than not at all. */
export function baseLayers(names: string[]): LayerSpecification[] {
  const known = STYLES.flatMap(([pattern, draw]) => names.filter((it) => pattern.test(it)).map(draw))
  const unknown = names.filter((it) => !STYLES.some(([pattern]) => pattern.test(it)))
  return [...unknown.map(line('#c3c9d1', 1)), ...known]
}
