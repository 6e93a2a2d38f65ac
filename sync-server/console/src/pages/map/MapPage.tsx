import { useQuery } from '@tanstack/react-query'
import { Checkbox, Select, Skeleton } from 'antd'
import { lazy, Suspense, useMemo, useState } from 'react'
import { Link } from 'react-router'
import { api } from '../../api/client'
import { take } from '../../api/problem'
import { gridsQuery } from '../../api/queries'
import { patiently } from '../../app/patiently'
import { ErrorNote } from '../../parts/ErrorNote'
import { GridSelect } from '../../parts/GridSelect'
import { usePackOptions } from '../../parts/usePackOptions'
import { useText } from '../../text/language'
import { GRADE_COLORS, UNVISITED_COLOR } from './colors'
import { countByGrade, type Feature } from './features'
import { useBaseMap } from './useBaseMap'

/** So many premises without a position are named. */
const UNMAPPED_SHOWN = 100

const MapCanvas = lazy(patiently(() => import('./MapCanvas')))

/** Premises by risk grade over the outlines of the grids; works without any base map. */
export default function MapPage() {
  const text = useText()
  const { grades, categories } = usePackOptions()
  const grids = useQuery(gridsQuery)
  const [grade, setGrade] = useState<string>()
  const [category, setCategory] = useState<string>()
  const [grid, setGrid] = useState('')
  const [open, setOpen] = useState(false)
  const [unvisited, setUnvisited] = useState(false)
  const query = {
    ...(grade === undefined ? {} : { grade }),
    ...(category === undefined ? {} : { category }),
    ...(grid === '' ? {} : { grid }),
    ...(open ? { open } : {}),
    ...(unvisited ? { unvisited } : {}),
  }
  const points = useQuery({
    queryKey: ['map', query],
    queryFn: () =>
      take(api.GET('/api/v1/map.geojson', { params: { query } })).then(
        (value) => (value as unknown as { features: Feature[] }).features,
      ),
  })
  const coverage = useQuery({
    queryKey: ['coverage', 'map'],
    queryFn: () => take(api.GET('/api/v1/coverage', { params: { query: { by: 'grid' } } })),
    retry: false,
  })
  const located = useMemo(() => (points.data ?? []).filter((one) => one.geometry !== null), [points.data])
  const lost = (points.data ?? []).filter((one) => one.geometry === null)
  const counts = countByGrade(points.data ?? [])
  const { base, coordinates, note } = useBaseMap()
  const parts = useMemo(() => coverage.data?.parts ?? [], [coverage.data])
  const shares = useMemo(
    () => Object.fromEntries(parts.map((part) => [part.key, part.figure.basis_points ?? null])),
    [parts],
  )
  const gaps = (grids.data ?? []).filter((one) => one.level === 'small' && one.members.length === 0)
  return (
    <div className="map-page">
      <div className="map-canvas" role="region" aria-label={text.map.label}>
        <Suspense fallback={<Skeleton active className="page" />}>
          {base !== undefined && (
          <MapCanvas
            base={base}
            coordinates={coordinates}
            features={located}
            grids={grids.data ?? []}
            coverage={shares}
          />
          )}
        </Suspense>
      </div>
      <aside className="map-side">
        <h1 style={{ fontSize: 18, margin: '0 0 10px' }}>{text.map.title}</h1>
        <ErrorNote problem={points.error} onRetry={() => void points.refetch()} />
        <div className="filters">
          <GridSelect value={grid} onChange={setGrid} width={268} />
          <Select
            aria-label={text.map.grade}
            placeholder={text.map.grade}
            allowClear
            style={{ width: 268 }}
            value={grade ?? null}
            options={grades}
            onChange={(value) => setGrade(value ?? undefined)}
          />
          <Select
            aria-label={text.list.category}
            placeholder={text.list.category}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            style={{ width: 268 }}
            value={category ?? null}
            options={categories}
            onChange={(value) => setCategory(value ?? undefined)}
          />
          <Checkbox checked={open} onChange={(event) => setOpen(event.target.checked)}>
            {text.map.open}
          </Checkbox>
          <Checkbox checked={unvisited} onChange={(event) => setUnvisited(event.target.checked)}>
            {text.map.unvisited}
          </Checkbox>
        </div>
        <div className="legend">
          {grades.map((one) => (
            <span key={one.value}>
              <i style={{ background: GRADE_COLORS[one.value] ?? '#8a919c' }} />
              {one.label} {counts[one.value] ?? 0}
            </span>
          ))}
          <span>
            <i style={{ background: '#fff', border: `3px solid ${UNVISITED_COLOR}` }} />
            {text.map.notVisited} {(points.data ?? []).filter((one) => !one.properties.visited).length}
          </span>
        </div>
        <p className="note">{note}</p>
        <h2 style={{ fontSize: 15 }}>{text.map.coverage}</h2>
        {parts.map((part) => (
          <div key={part.key} style={{ display: 'flex', gap: 8 }}>
            <Link to={`/premises?grid=${part.key}`} style={{ flex: 1 }}>
              {part.name}
            </Link>
            <span className="num">{part.figure.text}</span>
          </div>
        ))}
        {gaps.length > 0 && <h2 style={{ fontSize: 15, marginTop: 12 }}>{text.map.gaps}</h2>}
        {gaps.map((one) => (
          <div key={one.id}>{one.name}</div>
        ))}
        {lost.length > 0 && <h2 style={{ fontSize: 15, marginTop: 12 }}>{text.map.unmapped(lost.length)}</h2>}
        {lost.length > UNMAPPED_SHOWN && <p className="note">{text.map.unmappedShown(UNMAPPED_SHOWN)}</p>}
        {lost.slice(0, UNMAPPED_SHOWN).map((one) => (
          <div key={one.id}>
            <Link to={`/premises/${one.id}`}>{one.properties.name}</Link>
          </div>
        ))}
      </aside>
    </div>
  )
}
