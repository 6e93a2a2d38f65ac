#!/usr/bin/env bash
# Keeps what fuzzing found: of each corpus in fuzz/corpus the inputs that add coverage to the seeds that are
# committed, small ones first, go into fixtures/fuzz/TARGET, and whatever made a target fail with them. They
# are replayed by `make test` from then on; look at them and commit them.
#   scripts/fuzz-keep.sh [TARGET...]     after make fuzz
# KEEP: so many per target (64); LARGEST: bytes of one (4096).
set -euo pipefail
cd "$(dirname "$0")/.."
keep=${KEEP:-64}
largest=${LARGEST:-4096}
host=$(rustc -vV | sed -n 's/^host: //p')
targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    mapfile -t targets < <(sed -n 's/^name = "\([a-z_]*\)"$/\1/p' fuzz/Cargo.toml)
fi
for target in "${targets[@]}"; do
    program=fuzz/target/$host/release/$target
    into=fixtures/fuzz/$target
    found=fuzz/corpus/$target
    if [ ! -x "$program" ] || [ ! -d "$found" ]; then
        echo "== $target: nothing to keep (make fuzz TARGETS=$target first)"
        continue
    fi
    mkdir -p "$into"
    merged=$(mktemp -d)
    trap 'rm -rf "$merged"' EXIT
    cp -r "$into"/. "$merged"/
    # The merge adds to the first folder only what covers something new.
    "$program" -merge=1 -max_len="$largest" "$merged" "$found" >"fuzz/artifacts/$target-keep.log" 2>&1
    kept=0
    while IFS= read -r file; do
        [ "$kept" -lt "$keep" ] || break
        name=$(basename "$file")
        if [ ! -e "$into/$name" ]; then
            cp "$file" "$into/$name"
            kept=$((kept + 1))
        fi
    done < <(find "$merged" -type f -size "-$((largest + 1))c" -printf '%s %p\n' | sort -n | cut -d' ' -f2-)
    failures=0
    while IFS= read -r file; do
        cp "$file" "$into/"
        failures=$((failures + 1))
    done < <(find "fuzz/artifacts/$target" -type f 2>/dev/null | sort)
    rm -rf "$merged"
    echo "== $target: $kept new inputs, $failures that made it fail, in $into"
done
