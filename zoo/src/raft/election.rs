//! §5.2 and §5.4.1: silence is noticed, votes are asked for, given and counted.

use std::ops::Range;

use raftapi::prelude::*;

use super::messages::{Place, RequestVote, Vote};
use super::{Peer, State, outside};
use crate::bugs::Bug;

/// How long a follower bears silence: at least two and a half heartbeats.
const ELECTION_TIMEOUT: Range<Duration> = Duration::from_millis(250)..Duration::from_millis(500);

/// The timeout of those who draw none.
const CONSTANT_TIMEOUT: Duration = Duration::from_millis(300);

impl State {
    pub(crate) fn reset_election_timer(&mut self) {
        let timeout = match self.bug {
            // "Any constant well above the heartbeat will do."
            Some(Bug::TimerFixed) => CONSTANT_TIMEOUT,
            // "The clock's last digits are as good as a random number."
            Some(Bug::WallClock) => CONSTANT_TIMEOUT + outside::jitter(),
            _ => sim::random_range(ELECTION_TIMEOUT),
        };
        self.election_due = sim::now() + timeout;
    }

    /// Figure 2, Rules for All Servers.
    pub(crate) fn observe_term(&mut self, term: u64) {
        if term > self.term {
            self.become_follower(term);
        }
    }

    /// A follower in `term`, which is not below the current one.
    pub(crate) fn become_follower(&mut self, term: u64) {
        // "A new leader, a new start": one helper for a higher term and for the leader of this one.
        if term > self.term || self.has(Bug::VoteResetSameTerm) {
            self.term = term;
            self.voted_for = None;
            self.dirty = true;
        }
        self.role = Role::Follower;
        // "Whoever becomes a follower waits anew."
        if self.has(Bug::TimerResetOnAnyRpc) {
            self.reset_election_timer();
        }
    }

    /// Whether a reply can be acted on; steps down if it shows a higher term.
    pub(crate) fn accepts_reply(&mut self, reply_term: u64) -> bool {
        if reply_term > self.term {
            // "Requests tell of new terms. A reply is about what was asked."
            if !self.has(Bug::ReplyTermIgnored) {
                self.become_follower(reply_term);
                self.save();
            }
            return false;
        }
        true
    }

    fn grants(&self, request: &RequestVote) -> bool {
        if request.term < self.term {
            return false;
        }
        // "The term and the log decide": the vote already given is not looked at.
        let is_free = self.voted_for.is_none_or(|candidate| candidate == request.candidate);
        (is_free || self.has(Bug::VoteTwice)) && self.is_up_to_date(request.last)
    }

    /// §5.4.1. Places are ordered by term first.
    fn is_up_to_date(&self, candidates: Place) -> bool {
        match self.bug {
            // "Whoever asks first is as good as anybody."
            Some(Bug::VoteIgnoresLog) => true,
            // "The longer log is the newer one."
            Some(Bug::VoteByLength) => candidates.index >= self.log.last_index(),
            _ => candidates >= self.log.last(),
        }
    }
}

impl Peer {
    pub(crate) fn on_request_vote(self: &Rc<Self>, request: RequestVote) -> Vote {
        let state = &mut *self.state.lock();
        // "Somebody is alive out there": whether it is a vote or a refusal makes no difference here.
        if self.has(Bug::TimerResetOnAnyRpc) {
            state.reset_election_timer();
        }
        state.observe_term(request.term);
        let granted = state.grants(&request);
        if granted {
            state.voted_for = Some(request.candidate);
            state.dirty = true;
            // "Only a leader's messages count as signs of life."
            if !self.has(Bug::TimerKeptOnVote) {
                state.reset_election_timer();
            }
        }
        self.settle(state);
        Vote { term: state.term, granted }
    }

    /// Runs as long as the peer lives.
    pub(crate) async fn stand_when_due(self: Rc<Self>) {
        loop {
            let due = self.state.lock().election_due;
            if sim::now() < due {
                sim::sleep_until(due).await;
                continue;
            }
            let Some(request) = self.stand() else { continue };
            for voter in self.others() {
                let asking = self.clone().ask_for_vote(voter, request);
                // "One after the other, and done as soon as there are enough."
                if self.has(Bug::SyncVote) {
                    asking.await;
                } else {
                    sim::spawn(asking);
                }
            }
        }
    }

    fn stand(&self) -> Option<RequestVote> {
        let state = &mut *self.state.lock();
        state.reset_election_timer();
        if state.role == Role::Leader {
            return None;
        }
        state.role = Role::Candidate;
        state.term += 1;
        state.voted_for = Some(self.me);
        state.votes = 1;
        state.dirty = true;
        state.save();
        Some(state.vote_request())
    }

    async fn ask_for_vote(self: Rc<Self>, voter: usize, mut request: RequestVote) {
        // "The task knows best what to ask for": by now it may be another term, for which nobody has stood.
        if self.has(Bug::LateArgs) {
            self.wait_for_late_arguments().await;
            request = self.state.lock().vote_request();
        }
        if let Some(reply) = self.ends[voter].call(&request).await {
            self.on_vote(request.term, &reply);
        }
    }

    fn on_vote(self: &Rc<Self>, asked_in: u64, reply: &Vote) {
        let state = &mut *self.state.lock();
        // "A vote is a vote": of whichever term it was.
        let is_of_this_term = asked_in == state.term || self.has(Bug::StaleVotes);
        if !state.accepts_reply(reply.term) || state.role != Role::Candidate || !is_of_this_term {
            return;
        }
        state.votes += usize::from(reply.granted);
        let cluster = self.ends.len();
        // "Half of them is enough": with five peers, two.
        let needed = if self.has(Bug::HalfIsMajority) { cluster / 2 } else { cluster / 2 + 1 };
        if state.votes >= needed {
            state.become_leader();
            sim::spawn(self.clone().lead(state.term));
        }
    }
}

impl State {
    fn vote_request(&self) -> RequestVote {
        RequestVote { term: self.term, candidate: self.me, last: self.log.last() }
    }

    fn become_leader(&mut self) {
        self.role = Role::Leader;
        self.next_index.fill(self.log.last_index() + 1);
        self.match_index.fill(0);
    }
}
