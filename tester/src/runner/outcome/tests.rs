//! Who is to blame, and for what first.

use sim::{Config, World};

use super::*;
use crate::failure::{CostFailure, LeadershipFailure, Rule};

fn verdict_of(panicking: impl FnOnce(World) + 'static) -> Verdict {
    let report = sim::run(Config::new(1), |world| async move {
        panicking(world);
        sim::sleep(Duration::from_secs(1)).await;
    });
    Verdict::of(report.result.err(), None, Vec::new(), &report.waiting)
}

#[test]
fn a_panic_of_a_peer_is_the_peers_fault() {
    let verdict = verdict_of(|world| {
        let node = world.add_node("peer 0");
        world.enter(node, || panic!("no such entry"));
    });
    assert_eq!((verdict.class(), verdict.rule()), (Some("panic"), Some("no-panic")));
    assert!(verdict.message().is_some_and(|message| message.starts_with("peer 0, ")));
}

#[test]
fn a_panic_of_the_script_is_the_harnesss_fault() {
    let verdict = verdict_of(|_| panic!("out of cheese"));
    assert!(matches!(verdict, Verdict::Broken(_)));
    assert_eq!((verdict.class(), verdict.passed()), (Some("harness"), false));
}

fn seen(rule: Rule) -> Violation {
    let (at, message) = (Instant::from_nanos(7), "as was seen".to_owned());
    Violation { rule, event: 12, at, peers: vec![1], index: None, message }
}

fn disagreement() -> Failure {
    LeadershipFailure::TwoLeaders { term: 3, leaders: vec![0, 2] }.into()
}

fn delay() -> Failure {
    LeadershipFailure::TermsDiffer(Vec::new()).into()
}

fn expense() -> Failure {
    CostFailure::NoRpcs { during: "in the election" }.into()
}

/// The rule of the verdict and whether it is an oracle's, and the rule beside it.
fn told(violation: Option<Rule>, found: Vec<Failure>) -> (String, bool, Option<String>) {
    let verdict = Verdict::of(None, violation.map(seen), found, &[]);
    let account = verdict.account().expect("something was found");
    assert_eq!(account.is_seen_by_oracle(), violation.is_some());
    (account.rule.clone(), account.seen.is_some(), account.also.as_ref().map(|also| also.rule.clone()))
}

#[test]
fn the_gravest_failure_is_the_verdict_and_the_other_finders_is_told_beside_it() {
    let (safety, liveness) = (Rule::TermNeverFalls, Rule::VoteResetsTimer);
    let cases = [
        (safety, disagreement(), ("term-never-falls", true, "one-leader-per-term")),
        (safety, delay(), ("term-never-falls", true, "terms-agree")),
        (safety, expense(), ("term-never-falls", true, "rpc-count")),
        (liveness, disagreement(), ("one-leader-per-term", false, "vote-resets-timer")),
        (liveness, delay(), ("vote-resets-timer", true, "terms-agree")),
        (liveness, expense(), ("vote-resets-timer", true, "rpc-count")),
    ];
    for (violation, failure, (rule, is_oracles, also)) in cases {
        let expected = (rule.to_owned(), is_oracles, Some(also.to_owned()));
        assert_eq!(told(Some(violation), vec![failure]), expected);
    }
}

#[test]
fn of_the_tests_own_failures_the_gravest_is_told() {
    assert_eq!(told(None, vec![delay(), disagreement()]), ("one-leader-per-term".to_owned(), false, None));
    assert_eq!(told(None, vec![expense(), delay()]), ("terms-agree".to_owned(), false, None));
    let beside = Some("one-leader-per-term".to_owned());
    let both = vec![expense(), disagreement()];
    assert_eq!(told(Some(Rule::TermNeverFalls), both), ("term-never-falls".to_owned(), true, beside));
}

#[test]
fn who_found_it_is_known_in_every_order() {
    let account = |violation: Option<Rule>, found| {
        let verdict = Verdict::of(None, violation.map(seen), found, &[]);
        verdict.account().map(|account| (account.is_seen_by_oracle(), account.is_seen_by_test()))
    };
    assert_eq!(account(None, Vec::new()), None);
    assert_eq!(account(Some(Rule::TermNeverFalls), Vec::new()), Some((true, false)));
    assert_eq!(account(Some(Rule::TermNeverFalls), vec![delay()]), Some((true, true)));
    assert_eq!(account(Some(Rule::VoteResetsTimer), vec![disagreement()]), Some((true, true)));
    assert_eq!(account(None, vec![delay()]), Some((false, true)));
}

#[test]
fn a_panic_is_graver_than_a_slow_election() {
    let report = sim::run(Config::new(1), |world| async move {
        let node = world.add_node("peer 0");
        world.enter(node, || panic!("no such entry"));
        sim::sleep(Duration::from_secs(1)).await;
    });
    let verdict = Verdict::of(report.result.err(), Some(seen(Rule::CandidateYields)), Vec::new(), &[]);
    assert_eq!((verdict.class(), verdict.rule()), (Some("panic"), Some("no-panic")));
    let also = verdict.account().and_then(|account| account.also.as_ref());
    assert_eq!(also.map(|also| (also.class, &*also.rule)), Some((Class::Liveness, "candidate-yields")));
}
