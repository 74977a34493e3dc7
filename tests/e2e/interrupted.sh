#!/usr/bin/env bash
# Killed at any moment, the former output stands whole, and the next run succeeds.
. "$(dirname "$0")/support.sh"

check "a first output" "$CITYWEAVE" build "$page" -o "$work/out" --sheets png
digests "$work/out" >"$work/before"

# A second run of other input takes about this long; it is killed at moments spread over that time.
begin=$(date +%s%N)
check "a run of other input, to the end" "$CITYWEAVE" build "$programme/memberships.csv" -o "$work/other" --sheets png
whole=$((($(date +%s%N) - begin) / 1000000))
digests "$work/other" >"$work/after"

killed=0
for tenth in 1 3 5 7 8 9; do
  "$CITYWEAVE" build "$programme/memberships.csv" -o "$work/out" --sheets png --quiet >/dev/null 2>&1 &
  run=$!
  sleep "$(awk -v ms=$((whole * tenth / 10)) 'BEGIN { printf "%.3f", ms / 1000 }')"
  kill -KILL $run 2>/dev/null && killed=$((killed + 1))
  wait $run 2>/dev/null
  digests "$work/out" >"$work/now"
  # Whole means: all of the former output, or, if the run was done by then, all of the new one.
  whole_output() { cmp -s "$work/now" "$work/before" || cmp -s "$work/now" "$work/after" || diff "$work/before" "$work/now"; }
  check "killed after $tenth tenths: the output is whole" whole_output
done
check "runs were killed" test $killed -ge 3

check "the next run succeeds" "$CITYWEAVE" build "$programme/memberships.csv" -o "$work/out" --sheets png
digests "$work/out" >"$work/now"
check "and gives what an undisturbed run gives" diff "$work/after" "$work/now"
left_behind() { local others; others=$(find "$work" -maxdepth 1 -name '*out*' ! -name out); [ -z "$others" ] || { echo "$others"; return 1; }; }
check "nothing is left beside the output" left_behind
finish
