#!/usr/bin/env bash
# What a call over the Kotlin binding costs, median and p95, with the library of the profile `phone`,
# on the JVM of this machine (`Figures.kt`). Ends with 1 above a limit; a figure is worth something on a
# quiet machine.
# Wants what test-kotlin.sh wants: a build of the workspace beside it.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
cargo=${CARGO:-cargo}
. "$here/scripts/phone-flags.sh"
(cd "$here/.." && RUSTFLAGS="${RUSTFLAGS:-} $phone_links" CFLAGS="${CFLAGS:-} $phone_c" "$cargo" build --quiet --profile phone -p wangge-uniffi-bindings)
WANGGE_LIBRARIES=${WANGGE_LIBRARIES:-$here/../target/phone} exec "$here/scripts/test-kotlin.sh" --figures
