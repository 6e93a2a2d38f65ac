#!/usr/bin/env bash
# Adds a row to docs/simulation-ledger.md, the ledger that docs/RELIABILITY.md links; `make sim` adds its own.
#   scripts/ledger.sh row NAME COUNT KINDS FAILURES DETAILS
#   scripts/ledger.sh run NAME COUNT KIND -- COMMAND...    runs it; COUNT of KIND, failed or not
# WANGGE_LEDGER names another file.
set -euo pipefail
cd "$(dirname "$0")/.."
ledger=${WANGGE_LEDGER:-docs/simulation-ledger.md}

row() {
    local name=$1 count=$2 kinds=$3 failures=$4 details=$5
    # A bar would end the cell.
    printf '| %s | %s | `%s` | - | - | %s | %s | - | %s | %s |\n' \
        "$(date -u +%F)" "$(git rev-parse --short HEAD 2>/dev/null || echo '?')" "${name//|//}" \
        "$count" "$kinds" "${failures//|//}" "${details//|//}" >>"$ledger"
}

case ${1:-} in
row)
    [ $# -eq 6 ] || { echo "usage: ledger.sh row NAME COUNT KINDS FAILURES DETAILS" >&2; exit 2; }
    row "$2" "$3" "$4" "$5" "$6"
    ;;
run)
    { [ $# -ge 6 ] && [ "$5" = -- ]; } || {
        echo "usage: ledger.sh run NAME COUNT KIND -- COMMAND..." >&2
        exit 2
    }
    name=$2 count=$3 kind=$4
    shift 5
    began=$(date +%s)
    ended=0
    "$@" || ended=$?
    failures=0
    [ "$ended" = 0 ] || failures="failed with $ended"
    row "$name" "$count" 1 "$failures" "$kind $count, $(($(date +%s) - began)) s"
    exit "$ended"
    ;;
*)
    sed -n '2,5s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
