#!/usr/bin/env bash
# The checks that take too long for every change: every night, and before a release. ./test.sh is not among them.
#
#   scripts/nightly.sh
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;; esac

step() { printf '\n== %s\n' "$*"; }

step "every generator of clients takes the OpenAPI document"
scripts/check_openapi.sh --all

step "and a damaged document is refused"
damaged=$(mktemp -d)
trap 'rm -rf "$damaged"' EXIT
sed '/^    "schemas": {$/,$ s/"Health": {/"Sickness": {/' openapi/openapi.json >"$damaged/openapi.json"
cmp -s openapi/openapi.json "$damaged/openapi.json" && { echo "scripts/nightly.sh: nothing was damaged" >&2; exit 1; }
said=$(scripts/check_openapi.sh "$damaged/openapi.json" 2>/dev/null) && { echo "scripts/nightly.sh: a document with a dangling reference passes" >&2; exit 1; }
if [ -n "$said" ]; then printf 'scripts/nightly.sh: of a document with a dangling reference some have\n%s\n' "$said" >&2; exit 1; fi
echo "by each of the tools"

step "programs of a third party compile against the clients, and run"
cargo build --quiet --bin answerable
binary=${CARGO_TARGET_DIR:-target}/debug/answerable
scripts/check_clients.sh "$binary"

step "and do not compile when a member is gone"
# A client of a question without its answer: every compiler must say so of the program that reads it.
python3 - openapi/openapi.json "$damaged/openapi.json" <<'END'
import json, sys
document = json.load(open(sys.argv[1]))
question = document["components"]["schemas"]["PublicQuestion"]
del question["properties"]["answer"], question["example"]["answer"]
question["required"].remove("answer")
json.dump(document, open(sys.argv[2], "w"))
END
said=$(scripts/check_clients.sh --compile-only --document "$damaged/openapi.json" 2>"$damaged/errors") && { echo "scripts/nightly.sh: all compile" >&2; exit 1; }
if grep ': compiled$' <<<"$said"; then echo "scripts/nightly.sh: these compile without it" >&2; exit 1; fi
echo "$said"
# Each error must be about the answer, not about something else that broke.
for name in reader.ts reader.py Reader.java; do
    if [[ $name = Reader.java && $said = *"no javac"* ]]; then continue; fi
    grep -iE "$name.*(answer|cannot find symbol)" "$damaged/errors" || { cat "$damaged/errors" >&2; echo "scripts/nightly.sh: $name fails otherwise" >&2; exit 1; }
done

step "what Schemathesis finds"
scripts/schemathesis.sh --examples 20 --thorough "$binary"

step "random acts, records and redactions: others than the suite's, and more of them"
PROPTEST_CASES=${PROPTEST_CASES:-10} ./test.sh machine:: visibility:: publication::property nobody_claims_and_accepts

step "a build without S3 refuses a bucket"
# The suite is built with the feature s3.
ran=$(cargo test --quiet --package answerable-foundation --lib -- foundation::file_store::tests::a_build_without_s3_refuses_a_bucket)
echo "$ran" | grep -q '1 passed' || { echo "scripts/nightly.sh: the test of a build without S3 did not run" >&2; exit 1; }

step "known faults of dependencies"
# Licences, sources and versions are held by tests/it/dependencies.rs. Known faults change by the day, and are listed elsewhere.
if ! cargo deny --version >/dev/null 2>&1; then
    echo "not looked for: cargo-deny is not installed (cargo install cargo-deny --locked)"
elif ! cargo deny fetch db; then
    echo "not looked for: the database of RustSec cannot be reached"
else
    cargo deny check --disable-fetch advisories
fi
