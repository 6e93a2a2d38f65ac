import { addProtocol, type LayerSpecification, type SourceSpecification } from 'maplibre-gl'
import { PMTiles, Protocol, TileType } from 'pmtiles'
import { baseLayers } from './baseLayers'

/** A base map as the map takes it. */
export interface BaseMap {
  source: SourceSpecification
  layers: LayerSpecification[]
}

const protocol = new Protocol()
let known = false

/** Reads what the township's own tiles hold, and how to draw it. */
export async function loadBaseMap(attribution: string): Promise<BaseMap> {
  if (!known) addProtocol('pmtiles', protocol.tile)
  known = true
  const address = new URL('/api/v1/basemap.pmtiles', window.location.origin).href
  const tiles = new PMTiles(address)
  protocol.add(tiles)
  const header = await tiles.getHeader()
  const url = `pmtiles://${address}`
  if (header.tileType !== TileType.Mvt) {
    return {
      source: { type: 'raster', url, tileSize: 256, attribution },
      layers: [{ id: 'base-raster', type: 'raster', source: 'base' }],
    }
  }
  const metadata = (await tiles.getMetadata()) as { vector_layers?: { id: string }[] }
  const names = (metadata.vector_layers ?? []).map((layer) => layer.id)
  return { source: { type: 'vector', url, attribution }, layers: baseLayers(names) }
}
