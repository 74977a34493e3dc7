#!/usr/bin/env bash
# Time and peak memory of passing a table of ten million rows with a WKT column:  bench/large_table.sh PROGRAM [ROWS]
# The answers are checked: as many rows as went in, and each point's numbers as written. Prints a Markdown table.
set -euo pipefail
export LC_ALL=C
program=$1
rows=${2:-10000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
awk -v rows="$rows" 'BEGIN {
  srand(1); print "name,wkt"
  for (i = 0; i < rows; i++) printf "p%d,POINT (%.6f %.6f)\n", i, rand() * 360 - 180, rand() * 180 - 90 }' >"$work/rows.csv"
/usr/bin/time -o "$work/time" -f '%e %M' "$program" extract "$work/rows.csv" --points "$work/points.csv" >/dev/null
awk -F'[,() ]' 'NR > 1 { printf "%s,%s,%s\n", $1, $4 + 0, $5 + 0 }' OFMT=%.9g CONVFMT=%.9g "$work/rows.csv" >"$work/expected"
awk -F, 'NR > 1 { printf "%s,%s,%s\n", $1, $2 + 0, $3 + 0 }' OFMT=%.9g CONVFMT=%.9g "$work/points.csv" | cmp - "$work/expected" ||
  { echo "large_table: the points differ from the table's" >&2; exit 1; }
echo "| a table with a WKT column | MB | s | peak MiB |"
echo "|---|---|---|---|"
read -r seconds peak <"$work/time"
echo "| $rows rows | $(du -b "$work/rows.csv" | awk '{ printf "%.0f", $1 / 1e6 }') | $seconds | $((peak / 1024)) |"
