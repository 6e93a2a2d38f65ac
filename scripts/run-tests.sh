#!/usr/bin/env bash
# All tests, stage by stage, with seconds per stage. What does not compile ends it; a stage of tests
# that fails is named, at once and at the end, and the next ones run all the same: one run tells all
# that is wrong. The browser mostly waits, the compiler never does: what a browser is for runs beside
# the other stages.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo=${CARGO:-cargo}
started=$(date +%s)
stage() {
    local name=$1 begin end
    shift
    echo "== $name"
    begin=$(date +%s)
    "$@"
    end=$(date +%s)
    echo "== $name: $((end - begin)) s"
}
failed=()
# A stage whose failure does not keep the next ones from running.
tests() {
    # `set -e` holds inside only where nobody asks for the outcome: hence a process of its own.
    local ended=0
    set +e
    (
        set -e
        stage "$@"
    )
    ended=$?
    set -e
    if [ "$ended" != 0 ]; then
        echo "!! $1: FAILED"
        failed+=("$1")
    fi
}
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    echo "!! PostgreSQL is missing (apt-get install postgresql): its tests are NOT RUN"
    [ -z "${CI:-}" ] || exit 1
fi
stage "format" "$cargo" fmt --all --check
# Compiled, linted and documented at once; benches too, though no test runs them. Keeping the wrapper
# for what follows keeps cargo from compiling our own packages again.
export RUSTC_WORKSPACE_WRAPPER=$PWD/scripts/rustc-linted.sh
stage "build, clippy, docs" "$cargo" build --workspace --all-targets --keep-going --quiet
export WANGGE_RELAY_BIN=$PWD/target/debug/wangge-relay
export WANGGE_FIELD_BIN=$PWD/target/debug/wangge-field

# The pages of supervisors and of workers: a machine without a browser skips them, CI never does.
browser_log=$PWD/target/browser-tests.log
browser_tests() {
    export CHROMIUM_BIN=$chromium
    tests "console: words, forms, drawing" npm --prefix sync-server/console run --silent test
    tests "console in a browser" npm --prefix sync-server/console run --silent browser-test
    tests "reference shell in Chromium" npm --prefix uniffi-bindings/shell-ui run --silent browser-test
    [ "${#failed[@]}" = 0 ]
}
chromium=${CHROMIUM_BIN:-/usr/bin/chromium}
beside=
if [ -x "$chromium" ]; then
    echo "== in a browser, beside what follows: $browser_log"
    set -m
    (set -e; browser_tests) >"$browser_log" 2>&1 &
    beside=$!
    set +m
    # Whoever stops the tests stops the browser too.
    trap 'kill -- -"$beside" 2>/dev/null || true' EXIT
elif [ -n "${CI:-}" ]; then
    echo "== in a browser: no Chromium at $chromium (CHROMIUM_BIN); on CI it must be there" >&2
    exit 1
else
    echo "== in a browser: SKIPPED, no Chromium at $chromium (apt-get install chromium, or CHROMIUM_BIN)" >&2
fi

tests "unit tests" "$cargo" test --workspace --lib --bins --test pool --quiet --no-fail-fast
# The binary by itself: `-p` would select other features and build the dependencies once more.
relay_tests=$PWD/$("$cargo" test --workspace --lib --no-run 2>&1 |
    sed -n 's/.*(\(.*wangge_sync_server-[0-9a-f]*\)).*/\1/p')
# The relay's own tests once more, its data in PostgreSQL. What is left out concerns files of SQLite,
# or is answered before a store is asked.
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    tests "the relay's tests on PostgreSQL" env -C sync-server WANGGE_TEST_STORE=postgresql \
        "$relay_tests" --quiet tests:: \
        --skip store:: --skip intake:: --skip neg_111 --skip neg_119 --skip neg_121 --skip neg_122 \
        --skip phones_are_told_of_a_backup --skip backups:: --skip blobs_on_s3:: --skip damage:: \
        --skip console:: --skip http_errors:: --skip limits:: --skip sign_on:: --skip second_factor:: \
        --skip negatives::connections:: --skip negatives::requests:: --skip key_drills:: --skip disk:: --skip old_measures::
fi
# And those of photos with a store that speaks S3, as a task on a free port that checks signatures.
tests "the relay's photos in S3" env -C sync-server WANGGE_TEST_BLOBS=s3 \
    "$relay_tests" --quiet tests::blobs::
tests "integration tests of packages" "$cargo" test --workspace --quiet --no-fail-fast \
    --test draw_verifier --test command_line --test register_commands --test secrets \
    --test golden --test register_row
tests "fuzz corpus" "$cargo" test --workspace --test fuzz_corpus --quiet
tests "memory at the gate" "$cargo" test --workspace --test gate_memory -- --nocapture
tests "architecture" "$cargo" test --workspace --test architecture --quiet
tests "mechanisms" "$cargo" test --workspace --test mechanisms
tests "end to end" "$cargo" test --workspace --test e2e
tests "crashes at every write, planted defects" "$cargo" test --workspace --test sim -- \
    --skip fleet --nocapture
# The phone's core over its bindings: a worker's day against the real relay.
tests "a worker's day in Python" uniffi-bindings/scripts/test-python.sh
# Says loudly what it lacks, and fails on a build machine.
tests "a worker's day in Kotlin" uniffi-bindings/scripts/test-kotlin.sh
# The reference hosts: one compiled as far as it can be here, one held to the names that are there.
tests "the Android host compiles" uniffi-bindings/scripts/check-android-host.sh
tests "names and syntax of the Swift sources" uniffi-bindings/scripts/check-swift.sh
# As many device-days as fit into what is left of an hour, six minutes at most; on a slow machine half a
# minute of them. At least 3,000 are aimed at: fewer are said aloud, once more at the end.
left=$((3600 - $(date +%s) + started))
fleet_seconds=$((left > 360 ? 360 : left < 30 ? 30 : left))
fleet_log=$PWD/target/fleet-tests.log
fleet() {
    WANGGE_SIM_SECONDS="${WANGGE_SIM_SECONDS:-$fleet_seconds}" \
        "$cargo" test --workspace --test sim -- --exact fleet --nocapture | tee "$fleet_log"
}
tests "simulated fleet" fleet
if [ -n "$beside" ]; then
    echo "== waiting for the browser"
    ended=0
    wait "$beside" || ended=$?
    cat "$browser_log"
    if [ "$ended" != 0 ]; then
        failed+=("in a browser")
    fi
fi
grep -h "^!! ONLY" "$fleet_log" || true
echo "== all stages: $(($(date +%s) - started)) s"
if [ "${#failed[@]}" -gt 0 ]; then
    printf '!! FAILED: %s\n' "${failed[@]}" >&2
    exit 1
fi
