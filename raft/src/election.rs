//! §5.2, Leader election, and Figure 2's rules for followers and candidates: silence is noticed, votes are
//! asked for and counted. The voter's side is in `request_vote`.

use raftapi::prelude::*;

use crate::messages::{RequestVote, RequestVoteReply};
use crate::peer::{Peer, State};
use crate::roles::Role;
use crate::timing::ELECTION_TIMEOUT;

impl State {
    /// Grants the others a fresh spell of silence. Figure 2 names the only three occasions: a current leader
    /// was heard, a vote was given, an election begins. Anything more generous, such as a vote refused, lets
    /// a peer that cannot win keep those from standing that could.
    pub(crate) fn restart_election_timer(&mut self) {
        self.election_deadline = sim::now() + sim::random_range(ELECTION_TIMEOUT);
    }
}

impl Peer {
    /// Stands for election whenever nobody has been heard of for too long. Runs as long as the peer lives.
    ///
    /// Signs of life only move the deadline; the task sleeps on, looks again at the old one, and sleeps for
    /// the rest.
    pub(crate) async fn watch_for_silence(self: Rc<Self>) {
        loop {
            let deadline = self.state.lock().election_deadline;
            if sim::now() < deadline {
                sim::sleep_until(deadline).await;
            } else {
                self.stand_for_election();
            }
        }
    }

    /// Also how a failed election ends: with the next one, in a new term, after a new random time.
    fn stand_for_election(self: &Rc<Self>) {
        let state = &mut *self.state.lock();
        state.restart_election_timer();
        if state.is_leader() {
            return;
        }
        state.become_candidate();
        state.save();
        tracing::debug!("stands for election in term {}", state.current_term);
        let request = RequestVote {
            term: state.current_term,
            candidate: state.me,
            last_log: state.log.last_position(),
        };
        // All at once, and nobody waits for anybody: the answer of a peer that is cut off can take seven
        // seconds.
        for peer in self.others(state.me) {
            sim::spawn(self.clone().ask_for_vote(peer, request));
        }
        self.lead_if_elected(state);
    }

    /// The request was made when the election began. Made here it could show a later term or a longer log,
    /// for which nobody has stood.
    async fn ask_for_vote(self: Rc<Self>, peer: usize, request: RequestVote) {
        if let Some(reply) = self.ends[peer].call(&request).await {
            self.count_vote(peer, request.term, &reply);
        }
    }

    fn count_vote(self: &Rc<Self>, voter: usize, asked_in: u64, reply: &RequestVoteReply) {
        let state = &mut *self.state.lock();
        if !state.still_matters(asked_in, reply.term) || !reply.vote_granted {
            return;
        }
        if let Role::Candidate { votes } = &mut state.role {
            votes.insert(voter);
            self.lead_if_elected(state);
        }
    }

    fn lead_if_elected(self: &Rc<Self>, state: &mut State) {
        if let Role::Candidate { votes } = &state.role
            && votes.len() >= state.majority()
        {
            tracing::info!(votes = votes.len(), "won the election");
            state.become_leader();
            sim::spawn(self.clone().send_heartbeats(state.current_term));
        }
    }
}
