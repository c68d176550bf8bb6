#!/usr/bin/env bash
# Gets a machine ready to grade: a Rust toolchain, and the lab, built once. From then on, no network is needed.
# Gradescope runs this when it builds its image, and the Containerfile does the same.
set -euo pipefail

. "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

# Rust links by the C compiler, and comes by curl.
if ! command -v cc > /dev/null || ! command -v curl > /dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install --yes --no-install-recommends build-essential ca-certificates curl
    rm -rf /var/lib/apt/lists/*
fi

is_new_enough() {
    local version
    version="$(rustc --version 2> /dev/null | cut -d ' ' -f 2)" || return 1
    [ -n "$version" ] && [ "$(printf '%s\n' "$RUST" "$version" | sort -V | head -n 1)" = "$RUST" ]
}

if ! is_new_enough; then
    export CARGO_HOME="$ROOT/tools/cargo" RUSTUP_HOME="$ROOT/tools/rustup"
    mkdir -p "$CARGO_HOME"
    curl --proto '=https' --tlsv1.2 --silent --show-error --fail https://sh.rustup.rs |
        sh -s -- -y --no-modify-path --profile minimal --default-toolchain "$RUST"
    export PATH="$CARGO_HOME/bin:$PATH"
fi

cd "$RAFTLAB"
cargo build --profile grade --package raft --bin lab

# Grading for the first time builds what submissions are compiled against. The starter earns nothing, so the grader
# says 1: anything else is wrong here, and should be seen now rather than by the first student.
out="$(mktemp -d)"
status=0
bash "$SOURCE/grade" --out "$out" "$RAFTLAB/raft" || status=$?
rm -rf "$out"
if [ "$status" -ne 1 ]; then
    echo "setup.sh: grading the starter should end with 1, and ended with $status: see above" >&2
    exit 1
fi
