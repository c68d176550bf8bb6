//! Bold candidates: many decisions left out at random, and other seeds.
//!
//! Where no single decision can be left out any more, two together often can, or all of them with another
//! seed: what a peer draws has as much part in a failure as what befalls its messages. And sometimes the
//! test, with nothing left out, fails in the same way much sooner with another seed. A run of another seed
//! is another run, and is said to be. Which candidates there are is decided by their numbers alone.

use sim::Digest;

use super::atoms::{self, PARTS};
use super::trials::Candidate;
use crate::case::Size;

/// How many candidates are tried before all hope is given up.
pub(super) const TRIES: u64 = 3000;

/// How many are tried before every decision is looked at closely.
pub(super) const FEW: u64 = 100;

/// How many in 8 of the decisions of one kind are left out.
const SHARES: [u64; 8] = [8, 8, 8, 6, 4, 2, 1, 0];

/// What a run weighs: what must become less for it to count as smaller.
pub(super) fn weight(size: &Size) -> u64 {
    let plan = size.plan.map_or(0, |faults| faults as u64);
    let trifles = size.hardly_late + size.slow_failures + plan;
    let chance = size.picks + size.events / 20;
    20 * size.faults() + 5 * (size.commands() + trifles) + 10 * size.peers as u64 + chance
}

/// The candidate of this number, where `first` is what the run was told before anything was left out.
pub(super) fn candidate(best: &Candidate, first: &Candidate, number: u64, deeds: bool) -> Candidate {
    if number % 8 == 7 {
        return Candidate { seed: other_seed(first.seed, number), ..first.clone() };
    }
    let mut left_out = Vec::new();
    for (place, kind) in PARTS.into_iter().enumerate().filter(|(_, kind)| deeds || !kind.is_deeds()) {
        let share = SHARES[usize::try_from(draw(&[number, place as u64]) % 8).unwrap_or(0)];
        let chosen = kind.of(&best.steering).into_iter().enumerate();
        let chosen = chosen.filter(|(atom, _)| draw(&[number, place as u64, *atom as u64]) % 8 < share);
        left_out.extend(chosen.map(|(_, atom)| atom));
    }
    let seed = if number.is_multiple_of(4) { best.seed } else { other_seed(first.seed, number) };
    Candidate { seed, steering: atoms::without(&best.steering, &left_out) }
}

/// Short enough to be typed.
fn other_seed(first: u64, number: u64) -> u64 {
    draw(&[first, number]) >> 24
}

fn draw(words: &[u64]) -> u64 {
    let mut digest = Digest::new();
    for word in words {
        digest.word(*word);
    }
    digest.value() >> 8
}
