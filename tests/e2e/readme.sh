#!/usr/bin/env bash
# Every example of the README runs as it stands there, beside a database, and the files it links exist.
[ -n "${POSTGIS_FOLDER:-}" ] || exec "$(dirname "$0")/../support/with_postgis.sh" "$0" "$@"
. "$(dirname "$0")/support.sh"
cd "$work" || exit 1
cp "$page" page.txt
cp -r "$programme"/. .
PATH=$(dirname "$CITYWEAVE"):$PATH
mapfile -t examples < <(grep '^cityweave ' "$repository/README.md" | sed 's/  *# .*//')
check "there are examples" test ${#examples[@]} -ge 8
for example in "${examples[@]}"; do check "$example" bash -c "$example"; done
check "sheet as PDF" test "$(head -c 5 puma.pdf)" = "%PDF-"
# near prints places to people: Kuopio itself is at 0 km.
check "geojson for machines" node -e 'const f = JSON.parse(require("child_process").execFileSync(process.argv[1], ["nearest", "out/atlas.gpkg", "--at", "25.7,61.9", "-k", "3", "--format", "geojson"])); if (f.features.length !== 3) process.exit(1)' "$CITYWEAVE"

links_exist() {
  local file target missing=0
  for file in README.md bench/README.md docs/*.md docs/decisions/*.md; do
    for target in $(cd "$repository" && grep -oE '\]\([^)#]+\)' "$file" | sed 's/^](//; s/)$//' | grep -v '://'); do
      [ -e "$repository/$(dirname "$file")/$target" ] || { echo "$file: $target is not there"; missing=1; }
    done
  done
  return $missing
}
cd "$repository" || exit 1
check "every link of the documentation leads somewhere" links_exist
finish
