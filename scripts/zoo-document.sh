#!/usr/bin/env bash
# Fills in what docs/zoo.md takes from the zoo itself: the list of bugs, the table, and the reports of the course notes'
# bugs. Arguments are those of `zoo table`; without any, it is the full table at 1000 seeds, which takes hours.
set -euo pipefail
cd "$(dirname "$0")/.."

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

zoo() {
    cargo run --quiet --release -p zoo -- "$@"
}

if [[ $# -eq 0 ]]; then
    set -- --full --seeds 1000
fi
zoo list --markdown > "$scratch/bugs"
# The table is worth having also where a bug survives.
zoo table --markdown "$@" > "$scratch/table" || echo "the table is not as it should be: see its last lines" >&2
zoo reports > "$scratch/reports"

# A section goes from <!-- NAME --> to <!-- end of NAME -->.
awk -v scratch="$scratch" '
    /^<!-- end of / { skipping = 0; print "" }
    !skipping { print }
    /^<!-- (bugs|table|reports) -->$/ {
        print ""
        file = scratch "/" $2
        while ((getline line < file) > 0) print line
        skipping = 1
    }
' docs/zoo.md | cat -s > "$scratch/document"
mv "$scratch/document" docs/zoo.md
