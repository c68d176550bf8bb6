//! §7, Log compaction, at home: the service has a snapshot, and the beginning of the log may go.

use raftapi::prelude::*;

use crate::messages::Position;
use crate::peer::State;

impl State {
    /// The service has all its state up to `index` in `snapshot`.
    ///
    /// Every peer does this by itself, without asking the leader: all of it is committed, and so decided
    /// (§7).
    pub(crate) fn take_snapshot(&mut self, index: u64, snapshot: Bytes) {
        // A snapshot installed meanwhile can be newer than the service's own. And nobody can have a snapshot
        // of what they have not been given.
        if index <= self.log.start().index || index > self.last_applied {
            return;
        }
        if let Some(term) = self.log.term(index) {
            self.replace_log_start(Position { index, term }, snapshot);
            self.save();
        }
    }

    /// Puts a snapshot in the place of everything up to `end`.
    ///
    /// Log and snapshot go to the persister together. One without the other would leave a hole after a crash.
    pub(crate) fn replace_log_start(&mut self, end: Position, snapshot: Bytes) {
        self.log.trim_to(end);
        self.snapshot = snapshot;
        self.unsaved = true;
    }
}
