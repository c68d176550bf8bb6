#!/usr/bin/env bash
# Writes a student's crate and runs every command of its README as it stands there, `make` included, on a Raft of which nothing is written
# yet: whatever a command is for, it must do that, and may only end well or with "some test failed". Then `make lint` must
# find nothing in it, and with the reference Raft in its place every test must pass, in release, with as many seeds as the
# argument says (20 without one).
set -euo pipefail
cd "$(dirname "$0")/.."

seeds=${1:-20}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
raftlab=$PWD
export CARGO_NET_OFFLINE=true CARGO_INCREMENTAL=0 CARGO_TERM_COLOR=never
# What is compiled on the way stays beside what is compiled here.
export CARGO_BUILD_BUILD_DIR=$raftlab/target

# `make hunt` takes so many seeds.
export SEEDS=20

commands() { # README: those of its table, those of its blocks, and the short names
    sed -nE 's/^\| `(cargo [^`]*)` \|.*/\1/p' "$1"
    sed -nE 's/^\$ (.*)/\1/p' "$1"
    grep -oE '`make [0-9A-Za-z]+`' "$1" | tr -d '`' | sort -u
}

ends_as_it_may() { # STATUS: 1 is "some test failed" of the lab's program, and 101 of cargo test; make has its own
    [[ $1 -eq 0 || $1 -eq 1 || $1 -eq 101 ]] && return
    [[ $1 -eq 2 ]] && grep -qE '^make: \*\*\* .* Error (1|101)$' "$scratch/output"
}

cargo lab new "$scratch/my-raft"
cd "$scratch/my-raft"
commands README.md > "$scratch/commands"
[[ $(wc -l < "$scratch/commands") -gt 10 ]] || { echo "README.md has hardly any commands"; exit 1; }
while read -r command; do
    start=$SECONDS
    status=0
    bash -c "$command" > "$scratch/output" 2>&1 < /dev/null || status=$?
    echo "$command: exit status $status, $((SECONDS - start)) s"
    if ! ends_as_it_may "$status" || grep -q "panicked at" "$scratch/output"; then
        tail -n 40 "$scratch/output"
        exit 1
    fi
    case $command in *"cargo test"* | "make 2A")
        tr -s '\n ' ' ' < "$scratch/output" | grep -q "is not written yet: part 2A, step 4" || {
            echo "nobody is told what is to be written"
            tail -n 40 "$scratch/output"
            exit 1
        }
        ;;
    esac
done < "$scratch/commands"
make --silent lint > /dev/null

cp -r "$raftlab"/raft/src/* src/
cargo lab run all --seeds "$seeds" > "$scratch/output" || {
    tail -n 60 "$scratch/output"
    exit 1
}
tail -n 2 "$scratch/output"
cargo lab status | tail -n 4
