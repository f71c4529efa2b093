#!/usr/bin/env bash
# A throw-away PostgreSQL cluster, for tests and benchmarks.
#
#   scripts/postgres.sh start [--durable] DIR [OWNER_PID]   prints the URL of a database in a new cluster under DIR
#   scripts/postgres.sh pause DIR                           stops the server at once, as a power cut would; keeps the data
#   scripts/postgres.sh resume DIR                          starts it again on the same port
#   scripts/postgres.sh dump URL                            prints a database as SQL that other versions of the server read
#   scripts/postgres.sh stop DIR                            stops it and removes DIR
#
# With OWNER_PID the cluster ends with that process. Without --durable nothing is flushed to disk: fast, and lost in a crash.
# Where no PostgreSQL is installed it is installed with apt-get; where that cannot be done the script says so and fails.
set -euo pipefail

die() { echo "scripts/postgres.sh: $*" >&2; exit 1; }

binaries() {
    local candidate
    for candidate in "$(dirname "$(command -v initdb 2>/dev/null || echo /none)")" /usr/lib/postgresql/*/bin /usr/local/bin /usr/local/pgsql/bin; do
        if [ -x "$candidate/initdb" ] && [ -x "$candidate/pg_ctl" ]; then echo "$candidate"; return 0; fi
    done
    return 1
}

install_postgres() {
    command -v apt-get >/dev/null || die "no PostgreSQL here: install its server (initdb, pg_ctl), 13 or newer, and run this again"
    local as_root=""
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || die "no PostgreSQL here: run 'sudo apt-get install postgresql' and then this again"
        as_root="sudo -n"
    fi
    echo "installing PostgreSQL with apt-get" >&2
    # The package must not start a cluster of its own.
    $as_root mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    { $as_root apt-get update -qq && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql; } >&2 \
        || die "PostgreSQL could not be installed with apt-get: the reason is above"
}

# PostgreSQL refuses to run as root: then another account runs it.
account() { if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi; }
as_server() {
    if [ "$(id -u)" = 0 ]; then runuser -u "$(account)" -- "$@"; else "$@"; fi
}

free_port() {
    local port
    # Below the ports that the system lends to clients: one of those may be in use without anybody listening.
    while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
    echo "$port"
}

launch() { # DIR
    local directory=$1
    as_server "$(binaries)/pg_ctl" -D "$directory/data" -l "$directory/log" -w -t 60 start </dev/null >/dev/null 2>&1 \
        || { tail -n 20 "$directory/log" >&2; die "the server did not start: its log is above"; }
}

start() {
    local durable=no
    if [ "${1:-}" = --durable ]; then durable=yes; shift; fi
    local directory=${1:?"DIR is missing"} owner=${2:-} port
    binaries >/dev/null || install_postgres
    local bin; bin=$(binaries) || die "PostgreSQL was installed but initdb is nowhere to be found"
    mkdir -p "$directory"
    directory=$(cd "$directory" && pwd)
    [ -e "$directory/data" ] && die "$directory holds a cluster already"
    if [ "$(id -u)" = 0 ]; then
        chown "$(account)" "$directory"
        as_server test -w "$directory" || die "the account $(account) cannot write to $directory: choose another directory"
    fi
    as_server "$bin/initdb" -D "$directory/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null 2>"$directory/initdb.log" \
        || { cat "$directory/initdb.log" >&2; die "initdb failed"; }
    echo 'CREATE DATABASE answerable' | as_server "$bin/postgres" --single -D "$directory/data" postgres >"$directory/initdb.log" 2>&1 \
        || { cat "$directory/initdb.log" >&2; die "the database could not be created"; }
    port=$(free_port)
    {
        echo "port = $port"
        echo "listen_addresses = '127.0.0.1'"
        echo "unix_socket_directories = ''"
        echo "max_connections = 300"
        echo "shared_buffers = 128MB"
        if [ $durable = no ]; then printf 'fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n'; fi
    } >>"$directory/data/postgresql.conf"
    launch "$directory"
    if [ -n "$owner" ]; then
        ( trap '' HUP INT; while kill -0 "$owner" 2>/dev/null; do sleep 1; done; "$0" stop "$directory" ) </dev/null >/dev/null 2>&1 &
    fi
    echo "postgres://postgres@127.0.0.1:$port/answerable"
}

halt() { # DIR MODE
    as_server "$(binaries)/pg_ctl" -D "$1/data" -m "$2" -w stop </dev/null >/dev/null 2>&1
}

case "${1:-}" in
    start) shift; start "$@" ;;
    pause) halt "${2:?"DIR is missing"}" immediate || die "no server runs in $2" ;;
    # Without what psql alone understands, and without settings that an older server does not have.
    dump)
        tool=$(command -v pg_dump || echo "$(binaries)/pg_dump")
        "$tool" --inserts --no-owner --no-privileges "${2:?"URL is missing"}" \
            | sed -e '/^\\\(un\)\?restrict /d' -e '/^SET transaction_timeout/d' ;;
    resume) launch "${2:?"DIR is missing"}" ;;
    stop)
        directory=${2:?"DIR is missing"}
        [ -d "$directory" ] || exit 0
        [ -f "$directory/data/PG_VERSION" ] || die "$directory is not a cluster of this script"
        halt "$directory" fast || true
        rm -rf "$directory" ;;
    *) sed -n '2,12s/^# \{0,1\}//p' "$0"; [ "${1:-}" = --help ] || exit 2 ;;
esac
