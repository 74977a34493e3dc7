#!/usr/bin/env bash
# The same input gives the same bytes in every file: for any number of threads, output folder, time zone, locale, and at
# any time.
. "$(dirname "$0")/support.sh"

# A locale with decimal commas, made here so that the test does not depend on what the machine has.
locales=$work/locales
mkdir -p "$locales"
localedef -i de_DE -f UTF-8 "$locales/de_DE.UTF-8" >/dev/null 2>&1
german() { LOCPATH=$locales LC_ALL=de_DE.UTF-8 "$@"; }
decimal_comma() { [ "$(german bash -c 'printf %.1f 1,5')" = 1,5 ]; }
check "the German locale has a decimal comma" decimal_comma

check "build, one thread" env TZ=UTC LC_ALL=C "$CITYWEAVE" build "$page" -o "$work/one" --jobs 1 --sheets png,svg,pdf
sleep 1.1
check "build, two threads, elsewhere, another zone and locale" \
  german env TZ=Pacific/Chatham "$CITYWEAVE" build "$page" -o "$work/elsewhere/deep/two" --jobs 2 --sheets png,svg,pdf
digests "$work/one" >"$work/digests.one"
digests "$work/elsewhere/deep/two" >"$work/digests.two"
check "there are files to compare" test "$(wc -l <"$work/digests.one")" -ge 100
check "the same bytes in every file" diff "$work/digests.one" "$work/digests.two"

check "build again over the former output" "$CITYWEAVE" build "$page" -o "$work/one" --sheets png,svg,pdf
digests "$work/one" >"$work/digests.again"
check "the same bytes again" diff "$work/digests.one" "$work/digests.again"

# A short host name would be found by chance in compressed bytes.
host=$(hostname)
traces=(-e "$work" -e "$repository")
if [ ${#host} -ge 6 ]; then traces+=(-e "$host"); fi
no_traces() { ! grep -rlaF "${traces[@]}" "$work/one"; }
check "no path and no host in any output" no_traces
finish
