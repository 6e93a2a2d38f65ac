#!/usr/bin/env bash
# Coverage-guided fuzzing of every target for so many minutes each. The instrumentation is what
# cargo-fuzz would ask for, spelled out, so that the pinned stable toolchain builds it; with
# cargo-fuzz installed, `cargo fuzz run TARGET` works in the same folder.
set -euo pipefail
cd "$(dirname "$0")/.."
minutes=${1:-5}
shift || true
host=$(rustc -vV | sed -n 's/^host: //p')
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1 --cfg fuzzing"
# Only what is built for the target is instrumented: build scripts are not.
(cd fuzz && cargo build --release --quiet --target "$host")
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    mapfile -t targets < <(sed -n 's/^name = "\([a-z_]*\)"$/\1/p' fuzz/Cargo.toml)
fi
failed=0
units_of_all=0
details=
broken=
for target in "${targets[@]}"; do
    corpus=fuzz/corpus/$target
    mkdir -p "$corpus" "fuzz/artifacts/$target"
    seeds=()
    for folder in "fixtures/fuzz/$target" fixtures/fuzz/wire; do
        if [ -d "$folder" ]; then seeds+=("$folder"); fi
    done
    echo "== $target: $minutes min"
    log=fuzz/artifacts/$target.log
    if ! nice -n 19 "fuzz/target/$host/release/$target" -max_total_time=$((minutes * 60)) \
        -max_len=65536 -rss_limit_mb=2048 -timeout=20 -print_final_stats=1 \
        "-artifact_prefix=fuzz/artifacts/$target/" "$corpus" "${seeds[@]}" >"$log" 2>&1; then
        failed=1
        broken="$broken $target"
        echo "!! $target found something: $log"
        tail -n 20 "$log"
    fi
    grep -E 'stat::number_of_executed_units|stat::peak_rss_mb|cov:' "$log" | tail -n 3 || true
    units=$(sed -n 's/^stat::number_of_executed_units: *\([0-9]*\)$/\1/p' "$log" | tail -n 1)
    units_of_all=$((units_of_all + ${units:-0}))
    details="$details${details:+, }$target ${units:-?}"
done
scripts/ledger.sh row "fuzz, $minutes min each" "$units_of_all" "${#targets[@]}" "${broken:-0}" "$details"
echo "what was found is kept by scripts/fuzz-keep.sh"
exit $failed
