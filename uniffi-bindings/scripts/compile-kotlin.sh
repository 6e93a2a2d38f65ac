#!/usr/bin/env bash
# Generates the Kotlin binding and compiles it with the sources of the library and of its test, into
# kotlin/build/classes. Wants what test-kotlin.sh wants.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
target=${WANGGE_TARGET:-$here/../target/debug}
jna=${WANGGE_JNA:-/usr/share/java/jna.jar}
build=$here/kotlin/build
mkdir -p "$build"
[ -d "$here/kotlin/node_modules/kotlin-compiler" ] ||
    (cd "$here/kotlin" && npm ci --no-audit --no-fund --loglevel=error)
compiler=$here/kotlin/node_modules/kotlin-compiler
libraries=$jna:$compiler/lib/kotlinx-coroutines-core-jvm.jar:$compiler/lib/kotlin-stdlib.jar
"$here/scripts/generate.sh" kotlin "$target/libwangge_phone.so" "$target/wangge-bindgen"
# The comments of the core arrive: they are the documentation that an app's developer sees.
python3 "$here/tests/documented.py" "$build/generated/cn/wangge/field/wangge_field.kt"
begin=$(date +%s)
sources=$(find "$build/generated" "$here/kotlin/src" -name '*.kt')
# The same sources give the same classes: they are compiled once.
now=$(cat $sources | sha256sum)
if [ "$now" != "$(cat "$build/compiled" 2>/dev/null)" ]; then
    rm -rf "$build/classes"
    # shellcheck disable=SC2086
    bash "$compiler/bin/kotlinc" -nowarn -Xno-param-assertions -no-stdlib -cp "$libraries" \
        -d "$build/classes" $sources
    echo "$now" > "$build/compiled"
fi
echo "   Kotlin compiled in $(($(date +%s) - begin)) s"
