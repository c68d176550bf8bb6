//! Which source files are the harness's own, and which the implementation's.

/// The crates of the harness: what a student reads a backtrace for is not in them.
const OURS: [&str; 5] = ["sim", "labgob", "labrpc", "raftapi", "tester"];

/// Whether a source file belongs to the harness, however the compiler was told of it.
pub(crate) fn is_ours(file: &str) -> bool {
    OURS.iter().any(|name| {
        let folder = format!("{name}/src/");
        file.starts_with(&folder) || file.contains(&format!("/{folder}"))
    })
}
