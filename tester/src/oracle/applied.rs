//! State Machine Safety (Figure 3), seen from the services: what was applied at an index is the same on all
//! peers and in all their lives, was submitted for that index, and came in order.
//!
//! The ledger of the cluster finds most of this too, but says so only when the script looks, and forgets what
//! a peer had applied once a snapshot replaces it. This book forgets nothing.

use super::by_index::ByIndex;
use super::check::{Broken, Check};
use super::started::Starts;
use crate::failure::{ApplyFailure, Failure, Rule};
use crate::value::Command;

/// What was applied by anybody, ever.
#[derive(Default)]
pub(super) struct Applications {
    /// By index: who first applied it, and what.
    history: ByIndex<Option<(usize, Command)>>,
    /// The highest index in it.
    highest: u64,
    /// By peer: the index that it applied last in this life.
    last: Vec<Option<u64>>,
}

impl Applications {
    /// A new life of the peer begins. Where it starts to hand up is for the ledger to judge.
    pub(super) fn boot(&mut self, peer: usize) {
        self.set_last(peer, None);
    }

    fn set_last(&mut self, peer: usize, index: Option<u64>) {
        if self.last.len() <= peer {
            self.last.resize(peer + 1, None);
        }
        self.last[peer] = index;
    }

    /// The highest index that anybody has applied.
    pub(super) const fn highest(&self) -> u64 {
        self.highest
    }

    /// A peer's service took a command.
    pub(super) fn command(&mut self, peer: usize, index: u64, command: &Command, starts: &Starts) -> Check {
        let last = self.last.get(peer).copied().flatten();
        self.set_last(peer, Some(index));
        if let Some(last) = last.filter(|last| last.checked_add(1) != Some(index)) {
            let message = format!("peer {peer} applied index {index} right after index {last}");
            return Err(Broken::new(Rule::ApplyOrder, [peer], message).at(index));
        }
        self.agree(peer, index, command)?;
        if !starts.know(index, command) {
            let message = format!(
                "peer {peer} applied {command} at index {index}, but no peer ever took it for that index"
            );
            return Err(Broken::new(Rule::OnlySubmittedCommands, [peer], message).at(index));
        }
        Ok(())
    }

    /// A peer's service replaced what it had by a snapshot of these commands.
    pub(super) fn snapshot(&mut self, peer: usize, commands: &[Command]) -> Check {
        self.set_last(peer, Some(commands.len() as u64));
        (1..).zip(commands).try_for_each(|(index, command)| self.agree(peer, index, command))
    }

    fn agree(&mut self, peer: usize, index: u64, command: &Command) -> Check {
        self.highest = self.highest.max(index);
        let place = self.history.place(index);
        let (first, known) = place.get_or_insert_with(|| (peer, command.clone()));
        if known == command {
            return Ok(());
        }
        let message = if *first == peer {
            format!("peer {peer} applied {known} at index {index}, and later {command}")
        } else {
            format!("peer {first} applied {known} at index {index}, and peer {peer} applied {command} there")
        };
        Err(Broken::new(Rule::AppliedCommandsAgree, [*first, peer], message).at(index))
    }
}

/// The service itself found fault with what it was given.
pub(super) fn refused(failure: &ApplyFailure) -> Check {
    let failure = Failure::from(failure.clone());
    let Some(rule) = Rule::ALL.into_iter().find(|rule| rule.as_str() == failure.rule()) else {
        return Ok(());
    };
    let broken = Broken::new(rule, failure.peers(), failure.to_string());
    Err(match failure.index() {
        Some(index) => broken.at(index),
        None => broken,
    })
}

#[cfg(test)]
mod tests {
    use raftapi::{PeerState, Started};

    use super::*;
    use crate::value::Value;

    fn command(number: u64) -> Command {
        Command::from(Value::Number(number))
    }

    /// A book in which 100 + index was taken for each of the first nine indices.
    fn starts() -> Starts {
        let mut starts = Starts::default();
        for index in 1..10 {
            let state = PeerState { term: 1, is_leader: true };
            starts.take(0, state, &command(100 + index), Started { index, term: 1 }).unwrap();
        }
        starts
    }

    #[test]
    fn a_command_at_an_index_is_for_ever() {
        let (mut book, starts) = (Applications::default(), starts());
        book.command(0, 1, &command(101), &starts).unwrap();
        book.boot(0);
        book.command(1, 1, &command(101), &starts).unwrap();
        let broken = book.command(0, 1, &command(7), &starts).unwrap_err();
        assert_eq!(broken.message, "peer 0 applied 101 at index 1, and later 7");
        let broken = book.command(2, 1, &command(7), &starts).unwrap_err();
        assert_eq!((broken.rule, broken.peers), (Rule::AppliedCommandsAgree, vec![0, 2]));
        assert_eq!(broken.message, "peer 0 applied 101 at index 1, and peer 2 applied 7 there");
    }

    #[test]
    fn snapshots_are_compared_command_by_command() {
        let (mut book, starts) = (Applications::default(), starts());
        book.command(0, 1, &command(101), &starts).unwrap();
        book.command(0, 2, &command(102), &starts).unwrap();
        book.snapshot(1, &[command(101), command(102)]).unwrap();
        let broken = book.snapshot(1, &[command(101), command(9)]).unwrap_err();
        assert_eq!((broken.rule, broken.index), (Rule::AppliedCommandsAgree, Some(2)));
        book.command(1, 3, &command(103), &starts).unwrap();
        assert_eq!(book.highest(), 3);
    }

    #[test]
    fn an_absurd_index_is_an_index_like_any_other() {
        let (mut book, mut starts) = (Applications::default(), starts());
        let (state, last) = (PeerState { term: 2, is_leader: true }, Started { index: u64::MAX, term: 2 });
        starts.take(0, state, &command(1), last).unwrap();
        book.command(0, u64::MAX, &command(1), &starts).unwrap();
        assert_eq!(book.highest(), u64::MAX);
        let broken = book.command(1, u64::MAX, &command(2), &starts).unwrap_err();
        assert_eq!((broken.rule, broken.index), (Rule::AppliedCommandsAgree, Some(u64::MAX)));
    }

    #[test]
    fn commands_come_in_order_and_were_submitted() {
        let (mut book, starts) = (Applications::default(), starts());
        book.command(0, 4, &command(104), &starts).unwrap();
        let broken = book.command(0, 6, &command(106), &starts).unwrap_err();
        assert_eq!(
            (broken.rule, &*broken.message),
            (Rule::ApplyOrder, "peer 0 applied index 6 right after index 4")
        );
        let broken = book.command(0, 7, &command(1), &starts).unwrap_err();
        assert_eq!(broken.rule, Rule::OnlySubmittedCommands);
        assert_eq!(broken.message, "peer 0 applied 1 at index 7, but no peer ever took it for that index");
    }
}
