//! What answers, refusals and losses do to a leader's view, in and out of order.

use super::*;

const fn probing(next_index: u64, match_index: u64) -> Progress {
    Progress { course: Course::Probing, next_index, match_index }
}

const fn replicating(next_index: u64, match_index: u64) -> Progress {
    Progress { course: Course::Replicating, next_index, match_index }
}

#[test]
fn an_accepted_probe_ends_the_probing() {
    let mut progress = Progress::assume_up_to_date(10);
    assert_eq!(progress, probing(11, 0));
    assert!(progress.agreed(10));
    assert_eq!(progress, replicating(11, 10));
}

#[test]
fn late_answers_take_nothing_back() {
    for (mut progress, index, expected) in [
        (replicating(21, 15), 18, replicating(21, 18)),
        (replicating(21, 15), 12, replicating(21, 15)),
        (probing(16, 4), 12, probing(16, 12)),
    ] {
        assert!(!progress.agreed(index));
        assert_eq!(progress, expected);
    }
}

#[test]
fn a_refusal_leads_back_once() {
    for (mut progress, sent, index, news, expected) in [
        (probing(11, 0), Course::Probing, 6, true, probing(7, 0)),
        // The same refusal, of a probe sent before the first came back.
        (probing(7, 0), Course::Probing, 6, false, probing(7, 0)),
        // What is known to agree is not doubted any more: this is older.
        (probing(11, 8), Course::Probing, 6, false, probing(11, 8)),
        // Entries overtook the ones before them, or the follower is no longer what it was.
        (replicating(21, 10), Course::Replicating, 15, true, probing(16, 10)),
        // A probe from before the logs were found to agree.
        (replicating(21, 10), Course::Probing, 6, false, replicating(21, 10)),
    ] {
        assert_eq!(progress.refused(sent, index), news);
        assert_eq!(progress, expected);
    }
}

#[test]
fn lost_entries_go_again_unless_they_are_known_to_have_come() {
    for (mut progress, first_index, expected) in [
        (replicating(21, 10), 15, probing(15, 10)),
        (replicating(21, 20), 15, replicating(21, 20)),
        (probing(12, 10), 15, probing(12, 10)),
        // A heartbeat carried nothing.
        (replicating(21, 20), 21, replicating(21, 20)),
    ] {
        progress.lost(first_index);
        assert_eq!(progress, expected);
    }
}
