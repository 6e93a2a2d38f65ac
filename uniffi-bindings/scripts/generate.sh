#!/usr/bin/env bash
# Writes Kotlin, Swift or Python sources out of a built library into the package of that language.
#   generate.sh kotlin|swift|python LIBRARY BINDGEN
# LIBRARY: libwangge_phone.so, .dylib or .a, unstripped; BINDGEN: the program wangge-bindgen.
# What is generated is not committed: it belongs to the library that it was made from.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
if [ "$#" -ne 3 ]; then
    sed -n '2,4p' "$0" >&2
    exit 2
fi
language=$1
library=$(realpath "$2")
bindgen=$(realpath "$3")
generate() {
    "$bindgen" generate --library "$library" --language "$language" --no-format \
        --config "$here/bindings.toml" --out-dir "$1"
}
case $language in
    kotlin)
        rm -rf "$here/kotlin/build/generated"
        generate "$here/kotlin/build/generated"
        # Half of a surrogate pair becomes U+FFFD, as in Java, and no exception that is none of the core's.
        made=$here/kotlin/build/generated/cn/wangge/field/wangge_field.kt
        strict='onMalformedInput(CodingErrorAction.REPORT)'
        mild='onMalformedInput(CodingErrorAction.REPLACE)'
        mark='replaceWith(byteArrayOf(0xef.toByte(), 0xbf.toByte(), 0xbd.toByte()))'
        grep -qF "$strict" "$made"
        sed "s/$strict/$mild; $mark/" "$made" > "$made.mended"
        mv "$made.mended" "$made"
        ;;
    swift)
        rm -rf "$here/swift/build"
        generate "$here/swift/build/generated"
        # The module map lies beside the header, as the xcframework wants it.
        mkdir -p "$here/swift/build/headers" "$here/swift/Sources/WanggeField/Generated"
        mv "$here/swift/build/generated"/*.h "$here/swift/build/headers/"
        mv "$here/swift/build/generated"/*.modulemap "$here/swift/build/headers/module.modulemap"
        mv "$here/swift/build/generated"/*.swift "$here/swift/Sources/WanggeField/Generated/"
        ;;
    python)
        generate "$here/python/wangge_field"
        cp "$library" "$here/python/wangge_field/"
        ;;
    *)
        echo "generate: no such language: $language" >&2
        exit 2
        ;;
esac
