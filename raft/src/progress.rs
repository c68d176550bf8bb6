//! What a leader knows about one follower: `nextIndex` and `matchIndex` of Figure 2 (§5.3), and which of two
//! courses it takes.
//!
//! A leader first has to find where the logs agree, and that can take several rounds. Meanwhile entries would
//! be wasted: most messages are refused, or go to somebody who is not there. So it probes, with messages that
//! carry none. As soon as one is accepted it replicates, and then expects every message to be accepted, and
//! never sends an entry twice without need; until a refusal or a loss shows that it was wrong, and it probes
//! again.

/// How far one follower has come, as far as the leader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Progress {
    pub(crate) course: Course,
    /// The first entry that the follower has not been sent.
    pub(crate) next_index: u64,
    /// How far the two logs are known to agree. Within one term this never becomes untrue, and so it never
    /// falls.
    /// invariant: `match_index` < `next_index`.
    pub(crate) match_index: u64,
}

/// What a leader's messages to a follower are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    /// Finding out, without entries, whether the logs agree right before `next_index`.
    Probing,
    /// Sending entries. `next_index` runs ahead as they leave.
    Replicating,
}

impl Progress {
    /// §5.3: a new leader begins with the guess that a follower has everything up to `last_index`, and with
    /// no facts.
    pub(crate) fn assume_up_to_date(last_index: u64) -> Self {
        Self { course: Course::Probing, next_index: last_index + 1, match_index: 0 }
    }

    /// The follower agrees up to `index`. Returns whether this ends the probing.
    ///
    /// Answers overtake each other: an older one must not take anything back.
    pub(crate) fn agreed(&mut self, index: u64) -> bool {
        self.match_index = self.match_index.max(index);
        let found = self.course == Course::Probing && self.match_index + 1 >= self.next_index;
        if found {
            self.course = Course::Replicating;
        }
        self.next_index = self.next_index.max(self.match_index + 1);
        found
    }

    /// The follower refused a message sent on this course: the logs can agree up to `index` at most. Returns
    /// whether that is news.
    ///
    /// It is not if it doubts what is known to agree, for then it is older than that knowledge; nor if a
    /// probe comes back that was overtaken by a better one. Answering those too would multiply the traffic.
    pub(crate) fn refused(&mut self, sent: Course, index: u64) -> bool {
        if index < self.match_index {
            return false;
        }
        let next_index = index + 1;
        let news = match self.course {
            Course::Probing => next_index < self.next_index,
            Course::Replicating => sent == Course::Replicating,
        };
        if news {
            *self = Self { course: Course::Probing, next_index, ..*self };
        }
        news
    }

    /// Nobody knows whether the entries from `first_index` on have arrived.
    ///
    /// The follower is probed before they go out again. One that is cut off would otherwise be sent them over
    /// and over.
    pub(crate) fn lost(&mut self, first_index: u64) {
        if self.match_index < first_index && first_index < self.next_index {
            *self = Self { course: Course::Probing, next_index: first_index, ..*self };
        }
    }
}

#[cfg(test)]
mod tests;
