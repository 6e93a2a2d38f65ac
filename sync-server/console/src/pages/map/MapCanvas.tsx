import { setWorkerUrl, Map as MapLibre, NavigationControl, type GeoJSONSource, type MapLayerMouseEvent } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Grid } from '../../api/types'
import type { Feature } from './features'
import { GridLabels } from './GridLabels'
import { fitOf } from './fitOf'
import { outlinesOf, placedOn } from './outlines'
import type { BaseMap } from './baseMap'
import { layersOver } from './layers'
import { onBaseMap, type Coordinates } from '../../logic/coordinates'

setWorkerUrl(workerUrl)

const EMPTY = { type: 'FeatureCollection' as const, features: [] }

/** The map: grids as outlines tinted by coverage, premises as points that cluster. */
export default function MapCanvas(props: {
  features: Feature[]
  grids: Grid[]
  coverage: Record<string, number | null>
  base: BaseMap | null
  coordinates: Coordinates
}) {
  const { base, coordinates } = props
  const drawn = useMemo(() => placedOn(coordinates, props.grids), [coordinates, props.grids])
  const box = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<MapLibre>()
  const navigate = useNavigate()
  const fitted = useRef(false)
  useEffect(() => {
    if (box.current === null) return
    const made = new MapLibre({
      container: box.current,
      style: {
        version: 8,
        sources: {
          ...(base === null ? {} : { base: base.source }),
          grids: { type: 'geojson', data: EMPTY },
          premises: { type: 'geojson', data: EMPTY, cluster: true, clusterRadius: 44, clusterMaxZoom: 15 },
        },
        layers: layersOver(base?.layers ?? []),
      },
      center: [105.93, 29.19],
      zoom: 11,
      attributionControl: base === null ? false : { compact: true },
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: 0,
    })
    made.addControl(new NavigationControl({ showCompass: false }), 'top-right')
    made.on('load', () => setMap(made))
    // Who tests the page asks the map what it has drawn where: a picture does not say it.
    Object.assign(made.getContainer(), { wanggeMap: made })
    fitted.current = false
    const openPremises = (event: MapLayerMouseEvent): void => {
      const id: unknown = event.features?.[0]?.properties['id']
      if (typeof id === 'string') void navigate(`/premises/${id}`)
    }
    const openCluster = (event: MapLayerMouseEvent): void => {
      made.easeTo({ center: event.lngLat, zoom: made.getZoom() + 2 })
    }
    made.on('click', 'points', openPremises)
    made.on('click', 'clusters', openCluster)
    for (const layer of ['points', 'clusters']) {
      made.on('mouseenter', layer, () => (made.getCanvas().style.cursor = 'pointer'))
      made.on('mouseleave', layer, () => (made.getCanvas().style.cursor = ''))
    }
    return () => {
      setMap(undefined)
      made.remove()
    }
  }, [navigate, base])
  useEffect(() => {
    const source = map?.getSource<GeoJSONSource>('premises')
    void source?.setData({
      type: 'FeatureCollection',
      features: props.features.map((one) => ({
        type: 'Feature' as const,
        geometry: {
          type: 'Point' as const,
          coordinates: onBaseMap(coordinates, one.geometry?.coordinates ?? [0, 0]),
        },
        properties: { ...one.properties, id: one.id },
      })),
    })
  }, [map, props.features, coordinates])
  useEffect(() => {
    const source = map?.getSource<GeoJSONSource>('grids')
    void source?.setData({ type: 'FeatureCollection', features: outlinesOf(drawn, props.coverage) })
  }, [map, drawn, props.coverage])
  useEffect(() => {
    const bounds = fitOf(drawn, props.features, coordinates)
    if (map === undefined || bounds === undefined || fitted.current) return
    fitted.current = true
    // Of one premises alone the box has no size.
    map.fitBounds(bounds, { padding: 30, animate: false, maxZoom: 16 })
  }, [map, drawn, props.features, coordinates])
  return (
    <>
      <div ref={box} style={{ position: 'absolute', inset: 0 }} />
      {map !== undefined && <GridLabels map={map} grids={drawn} />}
    </>
  )
}
