#!/usr/bin/env bash
# Runs a command beside a PostgreSQL server with PostGIS that is made for it, on a socket in a temporary folder, and gone
# afterwards:  tests/support/with_postgis.sh COMMAND…
# The command finds, as PG* in its environment, the database `atlas` and the role `cityweave`, which may do everything.
# The service `atlas` says the same. There are also the database `plain`, which has no PostGIS; the role `reader`; and the role `locked`, whose
# password is Pass:w0rd@/?&x. $POSTGIS_FOLDER is the server's; $POSTGIS_SERVER is its process.
set -euo pipefail
export LC_ALL=C.UTF-8
fail() { echo "with_postgis: $*" >&2; exit 1; }
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -x "$bin/postgres" ] || fail "no PostgreSQL server is installed; script/bootstrap installs it"
folder=$(mktemp -d)
server=
clean_up() {
  if [ -n "$server" ]; then kill -QUIT "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap clean_up EXIT
unprivileged=(setpriv --pdeathsig QUIT) # the server ends with this script, however that ends
if [ "$(id -u)" -eq 0 ]; then           # and refuses to run as root
  unprivileged+=(--reuid nobody --regid nogroup --clear-groups)
  chown nobody:nogroup "$folder"
  chmod 711 "$folder"
fi
said() { "$@" >"$folder.log" 2>&1 || { cat "$folder.log" >&2; rm -f "$folder.log"; fail "$1 failed"; }; rm -f "$folder.log"; }

# Messages in English, bytes in order, nothing of the machine's own settings.
cd "$folder"
said "${unprivileged[@]}" "$bin/initdb" -D "$folder/data" -U cityweave -A trust --locale=C --encoding=UTF8 --no-sync
said "${unprivileged[@]}" sed -i '1i local all locked scram-sha-256' "$folder/data/pg_hba.conf"
# Nothing need survive a crash of the machine; shared memory also where there is no /dev/shm.
"${unprivileged[@]}" "$bin/postgres" -D "$folder/data" -c listen_addresses= -c unix_socket_directories="$folder" -c fsync=off \
  -c synchronous_commit=off -c full_page_writes=off -c dynamic_shared_memory_type=mmap -c shared_buffers=64MB -c log_timezone=UTC \
  -c timezone=UTC >"$folder/server.log" 2>&1 &
server=$!
export PGHOST=$folder PGUSER=cityweave PGDATABASE=atlas PGPASSFILE=$folder/pgpass PGSERVICEFILE=$folder/services PGCONNECT_TIMEOUT=20
export POSTGIS_FOLDER=$folder POSTGIS_SERVER=$server
printf '[atlas]\nhost=%s\nuser=cityweave\ndbname=atlas\n' "$folder" >"$PGSERVICEFILE"
unset PGPORT PGPASSWORD PGSERVICE PGOPTIONS
for _ in $(seq 300); do
  "$bin/pg_isready" -q -d postgres && break
  kill -0 "$server" 2>/dev/null || { cat "$folder/server.log" >&2; fail "the server has not started"; }
  sleep 0.1
done
said "$bin/psql" -qX -v ON_ERROR_STOP=1 -d postgres -c 'CREATE DATABASE atlas' -c 'CREATE DATABASE plain' \
  -c "CREATE ROLE locked LOGIN PASSWORD 'Pass:w0rd@/?&x'" -c 'CREATE ROLE reader LOGIN'
said "$bin/psql" -qX -v ON_ERROR_STOP=1 -d atlas -c 'CREATE EXTENSION postgis'
cd "$OLDPWD"
PATH=$bin:$PATH "$@"
