//! The reference Raft's lab program: `cargo lab run`, `cargo lab list`, `cargo lab replay TEST SEED`.
//!
//! A student's program is the same line with the student's own `Peer` in it.

fn main() -> std::process::ExitCode {
    tester::cli::main::<raft::Peer>()
}
