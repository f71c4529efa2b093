#!/usr/bin/env bash
# What Schemathesis finds: requests made from openapi/openapi.json, and whether each answer is one that the document promises.
#
#   scripts/schemathesis.sh [--examples N] [--as ROLE]... [--seed N] [BINARY]
#
# It starts the demo of BINARY (a built answerable; target/debug or target/release unless given) on a free port with a fresh
# database for each ROLE (nobody, pcc, opcc, force; all four unless given), and sends it the examples of the document, every limit of every
# parameter and member, and N made-up requests for each operation (3 unless given). Whatever it writes is thrown away.
# scripts/openapi/schemathesis.toml and schemathesis_hooks.py say what is asked, and list the exceptions with their reasons.
#
# Schemathesis is installed from PyPI under target/, once, in the version of scripts/openapi/schemathesis.txt. Python 3.11 or newer
# with venv is needed. Where PyPI cannot be reached, set PIP_INDEX_URL to a mirror of it, or ANSWERABLE_SCHEMATHESIS to a virtual
# environment that was made elsewhere.
set -euo pipefail
cd "$(dirname "$0")/.."

die() { echo "scripts/schemathesis.sh: $*" >&2; exit 1; }

examples=3
seed=
roles=()
binary=
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) sed -n '2,15s/^# \{0,1\}//p' "$0"; exit 0 ;;
        --examples) examples=${2:?--examples needs a number}; shift ;;
        --seed) seed=${2:?--seed needs a number}; shift ;;
        --as) roles+=("${2:?--as needs a role}"); shift ;;
        -*) die "unknown option $1: see --help" ;;
        *) binary=$1 ;;
    esac
    shift
done
if [ ${#roles[@]} = 0 ]; then roles=(nobody pcc opcc force); fi
if [ -z "$binary" ]; then
    for built in "${CARGO_TARGET_DIR:-target}"/{debug,release}/answerable; do
        if [ -x "$built" ]; then binary=$built; break; fi
    done
fi
[ -x "$binary" ] || die "no binary ${binary:+$binary }here: run 'cargo build' and then this again, or name one"
binary=$(realpath "$binary")

wanted=scripts/openapi/schemathesis.txt
place=${ANSWERABLE_SCHEMATHESIS:-${CARGO_TARGET_DIR:-target}/schemathesis}
mkdir -p "$(dirname "$place")"
place=$(cd "$(dirname "$place")" && pwd)/$(basename "$place")
# One at a time: two runs may begin together.
exec 9>"$place.lock"
if command -v flock >/dev/null; then flock 9; fi
if ! cmp -s "$wanted" "$place/installed.txt"; then
    python=$(command -v python3) || die "no python3 here: install Python 3.11 or newer with venv and pip, and run this again"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || die "$("$python" --version) is too old: Python 3.11 or newer is needed"
    rm -rf "$place"
    "$python" -m venv "$place" >&2 || die "python3 has no venv: run 'apt-get install python3-venv' and then this again"
    "$place/bin/python" -m pip install --quiet --disable-pip-version-check --no-input -r "$wanted" >&2 \
        || die "the packages of $wanted could not be installed: PyPI must be reachable, or set PIP_INDEX_URL to a mirror of it, or ANSWERABLE_SCHEMATHESIS to a virtual environment that was made elsewhere"
    cp "$wanted" "$place/installed.txt"
fi
exec 9>&-

work=$(mktemp -d)
running=()
trap 'kill "${running[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
# Hypothesis keeps a database of failures where it runs.
root=$PWD
export PYTHONPATH=$root/scripts/openapi SCHEMATHESIS_HOOKS=schemathesis_hooks PYTHONDONTWRITEBYTECODE=1

ask() { # ROLE
    mkdir "$work/$1"
    cd "$work/$1"
    "$binary" demo --json --database-url "sqlite://$PWD/demo.db" --listen 127.0.0.1:0 >demo.json 2>demo.log &
    local demo=$! url token
    trap 'kill "$demo" 2>/dev/null || true' EXIT
    trap 'exit 1' TERM
    for _ in $(seq 600); do
        if [ -s demo.json ]; then break; fi
        kill -0 "$demo" 2>/dev/null || { cat demo.log; echo "the demo ended"; return 1; }
        sleep 0.1
    done
    [ -s demo.json ] || { echo "the demo does not accept connections after a minute"; return 1; }
    read -r url token < <("$place/bin/python" -c 'import json, sys; d = json.load(open("demo.json")); print(d["url"], d["tokens"].get(sys.argv[1], ""))' "$1")
    local options=(--phases examples,coverage,fuzzing --max-examples "$examples" --no-color)
    if [ -n "$seed" ]; then options+=(--seed "$seed"); fi
    if [ "$1" != nobody ]; then
        [ -n "$token" ] || { echo "the demo has no token for it: the roles are nobody, pcc, opcc, force"; return 1; }
        options+=(--header "Authorization: Bearer $token")
    fi
    local found=0
    ANSWERABLE_URL=$url ANSWERABLE_TOKEN=$token "$place/bin/st" --config-file "$root/scripts/openapi/schemathesis.toml" \
        run "$root/openapi/openapi.json" --url "$url" "${options[@]}" || found=$?
    kill -0 "$demo" 2>/dev/null || { cat demo.log; echo "the service died"; return 1; }
    return $found
}

# Two roles at a time: one process of Schemathesis keeps one processor busy.
failed=()
while [ ${#roles[@]} != 0 ]; do
    pair=("${roles[@]:0:2}")
    roles=("${roles[@]:2}")
    running=()
    for role in "${pair[@]}"; do
        (ask "$role") >"$work/$role.log" 2>&1 &
        running+=($!)
    done
    for index in "${!pair[@]}"; do
        role=${pair[$index]}
        wait "${running[$index]}" || failed+=("$role")
        printf '\n== as %s\n' "$role"
        cat "$work/$role.log"
    done
done
if [ ${#failed[@]} != 0 ]; then die "failures as ${failed[*]}: each has a curl command above"; fi
