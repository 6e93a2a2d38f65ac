import type { LayerSpecification } from 'maplibre-gl'
import { GRADE_COLORS, UNVISITED_COLOR } from './colors'

/** Grids tinted by coverage, their outlines, clusters, and premises by grade. */
const OWN: LayerSpecification[] = [
  {
    id: 'coverage',
    type: 'fill',
    source: 'grids',
    filter: ['==', ['get', 'level'], 'small'],
    paint: {
      'fill-color': [
        'case',
        ['<', ['get', 'coverage'], 0],
        '#ffffff',
        ['interpolate', ['linear'], ['get', 'coverage'], 0, '#f6e3e1', 5000, '#f4efd9', 10000, '#dcecd8'],
      ],
      'fill-opacity': 0.9,
    },
  },
  {
    id: 'small',
    type: 'line',
    source: 'grids',
    filter: ['==', ['get', 'level'], 'small'],
    paint: { 'line-color': '#8a94a1', 'line-width': 1 },
  },
  {
    id: 'village',
    type: 'line',
    source: 'grids',
    filter: ['!=', ['get', 'level'], 'small'],
    paint: { 'line-color': '#163c70', 'line-width': 2 },
  },
  {
    id: 'clusters',
    type: 'circle',
    source: 'premises',
    filter: ['has', 'point_count'],
    paint: {
      'circle-color': '#1d4f91',
      'circle-opacity': 0.82,
      'circle-radius': ['step', ['get', 'point_count'], 11, 20, 15, 100, 20, 1000, 27],
      'circle-stroke-color': '#fff',
      'circle-stroke-width': 1.5,
    },
  },
  {
    id: 'counts',
    type: 'symbol',
    source: 'premises',
    filter: ['has', 'point_count'],
    layout: {
      'text-field': ['get', 'point_count_abbreviated'],
      'text-size': 12,
      'text-font': ['sans-serif'],
      'text-allow-overlap': true,
    },
    paint: { 'text-color': '#fff' },
  },
  {
    id: 'points',
    type: 'circle',
    source: 'premises',
    filter: ['!', ['has', 'point_count']],
    paint: {
      'circle-color': [
        'match',
        ['get', 'grade'],
        'low',
        GRADE_COLORS['low'] ?? '',
        'general',
        GRADE_COLORS['general'] ?? '',
        'elevated',
        GRADE_COLORS['elevated'] ?? '',
        'major',
        GRADE_COLORS['major'] ?? '',
        '#8a919c',
      ],
      'circle-radius': ['case', ['>', ['get', 'open_hazards'], 0], 7.5, 5.5],
      'circle-stroke-color': [
        'case',
        ['!', ['get', 'visited']],
        UNVISITED_COLOR,
        ['>', ['get', 'open_hazards'], 0],
        '#1c2128',
        '#fff',
      ],
      'circle-stroke-width': [
        'case',
        ['any', ['!', ['get', 'visited']], ['>', ['get', 'open_hazards'], 0]],
        2.5,
        1,
      ],
    },
  },
]

/** How the map is drawn: the ground, the base map if there is one, and over it what is ours. */
export function layersOver(base: LayerSpecification[]): LayerSpecification[] {
  const ground: LayerSpecification = {
    id: 'ground',
    type: 'background',
    paint: { 'background-color': base.length === 0 ? '#eef1f5' : '#f6f5f1' },
  }
  const own = OWN.map((layer) =>
    // Streets and houses show through the tint of coverage.
    layer.type === 'fill' && base.length > 0 ? { ...layer, paint: { ...layer.paint, 'fill-opacity': 0.4 } } : layer,
  )
  return [ground, ...base, ...own]
}
