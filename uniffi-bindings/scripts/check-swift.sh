#!/usr/bin/env bash
# Generates the Swift binding out of the debug library, and holds the hand-written Swift (the
# package, its test, the reference host for iOS) to the names and labels that are there. Wants a
# build of the workspace and Python.
#   check-swift.sh
# NO Swift compiler is at work here: types, Apple's own libraries and what an app does are not
# checked by it. Then it plants wrong names and must find every one, so that a check that has gone
# blind does not pass. The grammar of Swift is fetched (swift-check/python.txt); without it the
# syntax is not looked at, and that is said.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
target=${WANGGE_TARGET:-$here/../target/debug}
"$here/scripts/generate.sh" swift "$target/libwangge_phone.so" "$target/wangge-bindgen"
made=$here/swift/Sources/WanggeField/Generated/WanggeField.swift
# The comments of the core arrive: they are the documentation that an app's developer sees.
python3 "$here/tests/documented.py" "$made"
own() { find "$1" -name '*.swift' -not -path '*/Generated/*' -not -path '*/.build/*'; }
names() {
    # shellcheck disable=SC2046
    python3 "$here/tests/swift_names.py" "$made" $(own "$1")
}
names "$here/swift"
planted=$(mktemp -d)
trap 'rm -rf "$planted"' EXIT
cp -r "$here/swift/Sources" "$here/swift/Tests" "$here/swift/shell" "$planted/"
plant() {
    sed -i "$2" "$planted/$1"
    if cmp -s "$here/swift/$1" "$planted/$1" || names "$planted" >/dev/null 2>&1; then
        echo "a wrong name was not found: $1: $2" >&2
        exit 1
    fi
    cp "$here/swift/$1" "$planted/$1"
}
shell=shell/Sources
plant $shell/ShellCore.swift 's/import WanggeField/import Wangge/'
plant $shell/ShellCore.swift 's/requestJson:/request:/'
plant $shell/ShellCore.swift 's/\.lock()/.bar()/'
plant $shell/People.swift 's/Settings(folder: data.path, label/Settings(folder: data.path, name/'
plant $shell/HostCalls.swift 's/exportPending(parent:/exportPending(folder:/'
plant $shell/KeychainVault.swift 's/VaultError\.Unknown/VaultError.unknown/'
plant $shell/KeychainVault.swift 's/func instanceNonce/func nonce/'
plant $shell/BackgroundUploads.swift 's/upload\.pin)/upload.key)/'
plant $shell/BackgroundSyncing.swift 's/syncWithin/syncInside/'
plant $shell/BridgeFailure.swift 's/Retry\.whenOnline/Retry.online/'
plant Sources/WanggeField/Sequences.swift 's/watch\.stop()/watch.end()/'
plant Sources/WanggeField/Sequences.swift 's/onProgress(progress:/onProgress(_ progress:/'
plant Tests/WanggeFieldTests/OpeningTests.swift 's/FieldError\.Enrollment/FieldError.Enrolment/'
# Without any of them the copy passes: it was the wrong name that was found.
names "$planted" >/dev/null
echo "   13 wrong names planted, all found"
grammar=$here/swift/.build/grammar
if [ ! -d "$grammar" ] && ! python3 -m pip install --quiet --disable-pip-version-check --no-deps \
    --root-user-action=ignore --require-hashes --only-binary :all: --target "$grammar" \
    --requirement "$here/scripts/swift-check/python.txt" 2>/dev/null; then
    rm -rf "$grammar"
    echo "!! The syntax of the Swift sources is NOT looked at: its grammar cannot be fetched" >&2
    exit 0
fi
# shellcheck disable=SC2046
PYTHONPATH=$grammar python3 "$here/scripts/swift-check/syntax.py" $(own "$here/swift")
