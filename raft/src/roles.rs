//! §5.1 and Figure 4: the three roles, and the steps from one to another.

use std::collections::BTreeSet;

use crate::peer::State;
use crate::progress::Progress;

/// What a peer takes itself for, with what only that role needs to know.
pub(crate) enum Role {
    Follower,
    Candidate {
        /// Who has voted for this peer in the current term, itself included. A set: nobody counts twice.
        votes: BTreeSet<usize>,
    },
    Leader(Leadership),
}

/// What a leader knows beyond Figure 2's state of all servers. "Reinitialised after election": it is made
/// anew each time.
pub(crate) struct Leadership {
    /// One for each peer. The leader's own is never looked at.
    pub(crate) progress: Vec<Progress>,
    /// Whether a task is about to send new commands out, after a moment for more to come in.
    pub(crate) batch_open: bool,
}

impl State {
    /// Figure 2, Rules for All Servers: whoever hears of a higher term enters it, as a follower that has not
    /// voted there.
    ///
    /// A term that is not higher changes nothing. In particular it leaves the vote alone: forgetting it would
    /// allow a second vote in the same term, and two leaders.
    pub(crate) fn observe_term(&mut self, term: u64) {
        if term > self.current_term {
            if self.is_leader() {
                tracing::info!("steps down for term {term}");
            }
            self.current_term = term;
            self.voted_for = None;
            self.unsaved = true;
            self.role = Role::Follower;
        }
    }

    /// Whether an answer still matters: it carries no higher term, and the term in which its question was
    /// asked is not over.
    ///
    /// An answer can be seconds late. One from an earlier term is dropped, for it speaks of a log or of a
    /// candidacy that may be gone: counted now, old votes would elect a leader without a majority.
    pub(crate) fn still_matters(&mut self, asked_in: u64, reply_term: u64) -> bool {
        self.observe_term(reply_term);
        self.save();
        self.current_term == asked_in
    }

    /// §5.2: a new term, a vote for oneself.
    pub(crate) fn become_candidate(&mut self) {
        self.current_term += 1;
        self.voted_for = Some(self.me);
        self.unsaved = true;
        self.role = Role::Candidate { votes: BTreeSet::from([self.me]) };
    }

    /// §5.3: a new leader takes every log to be like its own until it hears otherwise, and knows of no
    /// agreement yet.
    ///
    /// It appends nothing: the first command of the service must get the next index, so the no-op entry with
    /// which §8 would let the leader find out what is committed has no place in the lab.
    pub(crate) fn become_leader(&mut self) {
        let progress = Progress::assume_up_to_date(self.log.last_index());
        self.role =
            Role::Leader(Leadership { progress: vec![progress; self.cluster_size], batch_open: false });
    }

    /// §5.2: somebody else has won this term's election. Only a candidate has anything to give up.
    pub(crate) fn accept_leader(&mut self) {
        self.role = Role::Follower;
        self.restart_election_timer();
    }

    pub(crate) fn is_leader(&self) -> bool {
        matches!(self.role, Role::Leader(_))
    }

    /// More than half of the cluster. Any two majorities share a peer: this is all that Raft's safety rests
    /// on.
    pub(crate) fn majority(&self) -> usize {
        self.cluster_size / 2 + 1
    }
}
