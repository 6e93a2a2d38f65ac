#!/usr/bin/env bash
# The worker's day over the Kotlin binding on the JVM, against the real relay. Wants a build of the
# workspace, Java 17, JNA (Debian: libjna-java) and npm, which brings the Kotlin compiler.
#   test-kotlin.sh [--figures]
# With --figures the calls are measured instead; WANGGE_LIBRARIES names the folder of another build
# of the library, of the same sources.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
target=${WANGGE_TARGET:-$here/../target/debug}
jna=${WANGGE_JNA:-/usr/share/java/jna.jar}
missing=()
command -v java >/dev/null || missing+=("Java 17: apt-get install openjdk-17-jdk-headless")
command -v npm >/dev/null || missing+=("npm")
[ -f "$jna" ] || missing+=("JNA: apt-get install libjna-java")
if [ "${#missing[@]}" -gt 0 ]; then
    printf '!! The Kotlin binding is NOT tested: this machine lacks\n' >&2
    printf '!!   %s\n' "${missing[@]}" >&2
    [ -z "${CI:-}" ] || exit 1
    exit 0
fi
"$here/scripts/compile-kotlin.sh"
compiler=$here/kotlin/node_modules/kotlin-compiler
libraries=$jna:$compiler/lib/kotlinx-coroutines-core-jvm.jar:$compiler/lib/kotlin-stdlib.jar
# The JVM takes names of files in the encoding of the locale.
export LC_ALL=C.UTF-8
exec python3 "$here/tests/worker_day.py" "$@" java -Xms128m -Xmx128m -XX:+AlwaysPreTouch \
    -Djna.library.path="${WANGGE_LIBRARIES:-$target}" \
    -Djava.library.path=/usr/lib/x86_64-linux-gnu/jni:/usr/lib/jni \
    -cp "$here/kotlin/build/classes:$libraries" cn.wangge.field.WorkerDayKt
