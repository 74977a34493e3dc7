#!/usr/bin/env bash
# The shared store: every command answers from PostGIS as from the GeoPackage, byte for byte; changes at a time, killed
# writers, refusals; and a password in an address is never shown or kept.
[ -n "${POSTGIS_FOLDER:-}" ] || exec "$(dirname "$0")/../support/with_postgis.sh" "$0" "$@"
. "$(dirname "$0")/support.sh"
cd "$work" || exit 1
weave() { "$CITYWEAVE" "$@" --quiet; }
# address SCHEMA [MORE]: an atlas of this test's server.
address() { echo "postgresql:///?options=-csearch_path%3D$1${2:-}"; }
table=$programme/memberships.csv
file=$programme/programme.json

# same COMMAND… with ATLAS in place of the atlas: exit code, output and messages are the same for $atlas.gpkg and schema $atlas.
answer() {
  local store=$1 here=$2 code=0; shift 2
  "$CITYWEAVE" "${@/ATLAS/"$here"}" >"$store" 2>"$store.messages" || code=$?
  sed -i "s|$here|ATLAS|g" "$store.messages"
  echo "exit code $code" | cat "$store.messages" - >>"$store"
}
same() {
  answer from_file "$atlas.gpkg" "$@" & local file=$!
  answer from_database "$(address "$atlas")" "$@"
  wait $file
  diff from_file from_database
}
# The whole of both: what tiles and answers are made of, to the last bit of every coordinate.
same_atlas() {
  local here
  for here in "$atlas.gpkg" "$(address "$atlas")"; do
    rm -f whole.pmtiles
    weave tiles "$here" -o whole.pmtiles --maxzoom "${1:-1}" && cat whole.pmtiles &&
      "$CITYWEAVE" near "$here" --at 10,50 --radius 20100km --format json
  done >whole
  [ -s whole ] && cmp <(head -c $(($(stat -c %s whole) / 2)) whole) <(tail -c $(($(stat -c %s whole) / 2)) whole)
}

# A small page and the whole programme, read once into each store.
made() { weave ingest "${@:2}" -o "$1.gpkg" --report file.json 2>file.said && weave ingest "${@:2}" -o "$(address "$1")" --report base.json 2>base.said && cmp file.said base.said && cmp file.json base.json; }
check "the page into both stores, with the same words and report" made page "$page"
check "the programme into both stores" made all "$table" --programme "$file"
for atlas in page all; do
  check "$atlas: tiles and answers are the same bytes" same_atlas 4
  check "$atlas: networks" same networks ATLAS
  check "$atlas: nearest" same nearest ATLAS --at 4.8,45.7 -k 7
  for what in puma Kuopio; do check "$atlas: show $what" same show ATLAS "$what"; done
done
atlas=all
for format in table json geojson csv; do check "near, as $format" same near ATLAS Kuopio --radius 900km --format $format; done
for what in "beyond the urban" Wiedeń 650224 Valencia Atlantis; do check "show $what" same show ATLAS "$what"; done
check "show for machines" same show ATLAS Kuopio --json
verified() { weave tiles all.gpkg -o all.pmtiles --maxzoom 2 && same verify all.pmtiles --atlas ATLAS; }
check "verify against either" verified
check "near a city by its id" same near ATLAS 2643743 --radius 500km
check "partners" same near ATLAS Lyon --radius 3000km --partners-of Kuopio
check "not yet linked" same nearest ATLAS Kuopio -k 12 --not-yet-linked
check "partners of partners" same nearest ATLAS Kuopio -k 300 --partners-of-partners --json
for place in Kuopio Lisbon; do check "the whole question about $place" same near ATLAS $place --radius 1500km --cluster climate-action --partners-of-partners --not-yet-linked; done
check "filters" same near ATLAS --at 10,50 --radius 2000km --country FR --country Germany --role lead
check "more filters" same near ATLAS --at 10,50 --radius 4000km --network puma --network "Let's go circular" --role partner --format csv
check "a country's territories" same nearest ATLAS Paris -k 60 --country France
check "a radius of nothing" same near ATLAS Kuopio --radius 0
check "a radius in metres" same near ATLAS Kuopio --radius 78500m
check "the whole globe" same nearest ATLAS --at 180,-90 -k 1000
check "no number" same near ATLAS Kuopio --radius nan
check "an unknown theme" same near ATLAS Kuopio --radius 1km --cluster nonsense
check "an unknown country" same near ATLAS Kuopio --radius 1km --country Ruritania
check "an unknown city" same near ATLAS Qqqq --radius 1km
check "a name of several" same near ATLAS Valencia --radius 100km

