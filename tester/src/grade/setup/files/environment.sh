# Where everything is, for setup.sh and run_autograder, which read this file first.

# Gradescope's folder. Elsewhere, AUTOGRADER_ROOT names another.
ROOT="${AUTOGRADER_ROOT:-/autograder}"
# What was uploaded.
SOURCE="$ROOT/source"
# The lab, with the starter in the place of a Raft: it grades, and submissions are built against it.
RAFTLAB="$SOURCE/raftlab"
LAB="$RAFTLAB/target/grade/lab"
# The oldest Rust that the lab is written for.
RUST="@RUST@"

# A toolchain of our own, if setup.sh had to install one.
if [ -d "$ROOT/tools/cargo" ]; then
    export CARGO_HOME="$ROOT/tools/cargo" RUSTUP_HOME="$ROOT/tools/rustup"
    export PATH="$CARGO_HOME/bin:$PATH"
fi
