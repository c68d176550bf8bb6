//! When an entry is final: §5.3 and, for the entries of earlier terms, §5.4.2.

use raftapi::prelude::*;

use crate::peer::{Peer, State};
use crate::roles::Role;

impl Peer {
    /// A follower has got further, so more entries may have reached a majority.
    pub(crate) fn commit_what_a_majority_has(self: &Rc<Self>, state: &mut State) {
        if let Some(index) = state.index_on_a_majority()
            && state.log.term(index) == Some(state.current_term)
        {
            // The term counts. An entry of an earlier term can be on a majority and still be overwritten by a
            // leader that lacks it (Figure 8, (c) to (d)). An entry of this term cannot: nobody without it
            // wins an election any more. It takes everything before it along (Log Matching).
            state.commit_up_to(index);
            self.apply_committed(state);
        }
    }
}

impl State {
    /// What is committed stays so: an old message does not take it back.
    pub(crate) fn commit_up_to(&mut self, index: u64) {
        self.commit_index = self.commit_index.max(index);
    }

    /// The highest index that more than half of the cluster is known to hold, if this peer leads.
    fn index_on_a_majority(&self) -> Option<u64> {
        let Role::Leader(leadership) = &self.role else { return None };
        let mut held: Vec<u64> = leadership.progress.iter().map(|progress| progress.match_index).collect();
        held[self.me] = self.log.last_index();
        held.sort_unstable();
        // In rising order, the last `majority` of them all reach at least as far as the first of those.
        Some(held[self.cluster_size - self.majority()])
    }
}
