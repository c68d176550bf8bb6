//! What `start()` promises: only a leader takes commands, in the term that it leads, and each index once.

use std::collections::BTreeMap;

use raftapi::{PeerState, Started};

use super::by_index::ByIndex;
use super::check::{Broken, Check};
use crate::failure::Rule;
use crate::value::Command;

/// All commands that were taken.
#[derive(Default)]
pub(super) struct Starts {
    /// By term: who took the last command, and for which index.
    last: BTreeMap<u64, (usize, u64)>,
    /// By index: what was taken for it, in whatever term.
    taken: ByIndex<Vec<Command>>,
}

impl Starts {
    /// A peer that says this of itself has taken a command.
    pub(super) fn take(
        &mut self,
        peer: usize,
        state: PeerState,
        command: &Command,
        started: Started,
    ) -> Check {
        let Started { index, term } = started;
        self.remember(index, command);
        if !state.is_leader || state.term != term {
            let is = if state.is_leader { "leads" } else { "is only in" };
            let message = format!(
                "peer {peer} took a command for index {index} in term {term}, but it {is} term {}",
                state.term
            );
            return Err(Broken::new(Rule::OnlyLeadersStart, [peer], message).at(index));
        }
        match self.last.insert(term, (peer, index)) {
            Some((other, last)) if last >= index => {
                let before = if other == peer { "it".into() } else { format!("peer {other}") };
                let message = format!(
                    "peer {peer} took a command for index {index} in term {term}, in which {before} had \
                     already taken one for index {last}"
                );
                Err(Broken::new(Rule::IndexOncePerTerm, [peer, other], message).at(index))
            }
            _ => Ok(()),
        }
    }

    fn remember(&mut self, index: u64, command: &Command) {
        let place = self.taken.place(index);
        if !place.contains(command) {
            place.push(command.clone());
        }
    }

    /// Whether this command was ever taken for this index.
    pub(super) fn know(&self, index: u64, command: &Command) -> bool {
        self.taken.get(index).is_some_and(|taken| taken.contains(command))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    fn command(number: u64) -> Command {
        Command::from(Value::Number(number))
    }

    const LEADS_4: PeerState = PeerState { term: 4, is_leader: true };

    #[test]
    fn indices_rise_within_a_term() {
        let mut starts = Starts::default();
        let mut take = |index| starts.take(1, LEADS_4, &command(index), Started { index, term: 4 });
        assert_eq!((take(3), take(4), take(6)), (Ok(()), Ok(()), Ok(())));
        let broken = take(6).unwrap_err();
        assert_eq!((broken.rule, broken.index), (Rule::IndexOncePerTerm, Some(6)));
        assert_eq!(
            broken.message,
            "peer 1 took a command for index 6 in term 4, in which it had already taken one for index 6"
        );
        assert!(starts.know(3, &command(3)) && !starts.know(3, &command(4)) && !starts.know(99, &command(3)));
    }

    #[test]
    fn commands_are_taken_in_the_term_that_one_leads() {
        let mut starts = Starts::default();
        let follower = PeerState { term: 4, is_leader: false };
        let broken = starts.take(1, follower, &command(1), Started { index: 1, term: 4 }).unwrap_err();
        let sentence = "peer 1 took a command for index 1 in term 4, but it is only in term 4";
        assert_eq!((broken.rule, &*broken.message), (Rule::OnlyLeadersStart, sentence));
        let broken = starts.take(1, LEADS_4, &command(1), Started { index: 1, term: 3 }).unwrap_err();
        let sentence = "peer 1 took a command for index 1 in term 3, but it leads term 4";
        assert_eq!(broken.message, sentence);
    }
}
