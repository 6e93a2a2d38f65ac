#!/usr/bin/env bash
# The worker's day over the Python binding, against the real relay. Wants a build of the workspace.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
target=${WANGGE_TARGET:-$here/../target/debug}
"$here/scripts/generate.sh" python "$target/libwangge_phone.so" "$target/wangge-bindgen"
PYTHONPATH=$here/python exec python3 "$here/tests/worker_day.py" python3 "$here/tests/driver.py"
