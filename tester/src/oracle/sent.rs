//! The requests that a peer has sent, by their digests.

use std::collections::{BTreeMap, VecDeque};

/// How many different requests are remembered. Whoever repeats one does so within seconds, and sends fewer
/// than this meanwhile.
const MOST: usize = 4096;

/// The requests that a peer has sent in this life, as far as it may still repeat them.
#[derive(Default)]
pub(super) struct Sent {
    /// How many there were, with all repetitions.
    pub(super) count: u64,
    /// By digest: how many had been sent before it was sent first.
    firsts: BTreeMap<u64, u64>,
    /// The same digests, the oldest first.
    order: VecDeque<u64>,
}

impl Sent {
    /// The peer sends a request with this digest.
    pub(super) fn push(&mut self, digest: u64) {
        let number = self.count;
        self.count += 1;
        if self.firsts.contains_key(&digest) {
            return;
        }
        self.firsts.insert(digest, number);
        self.order.push_back(digest);
        if self.order.len() > MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.firsts.remove(&oldest);
        }
    }

    /// Whether this request was among the first `count`.
    pub(super) fn has_before(&self, count: u64, digest: u64) -> bool {
        self.firsts.get(&digest).is_some_and(|first| *first < count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_time_counts() {
        let mut sent = Sent::default();
        for digest in [7, 8, 7] {
            sent.push(digest);
        }
        assert_eq!(sent.count, 3);
        assert!(sent.has_before(1, 7) && !sent.has_before(1, 8) && sent.has_before(2, 8));
        assert!(!sent.has_before(3, 9));
    }

    #[test]
    fn the_oldest_are_forgotten() {
        let mut sent = Sent::default();
        let most = MOST as u64;
        for digest in 0..=most {
            sent.push(digest);
        }
        assert!(!sent.has_before(u64::MAX, 0) && sent.has_before(u64::MAX, 1));
        assert_eq!((sent.firsts.len(), sent.order.len()), (MOST, MOST));
    }
}
