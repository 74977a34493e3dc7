// Reads a PMTiles archive with the libraries web maps use, and prints how many features stand in each layer at each
// zoom, as JSON: {"places": {"0": 197, …}, …}. Every tile is decoded whole: geometry and properties of each feature.
//   node tests/npm/read_pmtiles.mjs out/atlas.pmtiles
import { open } from "node:fs/promises";
import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";
import { PMTiles, TileType, tileIdToZxy } from "pmtiles";

/** What pmtiles asks of a source: bytes by position. */
class FileSource {
  constructor(path, file) {
    this.path = path;
    this.file = file;
  }
  getKey() {
    return this.path;
  }
  async getBytes(offset, length) {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await this.file.read(bytes, 0, length, offset);
    return { data: bytes.buffer.slice(0, bytesRead) };
  }
}

/** Tile ids of a directory and, through it, of its leaves. */
async function* tileIds(archive, header, offset, length) {
  for (const entry of await archive.cache.getDirectory(archive.source, offset, length, header)) {
    if (entry.runLength === 0) yield* tileIds(archive, header, header.leafDirectoryOffset + entry.offset, entry.length);
    for (let i = 0; i < entry.runLength; ++i) yield entry.tileId + i;
  }
}

function countFeatures(tile, zoom, counts) {
  for (const name of Object.keys(tile.layers)) {
    const layer = tile.layers[name];
    for (let i = 0; i < layer.length; ++i) {
      const feature = layer.feature(i);
      if (feature.loadGeometry().length === 0) throw new Error(`a feature of ${name} without geometry`);
    }
    const byZoom = (counts[name] ??= {});
    byZoom[zoom] = (byZoom[zoom] ?? 0) + layer.length;
  }
}

const path = process.argv[2];
if (path === undefined) {
  console.error("usage: node tests/npm/read_pmtiles.mjs ARCHIVE");
  process.exit(2);
}
const file = await open(path);
const archive = new PMTiles(new FileSource(path, file));
const header = await archive.getHeader();
if (header.tileType !== TileType.Mvt) throw new Error("no vector tiles");
const metadata = await archive.getMetadata();
const counts = {};
for await (const id of tileIds(archive, header, header.rootDirectoryOffset, header.rootDirectoryLength)) {
  const [z, x, y] = tileIdToZxy(id);
  const tile = await archive.getZxy(z, x, y);
  countFeatures(new VectorTile(new PbfReader(new Uint8Array(tile.data))), z, counts);
}
await file.close();
const listed = metadata.vector_layers.map((layer) => layer.id);
for (const name of Object.keys(counts)) if (!listed.includes(name)) throw new Error(`layer ${name} is not in vector_layers`);
const sorted = Object.fromEntries(Object.keys(counts).sort().map((name) => [name, counts[name]]));
console.log(JSON.stringify(sorted));
