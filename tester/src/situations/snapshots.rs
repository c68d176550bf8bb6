//! Situations of snapshots.

use raftapi::Inspection;

use super::commands::Commands;
use super::subject::{Subject, last_index, term_at};
use super::{Reached, Situation};

/// What is remembered of snapshots: by peer, where the last one ends that its service gave it.
pub(super) struct Snapshots(Vec<u64>);

impl Snapshots {
    pub(super) fn new(peers: usize) -> Self {
        Self(vec![0; peers])
    }

    /// A service gives its peer a snapshot.
    pub(super) fn taken(&mut self, peer: usize, index: u64, reached: &mut Reached) {
        self.0[peer] = index.max(self.0[peer]);
        reached.add(Situation::SnapshotTaken);
    }

    /// A peer was looked at twice in one life.
    pub(super) fn compare(
        &self,
        peer: usize,
        before: &Inspection,
        after: &Inspection,
        commands: &Commands,
        reached: &mut Reached,
    ) {
        let end = after.snapshot_index;
        // What ends later than anything that its own service gave it came from a leader.
        if end <= before.snapshot_index || end <= self.0[peer] {
            return;
        }
        let last = last_index(before).min(end);
        let committed = if last == end { Some(after.snapshot_term) } else { commands.term(last) };
        let held = term_at(before, last).filter(|_| last > before.snapshot_index);
        // Logs that have different entries anywhere below have different ones here too (Log Matching).
        if held.zip(committed).is_some_and(|(held, committed)| held != committed) {
            reached.add(Situation::SnapshotOverConflict);
        }
        let follows = last_index(before) > end && term_at(before, end) == Some(after.snapshot_term);
        if follows && !after.log.is_empty() {
            reached.add(Situation::SnapshotBeforeTail);
        }
    }
}

/// A service has replaced what it had by a snapshot.
pub(super) fn installed(
    subject: &Subject,
    peer: usize,
    index: u64,
    was_booting: bool,
    commands: &mut Commands,
    reached: &mut Reached,
) {
    if was_booting {
        if subject.life > 1 {
            reached.add(Situation::RestartWithSnapshot);
        }
    } else if index > commands.applied_by(peer) {
        reached.add(Situation::SnapshotInstalled);
        if commands.lacks_something(peer) {
            reached.add(Situation::SnapshotAfterAbsence);
        }
        commands.has_applied(peer, index, reached);
    }
}
