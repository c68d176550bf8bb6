//! What a leader knows about one follower: `nextIndex` and `matchIndex` of Figure 2 (§5.3).

/// How far one follower has come, as far as the leader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    /// The first entry to go into the next message. A guess: it runs ahead as messages leave, as if each would be accepted, so
    /// that no entry is sent again while it is under way; and it falls back when one is refused or lost.
    pub(crate) next_index: u64,
    /// How far the two logs are known to agree. A fact, and facts of one term never become untrue: it only rises.
    /// invariant: `match_index` < `next_index`.
    pub(crate) match_index: u64,
    /// How often `next_index` has fallen back.
    rewinds: u64,
}

/// The state of a guess when a message left, by which its answer is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Departure {
    /// Where `next_index` stood.
    next_index: u64,
    rewinds: u64,
}

impl Progress {
    /// §5.3: a new leader begins with the guess that a follower has everything up to `last_index`, and with no facts.
    pub(crate) fn assume_up_to_date(last_index: u64) -> Self {
        Self { next_index: last_index + 1, match_index: 0, rewinds: 0 }
    }

    /// A message leaves that brings the follower up to `last_index`, if it is accepted.
    pub(crate) fn depart(&mut self, last_index: u64) -> Departure {
        let departure = Departure { next_index: self.next_index, rewinds: self.rewinds };
        self.next_index = last_index + 1;
        departure
    }

    /// The follower agrees up to `index`. Answers overtake each other: an older one must not take anything back.
    pub(crate) fn agreed(&mut self, index: u64) {
        self.match_index = self.match_index.max(index);
        self.next_index = self.next_index.max(self.match_index + 1);
    }

    /// The follower cannot agree beyond `index`: what follows must be sent. Returns whether that is news.
    ///
    /// It is not if `next_index` has fallen back since the message left: several messages can fail for one and the same
    /// reason, which has been seen to once the first of them is known. Answering each would multiply the traffic.
    pub(crate) fn refused(&mut self, departure: Departure, index: u64) -> bool {
        let news = departure.rewinds == self.rewinds;
        if news {
            self.rewinds += 1;
            self.next_index = index.max(self.match_index) + 1;
        }
        news
    }

    /// Nobody knows whether the message arrived: what it carried must be sent again.
    pub(crate) fn lost(&mut self, departure: Departure) {
        self.refused(departure, departure.next_index - 1);
    }
}
