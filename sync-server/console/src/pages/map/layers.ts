import type { LayerSpecification } from 'maplibre-gl'
import { GRADE_COLORS } from './colors'

/** How the map is drawn: grids tinted by coverage, their outlines, clusters, and premises by grade. */
export const LAYERS: LayerSpecification[] = [
  { id: 'ground', type: 'background', paint: { 'background-color': '#eef1f5' } },
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
      'circle-stroke-color': ['case', ['>', ['get', 'open_hazards'], 0], '#1c2128', '#fff'],
      'circle-stroke-width': ['case', ['>', ['get', 'open_hazards'], 0], 2, 1],
    },
  },
]
