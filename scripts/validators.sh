#!/usr/bin/env bash
# Other people's parsers, for the tests: what this service sends is read with Python's feedparser, icalendar, csvw,
# rdflib and pyshacl.
#
#   scripts/validators.sh      prints the path of a Python that has them
#
# They are installed from PyPI into a virtual environment under target/, once. Where there is no Python 3 with venv, or PyPI
# cannot be reached, the script says so and fails.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

die() { echo "scripts/validators.sh: $*" >&2; exit 1; }

wanted=scripts/validators.txt
place=${ANSWERABLE_VALIDATORS:-${CARGO_TARGET_DIR:-target}/validators}
mkdir -p "$(dirname "$place")"
place=$(cd "$(dirname "$place")" && pwd)/$(basename "$place")

# One at a time: two test runs may begin together.
exec 9>"$place.lock"
if command -v flock >/dev/null; then flock 9; fi

if ! cmp -s "$wanted" "$place/installed.txt"; then
    python=$(command -v python3) || die "no python3 here: install Python 3.9 or newer with venv and pip, and run this again"
    rm -rf "$place"
    "$python" -m venv "$place" >&2 || die "python3 has no venv: run 'apt-get install python3-venv' and then this again"
    "$place/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r "$wanted" >&2 \
        || die "the packages of $wanted could not be installed: PyPI must be reachable, or set PIP_INDEX_URL to a mirror of it, or ANSWERABLE_VALIDATORS to a virtual environment that was made elsewhere with this script"
    cp "$wanted" "$place/installed.txt"
fi
echo "$place/bin/python"
