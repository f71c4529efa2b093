#!/usr/bin/env bash
# The tests, all of them: form, lints, the OpenAPI document, and the suite on SQLite and on PostgreSQL.
#
#   ./test.sh            everything, as the project's checks run it
#   ./test.sh NAME...    only the tests whose names contain NAME, without form and lints
#
# It needs Rust, a C compiler and Python 3.11 or newer. PostgreSQL is started by the script itself on a free port, in a directory
# that goes away; where it is not installed it is installed with apt-get, and where that cannot be done the script says so and
# fails. Other people's programs that read what is published, and the OpenAPI document, are installed from PyPI and from the npm
# registry, once, under target/ (scripts/validators.sh, scripts/openapi_tools.sh, scripts/schemathesis.sh). What takes longer is in scripts/nightly.sh.
set -euo pipefail
cd "$(dirname "$0")"

case "${1:-}" in -h | --help) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

# What the suite tries, and the container image has, beside the default features.
features=(--features s3)

step() { printf '\n== %s\n' "$*"; }

if [ $# -eq 0 ]; then
    step "form"
    cargo fmt --all --check
    step "lints"
    cargo clippy --workspace --all-targets "${features[@]}" --quiet -- -D warnings
    step "what a build needs"
    # README promises a build with Rust and a C compiler alone.
    ! cargo tree --locked --edges normal,build --prefix none | grep -E '^(openssl-sys|native-tls) ' \
        || { echo "the default features need OpenSSL's headers: see [features] in Cargo.toml" >&2; exit 1; }
    step "the OpenAPI document"
    cargo run --quiet "${features[@]}" -- openapi | diff -q - openapi/openapi.json \
        || { echo "openapi/openapi.json is not what the code says: cargo run -- openapi > openapi/openapi.json" >&2; exit 1; }
    step "strangers' tools read the OpenAPI document"
    scripts/check_openapi.sh
    step "Schemathesis calls the public operations"
    # Few requests, the same each time; as every role, and many more, in scripts/nightly.sh.
    scripts/schemathesis.sh --as nobody --seed 1
fi

step "PostgreSQL"
# Every database of a test goes away with it, and waits for the disk at every commit until then: in memory where there is enough.
place=${TMPDIR:-/tmp}
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] && [ "$(df --output=avail -k /dev/shm | tail -n 1)" -gt 4000000 ]; then place=/dev/shm; fi
TMPDIR=$(mktemp -d "$place/answerable-test-XXXXXX")
export TMPDIR
chmod 755 "$TMPDIR"
cluster=$TMPDIR/cluster
trap 'scripts/postgres.sh stop "$cluster"; rm -rf "$TMPDIR"' EXIT
ANSWERABLE_TEST_POSTGRES=$(scripts/postgres.sh start "$cluster" $$)
export ANSWERABLE_TEST_POSTGRES
echo "$ANSWERABLE_TEST_POSTGRES"

step "other people's parsers"
ANSWERABLE_TEST_PYTHON=$(scripts/validators.sh)
export ANSWERABLE_TEST_PYTHON
echo "$ANSWERABLE_TEST_PYTHON"

step "the suite"
# A snapshot that differs fails; it is never written over by a test run.
INSTA_UPDATE=no cargo test --workspace "${features[@]}" --lib --bins --tests --no-fail-fast -- "$@"
