#!/usr/bin/env bash
# Compiles the reference host for Android, kotlin/shell, against the generated binding, so that what
# stands there is what a reader can build upon.
#   check-android-host.sh
# The Kotlin compiler and the binding are real, and so are OkHttp and okio (Debian's packages, an
# older version of the same calls). Android and AndroidX are declarations made out of type stubs for
# Python that come from android.jar (host-check/declare.py says what they cannot tell), WorkManager
# is declared by hand (host-check/Work.kt). What is fetched is listed with its SHA-256 in
# host-check/; a machine that cannot fetch it says so and checks nothing. No APK is made.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
jna=${WANGGE_JNA:-/usr/share/java/jna.jar}
check=$here/scripts/host-check
host=$here/kotlin/shell/src/main
store=$here/kotlin/build/host-check
skip() {
    echo "!! The Android host is NOT compiled: $1" >&2
    exit 0
}
command -v javac >/dev/null || skip "no Java compiler (apt-get install openjdk-17-jdk-headless)"
command -v npm >/dev/null || skip "no npm, which brings the Kotlin compiler"
[ -f "$jna" ] || skip "no JNA (apt-get install libjna-java)"
mkdir -p "$store/python" "$store/debian"
# Each by its name, version and hash: whatever else is served under that name is refused.
if [ ! -f "$store/fetched" ]; then
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
        --only-binary :all: --dest "$store/python" --requirement "$check/python.txt" ||
        skip "type stubs of Android cannot be fetched (scripts/host-check/python.txt)"
    (cd "$store/debian" && apt-get download -qq libokhttp-java libokio-java 2>/dev/null) ||
        skip "OkHttp cannot be fetched (apt-get update; scripts/host-check/debian.sha256)"
    (cd "$store/debian" && sha256sum --quiet --check "$check/debian.sha256") ||
        skip "Debian serves another OkHttp than that of scripts/host-check/debian.sha256"
    for wheel in "$store"/python/*.whl; do
        python3 -m zipfile -e "$wheel" "$store/stubs"
    done
    for package in "$store"/debian/*.deb; do
        dpkg-deb -x "$package" "$store/debian/root"
    done
    touch "$store/fetched"
fi
"$here/scripts/compile-kotlin.sh"
begin=$(date +%s)
compiler=$here/kotlin/node_modules/kotlin-compiler
sources=$(find "$host" -name '*.kt')
now=$(cat "$here/kotlin/build/compiled" "$check"/* "$host/AndroidManifest.xml" $(find "$host/res" -type f) $sources | sha256sum)
if [ "$now" = "$(cat "$store/passed" 2>/dev/null)" ]; then
    echo "   the Android host compiles (as it did before, unchanged)"
    exit 0
fi
rm -rf "$store/declared" "$store/android" "$store/classes"
mkdir -p "$store/android"
# shellcheck disable=SC2086
python3 "$check/declare.py" "$store/stubs" "$store/declared" $sources
python3 "$check/resources.py" "$host" "$store/declared"
# shellcheck disable=SC2046
javac -nowarn -proc:none -cp "$compiler/lib/annotations-13.0.jar" -d "$store/android" \
    $(find "$store/declared" -name '*.java')
java=$store/debian/root/usr/share/java
# shellcheck disable=SC2086
bash "$compiler/bin/kotlinc" -Werror -no-stdlib -d "$store/classes" \
    -cp "$here/kotlin/build/classes:$store/android:$jna:$java/okhttp.jar:$java/okio.jar:$compiler/lib/kotlinx-coroutines-core-jvm.jar:$compiler/lib/kotlin-stdlib.jar" \
    $sources "$check/Work.kt"
echo "$now" > "$store/passed"
echo "   the Android host compiles ($(($(date +%s) - begin)) s)"
