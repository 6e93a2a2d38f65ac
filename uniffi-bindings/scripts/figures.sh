#!/usr/bin/env bash
# What a call over the Kotlin binding costs, median and p95, with the library of the profile `phone`,
# on the JVM of this machine (`Figures.kt`). Prints only; a figure is worth something on a quiet machine.
# Wants what test-kotlin.sh wants: a build of the workspace beside it.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
cargo=${CARGO:-cargo}
(cd "$here/.." && "$cargo" build --quiet --profile phone -p wangge-uniffi-bindings)
WANGGE_LIBRARIES=${WANGGE_LIBRARIES:-$here/../target/phone} exec "$here/scripts/test-kotlin.sh" --figures
