#!/usr/bin/env bash
# What Schemathesis finds: requests made from openapi/openapi.json, and whether each answer is one that the document promises.
#
#   scripts/schemathesis.sh [--examples N] [--as ROLE]... [--thorough] [--seed N] [BINARY]
#
# It starts the demo of BINARY (a built answerable; target/debug or target/release unless given) on a free port with a fresh
# database for each ROLE (nobody, pcc, opcc, force; all four unless given), and sends it the examples of the document, every limit
# of every parameter and member, and N made-up requests for each operation (3 unless given). Whatever it writes is thrown away.
# Nobody asks for the public record and what else needs no token. Limits, and requests that the document forbids, are tried by nobody
# and opcc, because the shape is judged before the role; with --thorough by pcc and force as well.
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
thorough=no
roles=()
binary=
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) sed -n '2,17s/^# \{0,1\}//p' scripts/schemathesis.sh; exit 0 ;;
        --examples) examples=${2:?--examples needs a number}; shift ;;
        --seed) seed=${2:?--seed needs a number}; shift ;;
        --thorough) thorough=yes ;;
        --as) roles+=("${2:?--as needs a role}"); shift ;;
        -*) die "unknown option $1: see --help" ;;
        *) binary=$1 ;;
    esac
    shift
done
if [ ${#roles[@]} = 0 ]; then roles=(opcc pcc force nobody); fi
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
trap 'if [ ${#running[@]} != 0 ]; then kill "${running[@]}" 2>/dev/null || true; fi; wait; rm -rf "$work"' EXIT
# Hypothesis keeps a database of failures where it runs.
root=$PWD
export PYTHONPATH=$root/scripts/openapi SCHEMATHESIS_HOOKS=schemathesis_hooks PYTHONDONTWRITEBYTECODE=1

ask() { # ROLE
    mkdir "$work/$1"
    cd "$work/$1"
    "$binary" demo --json --database-url "sqlite://$PWD/demo.db" --listen 127.0.0.1:0 >demo.json 2>demo.log &
    demo=$!
    local url token
    trap 'kill "$demo" 2>/dev/null || true; wait "$demo" || true' EXIT
    trap 'exit 1' TERM
    for _ in $(seq 600); do
        if [ -s demo.json ]; then break; fi
        kill -0 "$demo" 2>/dev/null || { cat demo.log; echo "the demo ended"; return 1; }
        sleep 0.1
    done
    [ -s demo.json ] || { echo "the demo does not accept connections after a minute"; return 1; }
    read -r url token < <("$place/bin/python" -c 'import json, sys; d = json.load(open("demo.json")); print(d["url"], d["tokens"].get(sys.argv[1], ""))' "$1")
    local phases=examples,coverage,fuzzing
    local options=(--max-examples "$examples" --no-color)
    if [ -n "$seed" ]; then options+=(--seed "$seed"); fi
    if [ "$1" = nobody ]; then
        # What needs a token is asked without one too in the other rounds (the check ignored_auth).
        options+=(--exclude-path-regex '^/v1/')
    else
        [ -n "$token" ] || { echo "the demo has no token for it: the roles are nobody, pcc, opcc, force"; return 1; }
        options+=(--header "Authorization: Bearer $token" --exclude-path-regex '^/public/v1')
        if [ "$1" != opcc ] && [ $thorough = no ]; then
            phases=examples,fuzzing
            options+=(--mode positive)
        fi
    fi
    local found=0
    ANSWERABLE_URL=$url ANSWERABLE_TOKEN=$token "$place/bin/st" --config-file "$root/scripts/openapi/schemathesis.toml" \
        run "$root/openapi/openapi.json" --url "$url" --phases "$phases" "${options[@]}" || found=$?
    kill -0 "$demo" 2>/dev/null || { cat demo.log; echo "the service died"; return 1; }
    return $found
}

# Two at a time, because one process of Schemathesis keeps one processor busy.
failed=()
for role in "${roles[@]}"; do
    while [ "$(jobs -pr | wc -l)" -ge 2 ]; do sleep 0.2; done
    (ask "$role") >"$work/$role.log" 2>&1 &
    running+=($!)
done
for index in "${!roles[@]}"; do
    role=${roles[$index]}
    wait "${running[$index]}" || failed+=("$role")
    printf '\n== as %s\n' "$role"
    cat "$work/$role.log"
done
if [ ${#failed[@]} != 0 ]; then die "failures as ${failed[*]}: each has a curl command above"; fi
