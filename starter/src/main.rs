//! The lab's program around your Raft: `cargo lab run`, `cargo lab replay TEST SEED`, `cargo lab status`.

fn main() -> std::process::ExitCode {
    tester::cli::main::<raft::Peer>()
}
