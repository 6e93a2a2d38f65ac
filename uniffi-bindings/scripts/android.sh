#!/usr/bin/env bash
# Builds the library for the four Android ABIs into kotlin/src/main/jniLibs, and the Kotlin sources.
#   ANDROID_NDK_HOME=… scripts/android.sh [--without-papers]
# Wants: the NDK (r27 or newer), cargo-ndk, and `rustup target add` of the four targets. Neither is
# part of this project's own test run: a machine without them says so and stops.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
root=$(cd "$here/.." && pwd)
features=()
[ "${1:-}" = --without-papers ] && features=(--no-default-features)
missing=()
[ -d "${ANDROID_NDK_HOME:-}" ] || missing+=("the Android NDK (ANDROID_NDK_HOME)")
command -v cargo-ndk >/dev/null || missing+=("cargo-ndk: cargo install cargo-ndk")
for target in aarch64-linux-android armv7-linux-androideabi x86_64-linux-android i686-linux-android; do
    [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ] || missing+=("rustup target add $target")
done
if [ "${#missing[@]}" -gt 0 ]; then
    printf 'android.sh: this machine lacks:\n' >&2
    printf '  %s\n' "${missing[@]}" >&2
    exit 1
fi
cd "$root"
# 24: the oldest Android that grid workers' phones still run. Pages of 16 KB, as Android 15 asks.
# Relocations are packed in Android's own form, which its linker unpacks from 23 on.
RUSTFLAGS="${RUSTFLAGS:-} -C link-arg=-Wl,-z,max-page-size=16384 \
-C link-arg=-Wl,--pack-dyn-relocs=android -C link-arg=-Wl,--icf=all -C link-arg=-Wl,-O2" \
    cargo ndk --platform 24 -t arm64-v8a -t armeabi-v7a -t x86_64 -t x86 \
    -o "$here/kotlin/src/main/jniLibs" \
    build --profile phone -p wangge-uniffi-bindings "${features[@]}"
# The sources come out of an unstripped library of this machine: they are the same for all.
cargo build -p wangge-bindgen -p wangge-uniffi-bindings "${features[@]}"
case $(uname) in Darwin) ending=dylib ;; *) ending=so ;; esac
"$here/scripts/generate.sh" kotlin "target/debug/libwangge_phone.$ending" target/debug/wangge-bindgen
echo "Now: cd uniffi-bindings/kotlin && gradle assembleRelease"
