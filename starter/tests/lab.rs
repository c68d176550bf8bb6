//! The lab's tests: `cargo test 2A`, `cargo test figure8`, `LAB_SEED=7 cargo test backup_2B`.

tester::lab_tests!(raft::Peer);
