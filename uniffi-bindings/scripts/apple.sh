#!/usr/bin/env bash
# Builds WanggeFieldFFI.xcframework (iPhone, simulators, Mac) and the Swift sources.
#   scripts/apple.sh [--without-papers]
# Wants: a Mac with Xcode and `rustup target add` of the targets. It is no part of this project's
# own test run: another machine says so and stops.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
root=$(cd "$here/.." && pwd)
features=()
[ "${1:-}" = --without-papers ] && features=(--no-default-features)
targets=(aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin x86_64-apple-darwin)
missing=()
command -v xcodebuild >/dev/null || missing+=("Xcode: xcodebuild")
command -v lipo >/dev/null || missing+=("Xcode: lipo")
for target in "${targets[@]}"; do
    [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ] || missing+=("rustup target add $target")
done
if [ "${#missing[@]}" -gt 0 ]; then
    printf 'apple.sh: this machine lacks:\n' >&2
    printf '  %s\n' "${missing[@]}" >&2
    exit 1
fi
cd "$root"
export IPHONEOS_DEPLOYMENT_TARGET=14.0 MACOSX_DEPLOYMENT_TARGET=11.0
for target in "${targets[@]}"; do
    cargo rustc --profile phone --target "$target" -p wangge-uniffi-bindings --lib \
        --crate-type staticlib "${features[@]}"
done
cargo build -p wangge-bindgen -p wangge-uniffi-bindings "${features[@]}"
"$here/scripts/generate.sh" swift target/debug/libwangge_phone.dylib target/debug/wangge-bindgen
out=$here/swift/build
mkdir -p "$out/simulator" "$out/mac"
library() { echo "target/$1/phone/libwangge_phone.a"; }
lipo -create "$(library aarch64-apple-ios-sim)" "$(library x86_64-apple-ios)" \
    -output "$out/simulator/libwangge_phone.a"
lipo -create "$(library aarch64-apple-darwin)" "$(library x86_64-apple-darwin)" \
    -output "$out/mac/libwangge_phone.a"
rm -rf "$here/swift/WanggeFieldFFI.xcframework"
xcodebuild -create-xcframework \
    -library "$(library aarch64-apple-ios)" -headers "$out/headers" \
    -library "$out/simulator/libwangge_phone.a" -headers "$out/headers" \
    -library "$out/mac/libwangge_phone.a" -headers "$out/headers" \
    -output "$here/swift/WanggeFieldFFI.xcframework"
echo "Now: cd uniffi-bindings/swift && swift build"
