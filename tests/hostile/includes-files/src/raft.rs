//! Has the compiler read what it may not read.

pub const PASSWORDS: &str = include_str!("/etc/passwd");
pub const SECRETS: &str = include_str!("../../../grading.toml");
pub const OTHERS: &str = include_str!("../../honest/src/raft.rs");
