#!/usr/bin/env bash
# Makes what tests/it/upgrades.rs migrates from: a populated database of a version, as it is on the day of its release.
#
#   scripts/make_upgrade_fixture.sh VERSION            with the binary of this checkout, built for release
#   scripts/make_upgrade_fixture.sh VERSION BINARY     with a binary that was built elsewhere, of an older checkout
#
# Writes tests/upgrades/VERSION/: sqlite.sql.gz and postgres.sql.gz, the attached files, the keys, what each role saw in every list.
# A version that is released keeps its fixture as it is. Needs Python 3.11 or newer and PostgreSQL (scripts/postgres.sh).
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in -h | --help | "") sed -n '2,8s/^# \{0,1\}//p' "$0"; [ -n "${1:-}" ] || exit 2; exit 0 ;; esac

die() { echo "scripts/make_upgrade_fixture.sh: $*" >&2; exit 1; }

version=$1
if [ $# -gt 1 ]; then binary=$(realpath "$2"); else cargo build --release; binary=$(realpath "${CARGO_TARGET_DIR:-target}/release/answerable"); fi
[ "$("$binary" --version)" = "answerable $version" ] || die "$binary is $("$binary" --version), not $version"
place=tests/upgrades/$version
[ ! -e "$place" ] || die "$place is there: the fixture of a released version never changes. Remove it first if it was never released"

work=$(mktemp -d)
trap 'scripts/postgres.sh stop "$work/cluster"; rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir "$work/sqlite" "$work/postgres" "$work/made"
postgres=$(scripts/postgres.sh start "$work/cluster" $$)

for engine in sqlite postgres; do
    home=$work/$engine
    if [ $engine = sqlite ]; then url=sqlite://$home/record.db; else url=$postgres; fi
    # One key signs both logs, so that the fixture needs one.
    if [ $engine = sqlite ]; then "$binary" key new "$home/signing-key.pem" >&2; else cp "$work/sqlite/signing-key.pem" "$home/"; fi
    python3 scripts/upgrade_fixture.py "$binary" "$url" "$home" "$work/made/$engine.json"
    cp "$home/seen-of-the-log.json" "$work/made/$engine-log.json"
    mkdir -p "$work/made/$engine-files"
    cp "$home"/files/* "$work/made/$engine-files/"
done
cp "$work/sqlite/signing-key.pem" "$work/made/signing-key"

python3 - "$work/sqlite/record.db" <<'PYTHON' | gzip -9n >"$work/made/sqlite.sql.gz"
import sqlite3, sys
database = sqlite3.connect(sys.argv[1])
tables = [name for name, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
empty = [table for table in tables if not database.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone()]
# Files that could not be removed: nothing that somebody does makes such a row.
if empty != ["stray_files"]:
    sys.exit(f"these tables are empty, of all but stray_files: {empty}. Let scripts/upgrade_fixture.py fill them")
# Tables come in the order of their names, not of what they refer to.
print("PRAGMA foreign_keys = OFF;")
print("\n".join(database.iterdump()))
PYTHON
scripts/postgres.sh dump "$postgres" | gzip -9n >"$work/made/postgres.sql.gz"

mkdir -p tests/upgrades
cp -r "$work/made" "$place"
echo "$place: $(du -sh "$place" | cut -f1)"
