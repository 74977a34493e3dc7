#!/usr/bin/env bash
# Names of persons, telephone numbers and mail addresses that stand on a page reach no output. Those here are invented.
. "$(dirname "$0")/support.sh"

cat >"$work/page.txt" <<'END'
Partners

WINTER GARDENS

Winter Gardens is a network led by Kuopio (Finland). Contact: Aurelia Quillfeather, +358 40 555 0137, aurelia.quillfeather@winter.example

Lead partner: Kuopio (FI), represented by Aurelia Quillfeather
Partners:
Mértola (PT), contact Baldomero Zanzotti (baldomero@mertola.example)
Genk (BE) – tel. 0032-89-555-0199
Turku (FI)
Ms Cordula Vandersnoot, Ghent (BE)

Project officer: Desmond Okonjima-Reyes (d.okonjima@winter.example), 00 358 9 5550 188
END
secrets=(Aurelia Quillfeather 'quillfeather@' '555 0137' Baldomero Zanzotti '555-0199' Cordula Vandersnoot Desmond Okonjima '5550 188' winter.example mertola.example)
check "the page is on hand with all of them" bash -c 'for s in "${@:2}"; do grep -qiF -- "$s" "$1" || exit 1; done' _ "$work/page.txt" "${secrets[@]}"

check "build" "$CITYWEAVE" build "$work/page.txt" -o "$work/out" --sheets svg --timings "$work/timings"
"$CITYWEAVE" extract "$work/page.txt" -o "$work/out/rows.csv" --points "$work/out/points.csv" >"$work/out/stdout" 2>"$work/out/stderr"
check "something was read" grep -q Kuopio "$work/out/rows.csv"
# Tiles are compressed; as a folder they can be opened.
check "tiles as a folder" "$CITYWEAVE" tiles "$work/out/atlas.gpkg" -o "$work/tiles" --maxzoom 2
mkdir "$work/out/tiles"
find "$work/tiles" -name "*.mvt" -print0 | xargs -0 zcat >"$work/out/tiles/all"
check "a place stands in the tiles" grep -qa Kuopio "$work/out/tiles/all"
absent() { local where; where=$(grep -rliaF -- "$1" "$work/out"); [ -z "$where" ] || { echo "$where"; grep -rhoaiF -m2 -e "$1" "$work/out" | head -2; return 1; }; }
for secret in "${secrets[@]}"; do check "'$secret' is in no output" absent "$secret"; done
finish
