#!/usr/bin/env bash
# Our own page in the forms of real ones: every row, and nothing else; every place where a person put it.
. "$(dirname "$0")/support.sh"
export CITYWEAVE
check "the rows a person saw" "$repository/script/check-page" "$page" "${page%.txt}.expected.csv"
check "points" "$CITYWEAVE" extract "$page" -o "$work/rows.csv" --points "$work/points.csv"
check "the points a person saw" diff <(cut -d, -f1-3 "$work/points.csv") <(cut -d, -f1-3 "${page%.txt}.points.csv" | tr -d '\r')

check "build" "$CITYWEAVE" build "$page" -o "$work/out" --sheets none
placed_right() {
  node -e '
    const fs = require("fs"), [report, expected] = process.argv.slice(1);
    const table = fs.readFileSync(expected, "utf8").trim().split(/\r?\n/).slice(1).map((row) => row.split(","));
    const right = new Map(table.map((row) => [row[0] + "," + row[1], row[2]]));
    let wrong = 0;
    const entries = JSON.parse(fs.readFileSync(report)).entries;
    for (const entry of entries) {
      const want = right.get(entry.partner + "," + entry.country), got = entry.place ? String(entry.place.id) : "nothing";
      if (got !== want) { wrong++; console.log(entry.line + ": " + entry.partner + " (" + entry.country + ") at " + got + ", expected " + want); }
    }
    process.exit(wrong > 0 || entries.length !== 47 ? 1 : 0);' "$work/out/report.json" "${page%.txt}.places.csv"
}
check "all 47 memberships at the right place" placed_right
finish
