//! The book of what every peer's service has applied, and its checks.
//!
//! A peer's page survives its crashes: only a snapshot replaces it. A restarted peer that applies everything
//! again from index 1 on writes the same commands over the old ones; should they differ, that is a
//! disagreement with itself.

use super::service::Snapshot;
use crate::failure::ApplyFailure;
use crate::value::Command;

/// What a peer's service has applied.
#[derive(Default)]
struct Page {
    /// invariant: position `i` holds the command of index `i + 1`. There are no gaps: a command without its
    /// predecessor is a failure and is not written down.
    commands: Vec<Command>,
    /// The index applied last in this life; used only where the service takes snapshots.
    last_applied: u64,
}

impl Page {
    fn get(&self, index: u64) -> Option<&Command> {
        self.commands.get(position(index)?)
    }

    fn set(&mut self, index: u64, command: Command) {
        match position(index) {
            Some(at) if at < self.commands.len() => self.commands[at] = command,
            Some(at) if at == self.commands.len() => self.commands.push(command),
            _ => {}
        }
    }
}

/// Index 1 is at position 0; there is no index 0.
fn position(index: u64) -> Option<usize> {
    index.checked_sub(1).and_then(|position| usize::try_from(position).ok())
}

/// How many peers have applied an index, and what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Committed {
    /// How many peers, disconnected and crashed ones included.
    pub count: usize,
    /// What they applied; `None` if nobody did.
    pub command: Option<Command>,
}

/// What every peer has applied.
pub(super) struct Ledger {
    pages: Vec<Page>,
    max_index: u64,
    /// The first failure of each peer; from then on its deliveries are taken and ignored.
    failures: Vec<(usize, ApplyFailure)>,
}

impl Ledger {
    pub(super) fn new(peers: usize) -> Self {
        Self { pages: (0..peers).map(|_| Page::default()).collect(), max_index: 0, failures: Vec::new() }
    }

    /// The highest index that any peer ever applied.
    pub(super) const fn max_index(&self) -> u64 {
        self.max_index
    }

    /// How many commands this peer's service holds, those from before a crash included.
    pub(super) fn applied(&self, peer: usize) -> u64 {
        self.pages[peer].commands.len() as u64
    }

    /// The earliest failure.
    pub(super) fn failure(&self) -> Option<&ApplyFailure> {
        self.failures.first().map(|(_, failure)| failure)
    }

    /// Whether this peer's deliveries are ignored by now.
    pub(super) fn has_failed(&self, peer: usize) -> bool {
        self.failures.iter().any(|(failed, _)| *failed == peer)
    }

    /// Writes a failure down.
    pub(super) fn fail(&mut self, peer: usize, failure: ApplyFailure) {
        self.failures.push((peer, failure));
    }

    /// A new life of the peer begins.
    pub(super) fn restart(&mut self, peer: usize) {
        self.pages[peer].last_applied = 0;
    }

    /// A command as the plain service takes it: it must agree with all the others, and the one before it must
    /// be there. Whether delivery begins at index 1 after a restart is not asked.
    pub(super) fn apply(&mut self, peer: usize, index: u64, command: Command) -> Result<(), ApplyFailure> {
        self.check(peer, index, &command)?;
        let page = &mut self.pages[peer];
        let next = page.commands.len() as u64 + 1;
        if index == 0 || index > next {
            return Err(ApplyFailure::OutOfOrder { peer, index, expected: next });
        }
        page.set(index, command);
        self.max_index = self.max_index.max(index);
        Ok(())
    }

    /// A command as the service with snapshots takes it: it must follow the last one of this life.
    pub(super) fn apply_next(
        &mut self,
        peer: usize,
        index: u64,
        command: Command,
    ) -> Result<(), ApplyFailure> {
        let expected = self.pages[peer].last_applied + 1;
        if index != expected {
            return Err(ApplyFailure::OutOfOrder { peer, index, expected });
        }
        self.apply(peer, index, command)?;
        self.pages[peer].last_applied = index;
        Ok(())
    }

    /// The peer's page is replaced by what a snapshot holds. An older one is taken too: the next command then
    /// comes out of order.
    pub(super) fn install(&mut self, peer: usize, snapshot: Snapshot) {
        let Snapshot { index, commands } = snapshot;
        self.pages[peer] = Page { commands, last_applied: index };
    }

