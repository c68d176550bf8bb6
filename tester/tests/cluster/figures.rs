//! The figures at the end of a test.

use raftapi::prelude::*;
use tester::host::Factory;
use tester::runner;
use tester::suite;

use crate::puppet::applied_all;
use crate::stub::Stub;

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
    let factory = Factory::new(|cx| {
        sim::spawn(hand_up(cx));
        Rc::new(Stub)
    });
    let outcome = runner::record(churn, 1, &factory);
    let last = outcome.log.iter().rfind(|event| event.kind == "apply").unwrap();
    assert!(last.text.ends_with(" at index 5"), "a repetition: {}", last.text);
    assert_eq!(outcome.statistics.commits, 20);
}
