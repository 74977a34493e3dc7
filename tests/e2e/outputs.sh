#!/usr/bin/env bash
# What a build of our own programme gives, read by others: GDAL, the pmtiles and vector-tile libraries, the validator of
# styles; and by the manifest and the codes we document.
. "$(dirname "$0")/support.sh"
out=$work/out
check "build" "$CITYWEAVE" build "$programme/memberships.csv" --programme "$programme/programme.json" -o "$out"

counted() { local found; found=$(ogrinfo -so "$out/atlas.gpkg" "$1" | sed -n 's/^Feature Count: //p'); [ "$found" = "$2" ] || { echo "$1: $found, expected $2"; return 1; }; }
check "GDAL counts 279 memberships" counted memberships 279
check "GDAL counts 30 networks" counted networks 30
check "GDAL counts 5 clusters" counted clusters 5
check "every membership is placed" test "$(ogrinfo -q "$out/atlas.gpkg" -sql 'SELECT COUNT(*) AS n FROM memberships m JOIN places p ON m.place = p.id' | grep -o '= [0-9]*')" = "= 279"
check "no problem of GeoPackage" bash -c '! ogrinfo -al -so "$1" 2>&1 | grep -iE "warning|error"' _ "$out/atlas.gpkg"

check "one sheet a network and one of all" test "$(find "$out/maps" -name '*.png' | wc -l)" -eq 31
manifest_holds() {
  node -e '
    const { createHash } = require("crypto"), fs = require("fs"), path = require("path"), out = process.argv[1];
    const manifest = JSON.parse(fs.readFileSync(path.join(out, "manifest.json")));
    const listed = new Map(manifest.outputs.map((o) => [o.path, o]));
    const files = fs.readdirSync(out, { withFileTypes: true, recursive: true });
    const walk = (dir) => fs.readdirSync(dir, { withFileTypes: true }).flatMap((e) => e.isDirectory() ? walk(path.join(dir, e.name)) : [path.join(dir, e.name)]);
    for (const file of walk(out).map((f) => path.relative(out, f)).filter((f) => f !== "manifest.json")) {
      const bytes = fs.readFileSync(path.join(out, file)), told = listed.get(file);
      if (!told) throw new Error(file + " is not listed");
      if (told.sha256 !== createHash("sha256").update(bytes).digest("hex") || told.bytes !== bytes.length) throw new Error(file + " differs");
      listed.delete(file);
    }
    if (listed.size > 0) throw new Error("listed, but not there: " + [...listed.keys()]);' "$out"
}
check "the manifest tells every file" manifest_holds
codes_listed() {
  local code
  for code in $(node -e 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); console.log(Object.keys(r.counts.problems).join("\n"))' "$out/report.json"); do
    grep -q "^| \`$code\`" "$repository/docs/errors.md" || { echo "$code is not in docs/errors.md"; return 1; }
  done
}
check "every code of the report is documented" codes_listed

sprites_there() {
  local style name
  for style in style style-dark; do
    name=$(node -e 'console.log(JSON.parse(require("fs").readFileSync(process.argv[1])).sprite)' "$out/$style.json")
    for cluster in governance planning climate-action; do
      grep -q "\"lead;[a-z-]*$cluster[a-z-]*;\"" "$out/$name.json" || { echo "$name.json: no mark for a lead of $cluster"; return 1; }
    done
    [ "$(head -c 4 "$out/$name@2x.png" | tail -c 3)" = PNG ] || { echo "$name@2x.png is no PNG"; return 1; }
  done
}
check "the sprites that the styles name are there" sprites_there

web_map_there() {
  node -e '
    const fs = require("fs"), path = require("path"), out = process.argv[1];
    const page = fs.readFileSync(path.join(out, "index.html"), "utf8");
    const named = [...page.matchAll(/(?:href|src)="([^":]+)"/g)].map(([, address]) => address.replace(/\?.*/, "").replace(/\/$/, ""));
    const faces = Object.values(JSON.parse(fs.readFileSync(path.join(out, "style.json")))["font-faces"]).flat().map(({ url }) => url);
    const missing = [...named, ...faces, "assets/maplibre-gl.js", "assets/maplibre-gl-worker.js", "assets/licences.txt", "fonts/OFL.txt"].filter((file) => !fs.existsSync(path.join(out, file)));
    if (faces.length < 10 || missing.length > 0) throw new Error("missing: " + missing.join(", "));' "$out"
}
check "the web map, and the fonts that the style names, are there" web_map_there

cd "$repository" || exit 1
mkdir "$work/styles"
cp "$out"/style*.json "$work/styles/"
check "the styles are valid" node tests/npm/validate_styles.mjs "$work/styles"
check "the archive keeps its promises" "$CITYWEAVE" verify "$out/atlas.pmtiles" --atlas "$out/atlas.gpkg"
check "the same tiles as MBTiles" "$CITYWEAVE" tiles "$out/atlas.gpkg" -o "$work/atlas.mbtiles" --maxzoom 6
check "the same tiles as a folder" "$CITYWEAVE" tiles "$out/atlas.gpkg" -o "$work/atlas" --maxzoom 6
check "the same tiles as PMTiles" "$CITYWEAVE" tiles "$out/atlas.gpkg" -o "$work/atlas.pmtiles" --maxzoom 6
check "others count the same in all three" node tests/npm/compare_readers.mjs "$work/atlas.pmtiles" "$work/atlas.mbtiles" "$work/atlas"
check "a second render of a sheet" "$CITYWEAVE" render "$out/atlas.pmtiles" --network puma -o "$work/puma.png"
finish
