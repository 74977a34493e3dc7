#!/usr/bin/env bash
# Exit codes, and what is said of input that cannot be read: one line that names the file, in bounded memory and time.
. "$(dirname "$0")/support.sh"

# Address space for a run; sanitizers reserve far more than they use, so there it stays open.
limit=${CITYWEAVE_MEMORY_KB:-1000000}
limited() { (ulimit -v "$limit" 2>/dev/null || true; exec timeout "${CITYWEAVE_SECONDS:-60}" "$@"); }

# refused NAME INPUT…: exit code 1, no output folder, and one line on stderr that names the input.
refused() {
  local name=$1; shift
  exits_with 1 limited "$CITYWEAVE" build "$@" -o "$work/refused" --quiet >"$work/stdout" 2>"$work/stderr" || { cat "$work/stderr"; return 1; }
  [ ! -s "$work/stdout" ] || { echo "something on stdout"; return 1; }
  [ ! -e "$work/refused" ] || { echo "an output folder"; return 1; }
  [ "$(wc -l <"$work/stderr")" -eq 1 ] || { echo "not one line:"; cat "$work/stderr"; return 1; }
  grep -qF -- "$name" "$work/stderr" || { echo "the input is not named:"; cat "$work/stderr"; return 1; }
  ! grep -q 'internal error' "$work/stderr" || { cat "$work/stderr"; return 1; }
}
check "missing page" refused missing.txt "$work/missing.txt"
mkdir "$work/folder.txt"
check "a folder as a page" refused folder.txt "$work/folder.txt"
check "a file that gives an error when read" refused mem /proc/self/mem
: >"$work/empty.txt"
check "empty page" refused empty.txt "$work/empty.txt"
printf '   \n\n\t\n' >"$work/blank.txt"
check "blank page" refused blank.txt "$work/blank.txt"
head -c 100000 "$CITYWEAVE" >"$work/binary.txt"
check "binary page" refused binary.txt "$work/binary.txt"
{ printf 'Text\0with\0noughts\n'; head -c 5000 /dev/zero; } >"$work/noughts.txt"
check "page with noughts" refused noughts.txt "$work/noughts.txt"
truncate -s 3G "$work/huge.txt"
check "page of 3 GB" refused huge.txt "$work/huge.txt"
yes 'Lead partner: Kuopio (FI)' | head -c 70000000 >"$work/large.txt"
check "page over the default limit" refused large.txt "$work/large.txt"
head -c 2000 "$page" >"$work/small.txt"
check "page over a limit of one's own" refused small.txt "$work/small.txt" --max-page-bytes 1000
check "endless input" refused zero /dev/zero
printf 'network,cluster\na,b\n' >"$work/columns.csv"
check "table without its columns" refused columns.csv "$work/columns.csv"
printf '{"type": "FeatureCollection", "features": [' >"$work/cut.geojson"
check "GeoJSON cut off" refused cut.geojson "$work/cut.geojson"
printf '{"id": ' >"$work/programme.json"
check "programme file cut off" refused programme.json "$page" --programme "$work/programme.json"
check "programme file missing" refused absent.json "$page" --programme "$work/absent.json"
check "data folder missing" refused nowhere "$page" --data "$work/nowhere"

# Long and odd pages are read, or refused with words, but never for long.
survives() { local code=0; limited "$CITYWEAVE" extract "$1" -o "$work/rows.csv" --quiet >/dev/null 2>"$work/stderr" || code=$?; [ $code -le 1 ] || { echo "exit code $code"; cat "$work/stderr"; return 1; }; }
head -c 3000000 /dev/zero | tr '\0' 'a' >"$work/one-word.txt"
check "one word of 3 MB" survives "$work/one-word.txt"
yes '(' | head -c 1000000 | tr -d '\n' >"$work/brackets.txt"
check "a million brackets" survives "$work/brackets.txt"
yes '<div><ul><li>' | head -c 1000000 | tr -d '\n' >"$work/nested.html"
check "nested HTML" survives "$work/nested.html"
yes 'POINT (25.7 61.9' | head -c 1000000 >"$work/points.txt"
check "open points" survives "$work/points.txt"
head -c 20000 "$CITYWEAVE" | tr -d '\000-\010\016-\037' >"$work/bytes.txt"
check "bytes of no encoding" survives "$work/bytes.txt"

mkdir "$work/theirs"
echo mine >"$work/theirs/notes.txt"
not_ours() { exits_with 1 "$CITYWEAVE" build "$page" -o "$work/theirs" --quiet && [ "$(cat "$work/theirs/notes.txt")" = mine ]; }
check "a folder that is not ours is left alone" not_ours
check "unless forced" "$CITYWEAVE" build "$page" -o "$work/theirs" --sheets none --force --quiet
check "a folder that cannot be made" exits_with 1 "$CITYWEAVE" build "$page" -o /proc/none/out --sheets none --quiet

check "help" exits_with 0 "$CITYWEAVE" --help
check "help of a command" exits_with 0 "$CITYWEAVE" build --help
check "version" exits_with 0 "$CITYWEAVE" --version
check "no command" exits_with 2 "$CITYWEAVE"
check "an unknown command" exits_with 2 "$CITYWEAVE" weave
check "an unknown option" exits_with 2 "$CITYWEAVE" build "$page" -o "$work/x" --faster
check "a missing output" exits_with 2 "$CITYWEAVE" build "$page"
check "a missing input" exits_with 2 "$CITYWEAVE" build -o "$work/x"
check "a wrong number" exits_with 2 "$CITYWEAVE" build "$page" -o "$work/x" --jobs many
check "a wrong format of sheets" exits_with 2 "$CITYWEAVE" build "$page" -o "$work/x" --sheets tiff
finish