    /// The commands of index 1 to `index`, which the peer has applied.
    pub(super) fn prefix(&self, peer: usize, index: u64) -> &[Command] {
        let commands = &self.pages[peer].commands;
        &commands[..commands.len().min(usize::try_from(index).unwrap_or(usize::MAX))]
    }

    /// How many peers have applied this index; a failure if they applied different commands.
    pub(super) fn committed(&self, index: u64) -> Result<Committed, ApplyFailure> {
        let mut found = Committed::default();
        let mut first = 0;
        for (peer, page) in self.pages.iter().enumerate() {
            let Some(command) = page.get(index) else { continue };
            match &found.command {
                None => {
                    found.command = Some(command.clone());
                    first = peer;
                }
                Some(others) if others != command => {
                    return Err(disagreement(index, (first, others), (peer, command)));
                }
                Some(_) => {}
            }
            found.count += 1;
        }
        Ok(found)
    }

    /// State Machine Safety (Figure 3), against everybody's page, its own and those of crashed peers
    /// included.
    fn check(&self, peer: usize, index: u64, command: &Command) -> Result<(), ApplyFailure> {
        let differs = |other: &usize| self.pages[*other].get(index).is_some_and(|others| others != command);
        let Some(other) = (0..self.pages.len()).find(differs) else { return Ok(()) };
        let others = self.pages[other].get(index).unwrap_or(command);
        Err(disagreement(index, (peer, command), (other, others)))
    }
}

fn disagreement(index: u64, one: (usize, &Command), other: (usize, &Command)) -> ApplyFailure {
    ApplyFailure::Disagreement {
        index,
        peer: one.0,
        command: one.1.clone(),
        other: other.0,
        others: other.1.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    fn command(number: u64) -> Command {
        Command::from(Value::Number(number))
    }

    #[test]
    fn commands_in_order_are_counted() {
        let mut ledger = Ledger::new(3);
        ledger.apply(0, 1, command(7)).expect("first");
        ledger.apply(2, 1, command(7)).expect("agrees");
        ledger.apply(0, 2, command(8)).expect("second");
        let committed = ledger.committed(1).expect("they agree");
        assert_eq!((committed.count, committed.command), (2, Some(command(7))));
        assert_eq!(ledger.committed(3).expect("nothing there"), Committed::default());
        assert_eq!(ledger.max_index(), 2);
    }

    #[test]
    fn a_different_command_is_a_disagreement_with_both_values() {
        let mut ledger = Ledger::new(3);
        ledger.apply(2, 1, command(4711)).expect("first");
        let failure = ledger.apply(0, 1, command(815)).expect_err("differs");
        assert_eq!(failure.to_string(), "peers 0 and 2 applied different commands at index 1: 815 and 4711");
    }

    #[test]
    fn a_restarted_peer_may_repeat_itself_but_not_contradict_itself() {
        let mut ledger = Ledger::new(1);
        ledger.apply(0, 1, command(1)).expect("first");
        ledger.apply(0, 2, command(2)).expect("second");
        ledger.restart(0);
        ledger.apply(0, 1, command(1)).expect("again");
        ledger.apply(0, 2, command(3)).expect_err("not what it was");
    }

    #[test]
    fn gaps_and_index_zero_are_out_of_order() {
        let mut ledger = Ledger::new(1);
        for index in [0, 2, 10, u64::MAX] {
            let failure = ledger.apply(0, index, command(1)).expect_err("out of order");
            assert_eq!(failure, ApplyFailure::OutOfOrder { peer: 0, index, expected: 1 });
        }
    }

    #[test]
    fn with_snapshots_every_life_counts_from_its_own_start() {
        let mut ledger = Ledger::new(1);
        ledger.apply_next(0, 1, command(1)).expect("first");
        ledger.apply_next(0, 1, command(1)).expect_err("repeated within one life");
        ledger.restart(0);
        ledger.apply_next(0, 1, command(1)).expect("a new life starts over");
        ledger.install(0, Snapshot { index: 3, commands: vec![command(1), command(2), command(3)] });
        let failure = ledger.apply_next(0, 3, command(3)).expect_err("the snapshot had it");
        assert_eq!(failure, ApplyFailure::OutOfOrder { peer: 0, index: 3, expected: 4 });
        ledger.apply_next(0, 4, command(4)).expect("follows the snapshot");
    }
}