# An atlas lives: halves added to each other, networks and cities removed, added again.
for half in 0 1; do awk -v half=$half 'NR == 1 || NR % 2 == half' "$table" >"half$half.csv"; done
changed() { local here; for here in "$atlas.gpkg" "$(address "$atlas")"; do "$CITYWEAVE" "${@/ATLAS/"$here"}" --quiet >stdout 2>stderr || { cat stderr; return 1; }; cat stdout stderr; done >both; cmp <(head -c $(($(stat -c %s both) / 2)) both) <(tail -c $(($(stat -c %s both) / 2)) both) && same_atlas; }
atlas=living
check "one half" changed ingest half0.csv -o ATLAS --programme "$file"
check "the other added" changed ingest half1.csv -o ATLAS --add --programme "$file"
check "a network removed" changed remove ATLAS puma --json
check "a city removed" changed remove ATLAS Espoo
check "all told again" changed ingest "$table" -o ATLAS --add --programme "$file"
check "replaced" changed ingest "$page" -o ATLAS
check "a name almost right is not removed" same remove ATLAS Kuopoi
refused() { local words=$1; shift; exits_with 1 "$CITYWEAVE" "$@" >stdout 2>stderr && [ ! -s stdout ] && grep -qF -- "$words" stderr && [ "$(wc -l <stderr)" -eq 1 ] || { cat stdout stderr; return 1; }; }
check "adding to what is not there" refused "there is no atlas here" ingest half0.csv -o "$(address absent)" --add

# Several at once lose nothing; who reads meanwhile sees one state or another.
for i in 1 2 3 4; do printf 'network,role,partner,country\nNet %s,lead,Lahti,FI\nNet %s,partner,Genk,BE\n' $i $i >"net$i.csv"; done
check "a former state" weave ingest net1.csv -o "$(address shared)"
writers=()
for i in 2 3 4; do weave ingest "net$i.csv" -o "$(address shared)" --add 2>/dev/null & writers+=($!); done
torn=0
count() { "$CITYWEAVE" networks "$(address "$1")" | wc -l; }
while kill -0 "${writers[@]}" 2>/dev/null; do case $(count shared) in 1|2|3|4) ;; *) torn=$((torn + 1)) ;; esac; done
lost=0
for writer in "${writers[@]}"; do wait "$writer" || lost=$((lost + 1)); done
check "all were added" test $lost -eq 0 -a "$(count shared)" -eq 4
check "nobody read anything between" test $torn -eq 0

# Killed at any moment, a writer leaves the former state, and no lock. Its slow last step is held up by one who has the table.
state() { "$CITYWEAVE" near "$(address "$1")" --at 10,50 --radius 20100km --json; }
check "a former state" weave ingest net1.csv -o "$(address killed)"
state killed >before
whole() { sleep "$1"; kill -KILL "$writer" 2>/dev/null && killed=$((killed + 1)); wait "$writer" 2>/dev/null; state killed >now; cmp -s before now || cmp -s now <(state all); }
killed=0
for moment in 0.05 0.15 0.3 0.45 0.6; do
  "$CITYWEAVE" ingest "$table" --programme "$file" -o "$(address killed)" --quiet >/dev/null 2>&1 & writer=$!
  check "killed after $moment s: the atlas is whole" whole $moment
done
psql -qX -c 'BEGIN; LOCK TABLE killed.page_points; SELECT pg_sleep(1.5)' >/dev/null & holder=$!
sleep 0.3
check "a former state again" weave ingest net1.csv -o "$(address other)"
"$CITYWEAVE" ingest "$table" --programme "$file" -o "$(address killed)" --quiet >/dev/null 2>&1 & writer=$!
state killed >before
check "killed while it writes: the former state" whole 0.9
wait $holder
check "runs were killed" test $killed -ge 2
check "the next run succeeds" weave ingest "$table" --programme "$file" -o "$(address killed)"
atlas=all
check "and gives what an undisturbed run gives" cmp <(state killed) <(state all)

# Refusals: one line that names the database and says why; nothing hangs.
check "no such server" refused "cannot be reached" networks "postgresql://127.0.0.1:1/atlas"
check "no such host" refused "cannot be reached" networks "postgresql://nowhere.invalid/atlas"
check "no such database" refused "postgresql:///absent" networks "postgresql:///absent"
check "no PostGIS" refused "CREATE EXTENSION postgis" networks "postgresql:///plain"
check "no atlas" refused "there is no atlas here" networks "$(address empty)"
check "no such setting" refused "cannot be read as the address" networks "postgresql:///atlas?colour=green"
psql -qX -c "CREATE SCHEMA theirs; CREATE TABLE theirs.networks (mine int)"
check "tables of others" refused "not an atlas's" ingest net1.csv -o "$(address theirs)" --quiet
check "are left alone" test "$(psql -qXAt -c 'SELECT count(*) FROM theirs.networks')" = 0
psql -qX -c "UPDATE living.programme SET value = '9' WHERE key = 'format'"
check "another version" refused "found format 9, expected 1" networks "$(address living)"
mkdir silent
node -e 'require("net").createServer(() => {}).listen("silent/.s.PGSQL.5432", () => console.log("ready"))' >silent/said & silence=$!
for _ in $(seq 100); do [ -s silent/said ] && break; sleep 0.1; done
check "a server that says nothing, with one's own patience" refused "timeout expired" networks "postgresql:///atlas?host=$work/silent&connect_timeout=2"
patient() { unset PGCONNECT_TIMEOUT; refused "timeout expired" networks "postgresql:///atlas?host=$work/silent"; }
begin=$SECONDS
check "and with ours" patient
check "which ends after ten seconds" test $((SECONDS - begin)) -le 14
kill $silence

