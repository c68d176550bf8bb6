//! The requests that a peer has sent, by their digests.

use std::collections::VecDeque;

/// How many requests are remembered. Whoever repeats one does so within seconds, and sends fewer than this
/// meanwhile.
const MOST: usize = 4096;

/// The requests that a peer has sent in this life, as far as it may still repeat them.
#[derive(Default)]
pub(super) struct Sent {
    /// How many there were.
    pub(super) count: u64,
    /// The digests of the last ones, the oldest first.
    last: VecDeque<u64>,
}

impl Sent {
    /// The peer sends a request with this digest.
    pub(super) fn push(&mut self, digest: u64) {
        self.count += 1;
        if self.last.len() == MOST {
            self.last.pop_front();
        }
        self.last.push_back(digest);
    }

    /// Whether this request was among the first `count`. Goes through all of them: it is seldom asked.
    pub(super) fn has_before(&self, count: u64, digest: u64) -> bool {
        let forgotten = self.count - self.last.len() as u64;
        (forgotten..count).zip(&self.last).any(|(_, sent)| *sent == digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_before_is_known_by_when() {
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
        assert!(sent.has_before(2, 1) && !sent.has_before(1, 1));
        assert_eq!(sent.last.len(), MOST);
    }
}
