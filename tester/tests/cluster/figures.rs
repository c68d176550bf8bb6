//! The figures at the end of a test.

use raftapi::prelude::*;
use tester::facts::Applied;
use tester::runner;
use tester::suite;

use crate::puppet::applied_all;
use crate::stub;

/// Peers that hand up more in their first life than in all others.
async fn hand_up(cx: PeerContext) {
    let last = if cx.persister.state().is_empty() { 20 } else { 5 };
    cx.persister.save("lived", "");
    for message in applied_all(1..=last) {
        cx.apply.send(message).await;
    }
}

/// The churn restarts peers at random, and everybody in the end.
#[test]
fn the_commits_are_the_highest_index_also_if_restarted_peers_begin_again() {
    let churn = suite::find("reliable_churn_2C").unwrap();
    let outcome = runner::record(churn, 1, &stub::factory(hand_up));
    let last = outcome.events.iter().rev().find_map(sim::Event::fact::<Applied>);
    assert_eq!(last.unwrap().index, 5, "a repetition");
    assert_eq!(outcome.statistics.commits, 20);
}
