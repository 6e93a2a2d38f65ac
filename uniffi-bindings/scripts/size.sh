#!/usr/bin/env bash
# Measures the library for phones on this machine, with papers and without, and holds it to its
# limits: 25 MB and 9 MB (1,000,000 bytes each).
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo=${CARGO:-cargo}
. uniffi-bindings/scripts/phone-flags.sh
export RUSTFLAGS="${RUSTFLAGS:-} $phone_links" CFLAGS="${CFLAGS:-} $phone_c"
measure() {
    local name=$1 limit=$2 bytes
    shift 2
    "$cargo" build --quiet --profile phone -p wangge-uniffi-bindings "$@"
    bytes=$(stat -c %s target/phone/libwangge_phone.so)
    echo "$name: $bytes bytes, limit $limit"
    [ "$bytes" -le "$limit" ] || failed=1
}
failed=0
measure "without papers" 9000000 --no-default-features
measure "with papers" 25000000
exit "$failed"
