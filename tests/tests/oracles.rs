//! The oracles over the reference: they find nothing, for there is nothing to find, and they change nothing.
#![allow(clippy::unwrap_used)] // a failed test is what it is for

use tester::host::Factory;
use tester::oracle::Eyes;
use tester::runner::simulate_with;
use tester::suite;

const SEEDS: std::ops::RangeInclusive<u64> = 1..=3;

#[test]
fn oracles_find_nothing_and_change_nothing() {
    let factory = Factory::of::<raft::Peer>();
    for test in suite::all() {
        for seed in SEEDS {
            let [off, black, all, wide] = [Eyes::Off, Eyes::BlackBox, Eyes::All, Eyes::Wide].map(|eyes| {
                let outcome = simulate_with(test, seed, &factory, eyes);
                assert_eq!(outcome.verdict.message(), None, "{test:?} with seed {seed} before {eyes:?}");
                (outcome.digest, outcome.observed, outcome.ended, outcome.statistics)
            });
            assert_eq!((off, off, off), (black, all, wide), "{test:?} with seed {seed}");
        }
    }
}
