#!/usr/bin/env bash
# The web map of a build of our own programme, used in Chromium as people use it.
. "$(dirname "$0")/../e2e/support.sh"
if ! "$CITYWEAVE" build "$programme/memberships.csv" --programme "$programme/programme.json" -o "$work/out" --sheets png,svg 2>"$work/said"; then
  cat "$work/said"
  exit 1
fi
export CITYWEAVE
node "$repository/web/script/browser_tests.mjs" "$work/out"
