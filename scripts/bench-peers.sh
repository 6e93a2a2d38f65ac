#!/usr/bin/env bash
# This engine beside others on the same work, proxy and machine, in one run.
#   scripts/bench-peers.sh DIR      DIR: the peers' harness (run.mjs, engines.json, setup.sh)
# PEERS_WORK: where it installs and works (kept between runs); PEERS_ENGINES, PEERS_REPS: as run.mjs.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
peers=${1:-}
if [ -z "$peers" ]; then
    echo 'bench-peers needs the folder of the peers'"'"' harness: make bench-peers PEERS=DIR' >&2
    echo 'Without it there is nothing to compare with; make bench has a baseline of its own.' >&2
    exit 2
fi
for file in run.mjs engines.json setup.sh report.py; do
    if [ ! -f "$peers/$file" ]; then
        echo "bench-peers: $peers is no peers' harness: it has no $file" >&2
        exit 2
    fi
done
for tool in node npm python3 cargo; do
    command -v "$tool" >/dev/null 2>&1 || { echo "bench-peers: this machine lacks $tool" >&2; exit 2; }
done

work=${PEERS_WORK:-$root/target/bench-peers}
mkdir -p "$work"
work=$(cd "$work" && pwd)
target=${CARGO_TARGET_DIR:-$root/target}

cd "$root"
# The workspace as everywhere: `-p` would choose other features and build the dependencies again.
cargo build --quiet --release --workspace --example peer_driver
driver=$target/release/examples/peer_driver

engines=${PEERS_ENGINES:-wangge,rest-batch,rest-single,pouchdb,yjs,samod}
if [ "$engines" = wangge ]; then
    # Alone it needs none of the others installed.
    mkdir -p "$work/js" "$work/data"
    cp -r "$peers"/. "$work/js/"
    [ -f "$work/data/docs.jsonl" ] || (cd "$work/js" && node gen.mjs "$work/data" 42 2000 20 100)
elif [ ! -f "$work/installed" ]; then
    bash "$peers/setup.sh" "$work"
    touch "$work/installed"
fi

cd "$work/js"
node -e '
const fs = require("fs")
const engines = JSON.parse(fs.readFileSync("engines.json"))
engines.wangge = { server: [process.argv[1], "server"], client: [process.argv[1], "client"] }
fs.writeFileSync("engines-with-wangge.json", JSON.stringify(engines, null, 2))
' "$driver"
results=$work/results.jsonl
rm -f "$results"
node run.mjs --work "$work" --reps "${PEERS_REPS:-3}" --engines "$engines" \
    --engines-file engines-with-wangge.json --out "$results"
python3 report.py "$results"
echo
python3 "$root/scripts/peers-ratio.py" "$results"
