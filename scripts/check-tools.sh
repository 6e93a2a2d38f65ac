#!/usr/bin/env bash
# Names every tool that is missing, with the package that brings it, before anything is built.
set -u
missing=()
need() { command -v "$1" >/dev/null 2>&1 || missing+=("$1 ($2)"); }
need cargo "Rust 1.95 or newer, by rustup"
need cargo-clippy "rustup component add clippy"
need cc "a C compiler: apt-get install build-essential"
need make "apt-get install make"
need perl "apt-get install perl"
need cmake "apt-get install cmake"
need nasm "apt-get install nasm"
need node "Node.js 20 or newer"
need npm "comes with Node.js"
need python3 "the independent verifier of draws: apt-get install python3"
if [ "${#missing[@]}" -gt 0 ]; then
    printf 'This machine lacks:\n' >&2
    printf '  %s\n' "${missing[@]}" >&2
    exit 1
fi
