#!/usr/bin/env bash
# A living atlas: adding gives what reading all at once gives, removing takes away what it says and no more, refusals
# leave it as it was, and readers see it before or after a change.
. "$(dirname "$0")/support.sh"
cd "$work" || exit 1
weave() { "$CITYWEAVE" "$@" --quiet; }
same() { cmp "$1" "$2"; }

# The programme kept here, row by row in turn to two tables, so that most networks stand in both.
table=$programme/memberships.csv
for half in 0 1; do awk -v half=$half 'NR == 1 || NR % 2 == half' "$table" >"half$half.csv"; done
for file in "" "$programme/programme.json"; do
  with=${file:+--programme=$file}
  check "both halves at once $with" weave ingest half0.csv half1.csv -o once.gpkg $with
  check "one half $with" weave ingest half0.csv -o added.gpkg $with
  check "the other added $with" weave ingest half1.csv -o added.gpkg --add $with
  check "the same atlas, byte for byte" same once.gpkg added.gpkg
  check "told again" weave ingest half0.csv half1.csv -o added.gpkg --add $with
  check "nothing changes" same once.gpkg added.gpkg
done
other=$repository/tests/layouts/prose_brackets_run/page.txt
check "two pages at once" weave ingest "$page" "$other" -o once.gpkg
check "one page" weave ingest "$page" -o added.gpkg
check "the other added" weave ingest "$other" -o added.gpkg --add
check "the same atlas of pages, byte for byte" same once.gpkg added.gpkg
check "without --add the atlas is replaced" weave ingest "$page" -o added.gpkg
check "a new atlas of one page" weave ingest "$page" -o page.gpkg
check "and equals it" same page.gpkg added.gpkg

# Removing and adding again, with the programme's own order.
whole() { weave ingest "$table" --programme "$programme/programme.json" -o "$1"; }
check "the whole programme" whole all.gpkg
cp all.gpkg less.gpkg
removed() { weave remove less.gpkg puma --json >said.json 2>said.txt && node -e '
  const said = JSON.parse(require("fs").readFileSync("said.json"));
  if (said.kind !== "network" || said.id !== "puma" || said.memberships < 5 || said.links < 4 || said.places < 1) process.exit(1)' &&
  grep -q '^removed network PUMA (puma): ' said.txt; }
check "a network goes, and what went is told" removed
networks() { "$CITYWEAVE" networks "$1" | wc -l; }
check "one network less" test "$(networks less.gpkg)" -eq 29
check "its links too" test "$(ogrinfo -q less.gpkg -sql "SELECT COUNT(*) AS n FROM links WHERE network = 'puma'" | grep -o '= [0-9]*')" = "= 0"
cp all.gpkg twice.gpkg
check "the same, elsewhere" weave remove twice.gpkg PUMA
check "gives the same bytes" same less.gpkg twice.gpkg
check "added again" weave ingest "$table" --programme "$programme/programme.json" -o less.gpkg --add
check "the atlas is as before" same all.gpkg less.gpkg

# Cities, in any language; contradictions.
printf 'network,role,partner,country\nRivers,lead,Vienna,AT\nRivers,partner,Kuopio,FI\nRivers,partner,Genk,BE\nTripoli,partner,Genk,BE\nTripoli,lead,Tripoli,GR\nTripoli,partner,Valencia,ES\nTripoli,partner,Valencia,VE\n' >a.csv
printf 'network,role,partner,country\nRivers,lead,Kuopio,FI\nRivers,partner,Lahti,FI\n' >b.csv
check "a small atlas" weave ingest a.csv -o small.gpkg
contradicted() { weave ingest b.csv -o small.gpkg --add 2>said.txt; grep -q '^b.csv:2: .*the atlas (a.csv:2)' said.txt || { cat said.txt; return 1; }; }
led_by() { "$CITYWEAVE" show small.gpkg rivers | grep -F "led by $1"; }
check "a second lead is told with both sources" contradicted
check "and the first one stays" led_by Vienna
cp small.gpkg before.gpkg
near() { "$CITYWEAVE" near "$1" --at 27.7,62.9 --radius 400km --format csv; }
check "an index appears" near small.gpkg
check "a city goes by its Polish name" weave remove small.gpkg Wiedeń
check "the network has no lead now" led_by "no lead known"
check "a city goes by its id" weave remove small.gpkg 649360
cp small.gpkg alone.gpkg
check "the index beside it is made anew" diff <(near small.gpkg) <(near alone.gpkg)
check "and tells one city less" test "$(near small.gpkg | wc -l)" -eq "$(($(near before.gpkg | wc -l) - 1))"

# Refusals change nothing.
cp before.gpkg small.gpkg
refused() { local words=$1; shift; exits_with 1 "$CITYWEAVE" "$@" >stdout 2>stderr && [ ! -s stdout ] && grep -qF -- "$words" stderr && same before.gpkg small.gpkg || { cat stderr; return 1; }; }
check "a name that is a network and a city" refused "--kind" remove small.gpkg Tripoli
check "a name almost right" refused "Kuopio" remove small.gpkg Kuopoi
check "a name that may be several places" refused " id " remove small.gpkg Valencia
check "a city of the gazetteer, but not of the atlas" refused "neither a network nor a city" remove small.gpkg Helsinki
: >empty.txt
check "adding what is no page" refused "empty" ingest empty.txt -o small.gpkg --add
check "an atlas that is not there" refused "no atlas to add to" ingest a.csv -o missing.gpkg --add
check "nothing was made" test ! -e missing.gpkg
check "removing from one that is not there" refused "missing.gpkg" remove missing.gpkg puma
printf '{"id": "one", "name": "One"}' >one.json
printf '{"id": "two", "name": "Two"}' >two.json
check "an atlas of a programme" weave ingest a.csv -o one.gpkg --programme one.json
check "is not added to by another's" exits_with 1 weave ingest b.csv -o one.gpkg --add --programme two.json
check "a kind tells which" weave remove small.gpkg Tripoli --kind place

# Two at once lose nothing; who reads meanwhile sees one state or another.
printf 'network,role,partner,country\nLakes,lead,Lahti,FI\nLakes,partner,Genk,BE\n' >c.csv
printf 'network,role,partner,country\nHills,lead,Gdańsk,PL\nHills,partner,Genk,BE\n' >d.csv
check "a former state" weave ingest a.csv -o shared.gpkg
weave ingest c.csv -o shared.gpkg --add 2>/dev/null & one=$!
weave ingest d.csv -o shared.gpkg --add 2>/dev/null & two=$!
torn=0
while kill -0 $one 2>/dev/null || kill -0 $two 2>/dev/null; do
  case $(networks shared.gpkg) in 2|3|4) ;; *) torn=$((torn + 1)) ;; esac
done
wait $one; first=$?; wait $two; second=$?
check "both were added" test $first -eq 0 -a $second -eq 0 -a "$(networks shared.gpkg)" -eq 4
check "nobody read anything between" test $torn -eq 0
left_behind() { [ -z "$(find . -name '.*gpkg*')" ]; }
check "nothing is left beside the atlases" left_behind
finish
