//! The lab's 28 tests, and the chaos suite, against the reference Raft: `cargo test 2A`, `cargo test X`,
//! `cargo test figure8`, `LAB_SEED=7 cargo test backup_2B`.
//!
//! Each test runs the seeds that failed before, then ten seeds, and prints the lab's line of statistics even
//! if it passes. `tester::libtest` says what the environment can change.

tester::lab_tests!(raft::Peer);