# As docs/postgis.md sets one up.
sql() { awk -v want="$1" '/^```/ { inside = 0 } inside { print } /^```sql/ { inside = ++n == want }' "$repository/docs/postgis.md" | sed 's/\batlas\b/documented/g'; }
check "the administrator's commands" psql -qX -v ON_ERROR_STOP=1 -d postgres -f <(sql 1)
check "the writer makes an atlas" weave ingest "$page" -o postgresql://atlas_writer@/documented
check "and adds to it" weave ingest net1.csv -o postgresql://atlas_writer@/documented --add
check "the reader may not" refused "permission denied" remove postgresql://atlas_reader@/documented puma
nearby() { "$CITYWEAVE" near postgresql://atlas_reader@/documented Kuopio --radius 300km --format csv | awk -F, 'NR > 1 { printf "%s|%.1f\n", $2, $6 }' >near.csv; [ -s near.csv ] && diff near.csv <(psql -qXAt -U atlas_reader -d documented -f <(sql 2)); }
check "SQL tells the reader the same distances" nearby

# Passwords come from a service file and a password file; and where one stands in an address, it stays there.
secret='Pass:w0rd@/?&x' encoded='Pass%3Aw0rd%40%2F%3F%26x'
psql -qX -c 'GRANT CREATE ON DATABASE atlas TO locked' -c 'GRANT USAGE ON SCHEMA public TO locked'
printf '[shared]\nhost=%s\ndbname=atlas\nuser=locked\noptions=-csearch_path=locked\n' "$POSTGIS_FOLDER" >"$PGSERVICEFILE"
no_password() { PGPASSWORD='' refused "cannot be reached" networks "postgresql:///?service=shared"; }
check "a service without a password" no_password
(umask 077; printf '*:*:*:locked:%s\n' "${secret//:/\\:}" >"$PGPASSFILE")
check "a service, and a password file" weave ingest net1.csv -o "postgresql:///?service=shared"
rm "$PGPASSFILE"
right="postgresql://locked:$encoded@/?host=$POSTGIS_FOLDER&options=-csearch_path%3Dlocked" wrong="postgresql://locked:w0rdy@/?host=$POSTGIS_FOLDER"
raw="postgresql://locked:$secret@host.invalid/atlas" query="postgresql:///?user=locked&password=$encoded&options=-csearch_path%3Dabsent"
mkdir traces
n=0
# said ADDRESS COMMAND…: with HERE for the address; all it says is kept.
said() { local here=$1 words; shift; for words; do n=$((n + 1)); timeout 60 "$CITYWEAVE" ${words//HERE/"$here"} >"traces/$n.stdout" 2>"traces/$n.stderr" || true; done; }
everything=("ingest net1.csv -o HERE --json --report traces/report --timings traces/timings" "ingest net2.csv -o HERE --add --json --report traces/report --timings traces/timings"
  "remove HERE nothing --json" "networks HERE --json" "show HERE net-1 --json" "near HERE Lahti --radius 9km --format geojson" "nearest HERE Genk -k 1"
  "tiles HERE -o traces/tiles --maxzoom 0" "verify all.pmtiles --atlas HERE")
elsewhere=("verify all.pmtiles --atlas=HERE --nonsense" "extract HERE" "build net1.csv -o HERE --sheets none" "tiles all.gpkg -o HERE" "render HERE -o x.png"
  "networks all.gpkg HERE" "near all.gpkg HERE --radius 1km" "show all.gpkg HERE")
said "$right" "${everything[@]}"
said "$raw" "${everything[@]}" "${elsewhere[@]}"
for here in "$wrong" "$query" "PostgreSQL://locked:$encoded@/" "postgresql:/locked:${encoded}@host/atlas"; do said "$here" "networks HERE" "ingest net1.csv -o HERE" "extract HERE"; done
check "commands with the right password worked" grep -q '"net-2"' <("$CITYWEAVE" networks "$right" --json)
find traces -name '*.mvt' -exec sh -c 'zcat "$1" >"$1.open"' _ {} \;
unseen() { ! grep -rlaE 'w0rd|Pass(:|%3A)' traces; }
check "no output and no message shows a password" unseen
kept() { ! { pg_dump -n locked -n cityweave -n all; cat all.gpkg all.pmtiles; } | grep -aE 'w0rd|Pass(:|%3A)'; }
check "nor does the database keep one" kept
finish
