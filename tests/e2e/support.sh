# Sourced by the scripts of this folder. $CITYWEAVE is the program under test; $work a folder of this test alone.
set -uo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
: "${CITYWEAVE:=$repository/build/release/bin/cityweave}"
page=$repository/tests/pages/networks-article.txt
programme=$repository/data/programmes/urbact-iv
work=$(mktemp -d)
passed=0
failed=0
trap 'rm -rf "$work"' EXIT

# check WHAT COMMAND…: counts, and shows what a failing command said.
check() {
  local what=$1; shift
  if "$@" >"$work/said" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED: $what"
    head -20 "$work/said"
  fi
}
# exits_with CODE COMMAND…
exits_with() {
  local expected=$1 code=0; shift
  "$@" || code=$?
  [ "$code" -eq "$expected" ] || { echo "exit code $code, expected $expected"; return 1; }
}
# digests FOLDER: name and SHA-256 of every file, in a fixed order.
digests() { (cd "$1" && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum); }
finish() {
  echo "$passed passed, $failed failed"
  [ $failed -eq 0 ]
  exit
}
