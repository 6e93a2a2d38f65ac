#!/usr/bin/env bash
# In place of rustc for our own packages (RUSTC_WORKSPACE_WRAPPER): the compiler with clippy's lints,
# then the documentation of each library. `cargo clippy` and `cargo doc` would have every dependency
# checked a second time, for minutes (docs/adr/0020-build-profile.md).
set -euo pipefail
rustc=$1
shift
sysroot=$("$rustc" --print sysroot)
"$sysroot/bin/clippy-driver" "$rustc" "$@" -Dwarnings

name= out= library=
documented=()
while [ "$#" -gt 0 ]; do
    case $1 in
    --crate-name) name=$2 ;;
    --out-dir) out=$2 ;;
    --crate-type) case $2 in lib | rlib) library=1 ;; esac ;;
    # A test, or a question of cargo's.
    --test | --print | --print=* | -vV) exit 0 ;;
    esac
    case $1 in
    # What says where code goes is nothing to a page.
    --out-dir | --emit) shift ;;
    --emit=* | --warn=clippy::* | --deny=clippy::* | --allow=clippy::*) ;;
    *) documented+=("$1") ;;
    esac
    shift
done
[ -n "$library" ] || exit 0
"$sysroot/bin/rustdoc" "${documented[@]}" -Dwarnings --out-dir "$out/../../doc/$name"
