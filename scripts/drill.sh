#!/usr/bin/env bash
# A timed drill of backup and restore (docs/BACKUP.md): drill.sh RELAY-BINARY [DATA-FOLDER]
set -euo pipefail
relay=$1
data=${2:-}
work=$(mktemp -d)
if [ -z "$data" ]; then
    data=$work/relay
    "$relay" init --data "$data" --tenant-name 演练 --demo >/dev/null
    "$relay" grid import --data "$data" fixtures/townships/qingfeng-import.json >/dev/null
fi
recipient=$("$relay" backup-key --out "$work/backup-key.txt" | sed -n 's/.*recipient: //p')
timed() {
    local name=$1 begun ended
    shift
    begun=$(date +%s%N)
    "$@" --json >"$work/answer.json"
    ended=$(date +%s%N)
    echo "{\"step\":\"$name\",\"ms\":$(((ended - begun) / 1000000)),\"answer\":$(tail -n 1 "$work/answer.json")}"
}
timed whole "$relay" backup --data "$data" --to "$work/place" --recipient "$recipient"
timed step "$relay" backup --data "$data" --to "$work/place" --recipient "$recipient"
timed hashes "$relay" verify-backup "$work/place"
timed every-row "$relay" verify-backup "$work/place" --key "$work/backup-key.txt"
timed restore "$relay" restore --from "$work/place" --key "$work/backup-key.txt" --data "$work/restored"
timed status "$relay" status --data "$work/restored"
du -sb "$work/place" "$work/restored"
echo "place, key and restored folder: $work"
