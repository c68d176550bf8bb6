//! `lab status`: how a student's Raft stands.

use crate::program::{lab, run};

#[test]
fn the_program_runs() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(&mut lab(folder.path()), "run initial_election_2A");
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.stdout.contains("... Passed"), "{ran:?}");
    assert_eq!(ran.stderr, "");
}
