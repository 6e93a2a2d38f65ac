#!/usr/bin/env bash
# The primary of the database dies under two relays and four phones, and its standby is promoted. The
# test judges what was lost; this judges how long nothing was taken: failover.sh SECONDS
set -euo pipefail
cd "$(dirname "$0")/.."
aim=${1:-30}
cargo=${CARGO:-cargo}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$cargo" test --quiet --workspace --test e2e -- failover --nocapture 2>&1 | tee "$log"
figure=$(grep -o '{"failover":.*}' "$log" | tail -n 1)
if [ -z "$figure" ]; then
    echo "failover: not measured (is a PostgreSQL server installed?)" >&2
    exit 1
fi
python3 - "$figure" "$aim" <<'PY'
import json
import sys

figure, aim = json.loads(sys.argv[1])["failover"], float(sys.argv[2])
took = figure["unavailable_seconds"]
print(json.dumps({"what": "failover, unavailable", "value": round(took, 2), "unit": "s", "aim": aim, "met": took <= aim}))
sys.exit(0 if took <= aim else 1)
PY
