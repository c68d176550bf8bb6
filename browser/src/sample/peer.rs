//! A peer of a made-up run: as much of Raft as it takes to look like one.

use timeline::record::Role;

/// One peer. Its log keeps the entries that a snapshot covers: they are only not told any more.
pub(crate) struct Peer {
    pub(crate) me: usize,
    pub(crate) is_up: bool,
    pub(crate) is_connected: bool,
    pub(crate) paused_until: u64,
    pub(crate) life: u64,
    pub(crate) role: Role,
    pub(crate) term: u64,
    pub(crate) voted_for: Option<usize>,
    pub(crate) log: Vec<(u64, u32)>,
    pub(crate) commit: u64,
    pub(crate) applied: u64,
    pub(crate) snapshot: u64,
    pub(crate) votes: usize,
    pub(crate) next: Vec<usize>,
    pub(crate) matched: Vec<u64>,
    /// When it will stand for election unless it hears of a leader.
    pub(crate) deadline: u64,
}

impl Peer {
    pub(crate) fn new(me: usize, peers: usize) -> Peer {
        Peer {
            me,
            is_up: false,
            is_connected: true,
            paused_until: 0,
            life: 0,
            role: Role::Follower,
            term: 0,
            voted_for: None,
            log: Vec::new(),
            commit: 0,
            applied: 0,
            snapshot: 0,
            votes: 0,
            next: vec![0; peers],
            matched: vec![0; peers],
            deadline: 0,
        }
    }

    /// The last index of the log.
    pub(crate) fn last(&self) -> u64 {
        self.log.len() as u64
    }

    /// The term of the entry at `index`, 0 where there is none.
    pub(crate) fn term_at(&self, index: u64) -> u64 {
        let before = usize::try_from(index).ok().and_then(|index| index.checked_sub(1));
        before.and_then(|at| self.log.get(at)).map_or(0, |entry| entry.0)
    }

    /// Forgets what a crash makes a peer forget.
    pub(crate) fn forget(&mut self) {
        self.role = Role::Follower;
        self.commit = self.snapshot;
        self.applied = self.snapshot;
    }

    /// Moves on to a later term.
    pub(crate) fn follow(&mut self, term: u64) -> bool {
        let is_later = term > self.term;
        if is_later {
            self.term = term;
            self.voted_for = None;
            self.role = Role::Follower;
        }
        is_later
    }

    /// Answers a request for its vote.
    pub(crate) fn vote(&mut self, candidate: usize, last: (u64, u64)) -> bool {
        let own = (self.term_at(self.last()), self.last());
        let granted = self.voted_for.is_none_or(|voted| voted == candidate) && last >= own;
        if granted {
            self.voted_for = Some(candidate);
        }
        granted
    }

    /// Takes the entries of a leader, unless they do not fit.
    pub(crate) fn append(&mut self, prev: (u64, u64), entries: &[(u64, u32)], commit: u64) -> bool {
        let fits = prev.0 <= self.last() && self.term_at(prev.0) == prev.1;
        if fits {
            let start = usize::try_from(prev.0).unwrap_or(usize::MAX);
            for (offset, entry) in entries.iter().enumerate() {
                if self.log.get(start + offset) != Some(entry) {
                    self.log.truncate(start + offset);
                    self.log.push(*entry);
                }
            }
            self.commit = self.commit.max(commit.min(prev.0 + entries.len() as u64));
        }
        fits
    }

    /// As a leader: what a majority holds is committed.
    pub(crate) fn count(&mut self) {
        self.matched[self.me] = self.last();
        let mut matched = self.matched.clone();
        matched.sort_unstable();
        let majority = matched[(matched.len() - 1) / 2];
        if self.term_at(majority) == self.term {
            self.commit = self.commit.max(majority);
        }
    }
}
