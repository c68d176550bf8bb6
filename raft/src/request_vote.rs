//! Figure 2, `RequestVote` RPC, receiver implementation: a vote is given or refused.

use raftapi::prelude::*;

use crate::messages::{RequestVote, RequestVoteReply};
use crate::peer::{Peer, State};

impl Peer {
    pub(crate) fn on_request_vote(self: &Rc<Self>, request: RequestVote) -> RequestVoteReply {
        let state = &mut *self.state.lock();
        state.observe_term(request.term);
        let vote_granted = state.may_vote_for(&request);
        if vote_granted {
            state.voted_for = Some(request.candidate);
            state.unsaved = true;
            state.restart_election_timer();
        }
        // A vote that a crash could undo would be given twice.
        state.save();
        RequestVoteReply { term: state.current_term, vote_granted }
    }
}

impl State {
    fn may_vote_for(&self, request: &RequestVote) -> bool {
        // 1. A candidate of an earlier term has lost already.
        let current = request.term == self.current_term;
        // 2. One vote for each term, first come, first served. The same candidate may be told so again:
        // whoever asks twice has not heard the first answer.
        let free = self.voted_for.is_none_or(|voted_for| voted_for == request.candidate);
        // §5.4.1: whatever is committed is on a majority, so some voter of every majority has it, and refuses
        // those who do not.
        current && free && self.log.is_up_to_date(request.last_log)
    }
}
