//! The rules on committed entries, one by one.

use super::super::views::tests::view;
use super::*;

/// A log of these terms of which the first `committed` entries are.
fn with(term: u64, terms: &[u64], committed: u64) -> Inspection {
    Inspection { commit_index: committed, ..view(term, (0, 0), terms) }
}

#[test]
fn peers_agree_on_what_is_committed() {
    let mut commits = Commits::default();
    commits.learn(0, &with(3, &[1, 2], 2), 0).unwrap();
    commits.learn(1, &with(2, &[1, 2, 2], 1), 0).unwrap();
    let by_term = |index| commits.at(index).map(|known| known.by_term);
    assert_eq!((by_term(1), by_term(2), by_term(3)), (Some(2), Some(3), None));
    let broken = commits.learn(2, &with(4, &[1, 4], 2), 0).unwrap_err();
    assert_eq!((broken.rule, broken.index), (Rule::CommittedStays, Some(2)));
    assert_eq!(broken.message, "peer 0 took entry 2 of term 2 for committed, and peer 2 entry 2 of term 4");
}

#[test]
fn a_leader_has_what_was_committed_before_its_term() {
    let mut commits = Commits::default();
    commits.learn(0, &with(3, &[1, 3], 2), 0).unwrap();
    commits.complete(1, &with(4, &[1, 3, 3], 0)).unwrap();
    commits.complete(1, &with(3, &[1], 0)).unwrap();
    let broken = commits.complete(1, &with(4, &[1], 0)).unwrap_err();
    assert_eq!((broken.rule, broken.peers), (Rule::LeaderCompleteness, vec![0, 1]));
    let sentence = "peer 1 was elected in term 4 without entry 2 of term 3, which peer 0 had taken for committed by term 3";
    assert_eq!(broken.message, sentence);
}

#[test]
fn commits_are_not_taken_back() {
    let old = with(3, &[1, 2, 3], 2);
    keep(0, &Change::new(&old, &with(3, &[1, 2], 2))).unwrap();
    let rule = |new| keep(0, &Change::new(&old, &new)).unwrap_err().rule;
    assert_eq!(rule(with(3, &[1, 2, 3], 1)), Rule::CommitNeverFalls);
    assert_eq!(rule(with(3, &[1, 3, 3], 2)), Rule::CommittedStays);
    assert_eq!(rule(with(3, &[1], 2)), Rule::CommittedStays);
    let applied = Inspection { last_applied: 2, ..old.clone() };
    let broken = keep(0, &Change::new(&applied, &old)).unwrap_err();
    assert_eq!(broken.message, "the last_applied of peer 0 fell from 2 to 0");
}

#[test]
fn only_what_is_there_is_committed_and_only_that_is_applied() {
    within(0, &with(3, &[1, 2], 2)).unwrap();
    let broken = within(0, &with(3, &[1, 2], 3)).unwrap_err();
    let sentence = "peer 0 takes everything up to index 3 for committed, but its log ends at 2";
    assert_eq!((broken.rule, &*broken.message), (Rule::AppliedWithinCommit, sentence));
    let broken = within(0, &Inspection { last_applied: 2, ..with(3, &[1, 2], 1) }).unwrap_err();
    let sentence = "peer 0 has applied up to index 2, though it knows only of 1 as committed";
    assert_eq!(broken.message, sentence);
}

#[test]
fn a_leader_counts_replicas_of_its_own_term_only() {
    let leader = |terms: &[u64], committed| Inspection { role: Role::Leader, ..with(4, terms, committed) };
    own_term(0, &Change::new(&leader(&[1, 2], 0), &leader(&[1, 2, 4], 3))).unwrap();
    own_term(0, &Change::new(&with(4, &[1, 2], 0), &leader(&[1, 2], 2))).unwrap();
    let broken = own_term(0, &Change::new(&leader(&[1, 2], 0), &leader(&[1, 2], 2))).unwrap_err();
    let sentence = "peer 0, which leads term 4, raised its commit_index from 0 to entry 2 of term 2";
    assert_eq!((broken.rule, &*broken.message), (Rule::CommitOwnTerm, sentence));
}
