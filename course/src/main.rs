//! The lab's program around the reference Raft, for the tests of what a course does with it.
//!
//! Cargo tells a package's tests where the programs of that same package are, and of no other. Nor can it be
//! called `lab`, as `raft`'s is: the two would be one file in the target directory.

fn main() -> std::process::ExitCode {
    tester::cli::main::<raft::Peer>()
}
