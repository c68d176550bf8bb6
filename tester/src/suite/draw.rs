//! What the scripts leave to chance: always from the script's own stream.

use std::time::Duration;

use crate::cluster::Cluster;

/// A 63-bit number: the course's usual command, so large that two are never the same.
pub(super) fn rnd63() -> u64 {
    sim::random_range(0..1 << 63)
}

/// A 31-bit number.
pub(super) fn rnd31() -> u64 {
    sim::random_range(0..1 << 31)
}

/// True with a probability of `permille` thousandths.
pub(super) fn chance(permille: u32) -> bool {
    sim::random_range(0..1000) < permille
}

/// Any peer of the cluster.
pub(super) fn any_peer(cluster: &Cluster) -> usize {
    sim::random_range(0..cluster.size())
}

/// A whole number of milliseconds below `bound`.
pub(super) fn millis_below(bound: u64) -> Duration {
    Duration::from_millis(sim::random_range(0..bound))
}

/// A text of `length` characters, from the 64 of URL-safe base64.
pub(super) fn text(length: usize) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const PER_DRAW: usize = 10;
    let mut text = String::with_capacity(length + PER_DRAW);
    while text.len() < length {
        let drawn: u64 = sim::random_range(0..=u64::MAX);
        let letter = |place: usize| char::from(ALPHABET[(drawn >> (6 * place) & 63) as usize]);
        text.extend((0..PER_DRAW).map(letter));
    }
    text.truncate(length);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn<T: 'static>(draw: impl FnOnce() -> T + 'static) -> T {
        sim::run(sim::Config::new(5), |_| async move { draw() }).result.expect("nothing to stop it")
    }

    #[test]
    fn one_in_ten_is_one_in_ten() {
        let hits = drawn(|| (0..100_000).filter(|_| chance(100)).count());
        assert!((9_700..10_300).contains(&hits), "{hits}");
    }

    #[test]
    fn pauses_reach_both_ends_of_their_range() {
        let pauses = drawn(|| (0..10_000).map(|_| millis_below(13).as_millis()).collect::<Vec<_>>());
        assert_eq!((pauses.iter().min(), pauses.iter().max()), (Some(&0), Some(&12)));
    }

    #[test]
    fn texts_have_the_length_asked_for_and_differ() {
        let [one, other] = drawn(|| [text(5000), text(5000)]);
        assert_eq!((one.len(), other.len()), (5000, 5000));
        assert_ne!(one, other);
        assert_eq!(drawn(|| text(7)).len(), 7);
    }
}
