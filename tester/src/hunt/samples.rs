//! Outcomes for the tests of this folder: made up, and decided by test and seed.

use std::time::Duration;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use sim::{Digest, Instant};

use super::book::Book;
use super::plan::Plan;
use crate::failure::Class;
use crate::runner::{Account, Outcome, Verdict};
use crate::situations::Reached;
use crate::stats::Statistics;
use crate::suite;

/// Checks that hold for all values: the same ones every time.
pub(crate) fn for_all<S: Strategy>(cases: u32, strategy: S, check: impl Fn(S::Value)) {
    let config =
        Config { cases, rng_seed: RngSeed::Fixed(2014), failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&strategy, |value| {
        check(value);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// What becomes of a made-up run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Passes,
    Panics,
    Stalls,
    Dies,
    BreaksTheHarness,
}

/// A hunt of the first `tests` tests, which goes on after failures.
pub(crate) fn plan(tests: usize, from: u64, seeds: u64) -> Plan {
    let tests = suite::all().iter().take(tests).collect();
    Plan { tests, from, seeds, shard: None, keep_going: true, watchdog_s: 10 }
}

/// Test number `test` with this seed, which comes to this end.
pub(crate) fn outcome(test: usize, seed: u64, fate: Fate) -> Outcome {
    let test = &suite::all()[test];
    let draw = draw(test.name, seed);
    let virtual_time = Duration::from_nanos(draw % 1_000_000_007);
    Outcome {
        test,
        seed,
        verdict: verdict(fate, seed),
        statistics: Statistics { virtual_time, peers: 3, rpcs: draw % 100, bytes: draw % 10_000, commits: 5 },
        reached: Reached::default(),
        warnings: Vec::new(),
        ended: Instant::ZERO + virtual_time,
        digest: draw,
        observed: if fate == Fate::Dies { 0 } else { 100 + draw % 50 },
        wall: Duration::from_micros(draw % 3_000),
        log: Vec::new(),
        decisions: None,
    }
}

/// The outcome that chance gives to test and seed: one in ten fails.
pub(crate) fn by_chance(test: usize, seed: u64) -> Outcome {
    let fate = match draw("chance", draw(suite::all()[test].name, seed)) % 40 {
        0 => Fate::Panics,
        1 => Fate::Stalls,
        2 => Fate::Dies,
        3 => Fate::BreaksTheHarness,
        _ => Fate::Passes,
    };
    outcome(test, seed, fate)
}

/// All outcomes of a plan, by chance.
pub(crate) fn outcomes(plan: &Plan) -> Vec<Outcome> {
    let tests = 0..plan.tests.len();
    plan.range().flat_map(|seed| tests.clone().map(move |test| by_chance(test, seed))).collect()
}

/// The book of all outcomes of a plan, by chance.
pub(crate) fn book(plan: &Plan) -> Book {
    let mut book = Book::new(plan.clone());
    for outcome in outcomes(plan) {
        book.record(&outcome);
    }
    book
}

/// The book of a fourth of the outcomes of a plan, chosen by `chance`.
pub(crate) fn some_of_book(plan: &Plan, chance: u64) -> Book {
    let mut book = Book::new(plan.clone());
    for (index, outcome) in (0..).zip(outcomes(plan)) {
        if draw("some", chance.wrapping_add(index)).is_multiple_of(4) {
            book.record(&outcome);
        }
    }
    book
}

fn draw(word: &str, number: u64) -> u64 {
    let mut digest = Digest::new();
    digest.bytes(word.as_bytes());
    digest.word(number);
    digest.value()
}

fn verdict(fate: Fate, seed: u64) -> Verdict {
    let account = |class, rule: &str, place: Option<&str>| Account {
        class,
        rule: rule.to_owned(),
        seen: None,
        place: place.map(str::to_owned),
        message: format!("peer 1 broke {rule} with seed {seed}"),
        peers: vec![1],
        index: None,
        card: None,
        frames: Vec::new(),
        waiting: Vec::new(),
        also: None,
    };
    match fate {
        Fate::Passes => Verdict::Passed,
        Fate::Panics => Verdict::Failed(account(Class::Panic, "no-panic", Some("src/raft.rs:41:7"))),
        Fate::Stalls => Verdict::Failed(account(Class::Liveness, "agreement-in-time", None)),
        Fate::Dies => Verdict::Failed(account(Class::Panic, "bounded-recursion", Some("src/log.rs:9"))),
        Fate::BreaksTheHarness => Verdict::Broken(account(Class::Panic, "sound-harness", None)),
    }
}
