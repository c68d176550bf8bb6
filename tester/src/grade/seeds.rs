//! Which seeds a test is run with: some that everybody knows, and some that only the rubric decides.

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::rubric::{Secret, Seeds};
use crate::suite::LabTest;

/// The seeds that everybody may know.
pub(super) fn public(seeds: &Seeds, test: &LabTest) -> impl Iterator<Item = u64> + use<> {
    1..=seeds.public_of(test)
}

/// Public seeds beyond: they count for nothing.
pub(super) fn beyond(seeds: &Seeds) -> impl Iterator<Item = u64> + use<> {
    seeds.public + 1..=seeds.public.saturating_add(seeds.search)
}

/// The seeds that nobody is to know: what `ChaCha8` draws under a key that the secret and the test's name
/// make. The same secret gives every submission the same ones. A public seed is none of them, nor is one
/// there twice.
pub(super) fn hidden(seeds: &Seeds, test: &LabTest) -> Vec<u64> {
    let Some(base) = &seeds.base else { return Vec::new() };
    let mut stream = ChaCha8Rng::from_seed(key(base, test));
    let last_public = seeds.public.saturating_add(seeds.search);
    let mut drawn = Vec::new();
    while (drawn.len() as u64) < seeds.hidden {
        let seed = stream.next_u64();
        if seed > last_public && !drawn.contains(&seed) {
            drawn.push(seed);
        }
    }
    drawn
}

fn key(base: &Secret, test: &LabTest) -> [u8; 32] {
    base.key(&format!("hidden seeds of {}", test.name))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::suite;

    fn seeds(public: u64, hidden: u64, base: &str) -> Seeds {
        Seeds { public, hidden, base: Secret::new(base), search: 5, single: BTreeMap::new() }
    }

    #[test]
    fn hidden_seeds_depend_on_the_secret_and_the_test_alone() {
        let [one, two] = [&suite::all()[0], &suite::all()[1]];
        let of = |hidden_count, base, test| hidden(&seeds(10, hidden_count, base), test);
        let drawn = of(4, "one secret of many", one);
        assert_eq!(drawn, of(4, "one secret of many", one));
        assert_eq!(drawn[..2], of(2, "one secret of many", one));
        assert_ne!(drawn, of(4, "another one of many", one));
        assert_ne!(drawn, of(4, "one secret of many", two));
        assert!(drawn.iter().all(|seed| *seed > 15));
    }

    #[test]
    fn public_seeds_begin_at_one_and_the_search_goes_on_behind_them() {
        let seeds = seeds(3, 0, "one secret of many");
        assert_eq!(public(&seeds, &suite::all()[0]).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(beyond(&seeds).collect::<Vec<_>>(), [4, 5, 6, 7, 8]);
        assert_eq!(hidden(&seeds, &suite::all()[0]), [0; 0]);
    }
}
