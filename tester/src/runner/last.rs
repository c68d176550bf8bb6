//! The last that a thread does: it hands over its outcome.
//!
//! What an implementation has put into thread-locals is destroyed when its thread ends, and that is its code
//! too: it can end the process there, or never come to an end. So a run is over when that is over.

use std::cell::RefCell;

use crossbeam_channel::Sender;

use super::outcome::Outcome;

thread_local! {
    /// invariant: it is the first of its thread's, so that it is destroyed the last.
    static LAST: RefCell<Option<Last>> = const { RefCell::new(None) };
}

/// What is sent when the thread ends: nothing, should there be no outcome by then.
pub(super) struct Last {
    sender: Sender<Outcome>,
    outcome: Option<Outcome>,
}

impl Last {
    /// Keeps the way out for the outcome of this thread. Nothing else may have happened on it before.
    pub(super) fn keep(sender: Sender<Outcome>) {
        LAST.set(Some(Self { sender, outcome: None }));
    }

    /// Leaves the outcome to be sent.
    pub(super) fn leave(outcome: Outcome) {
        LAST.with_borrow_mut(|last| {
            if let Some(last) = last {
                last.outcome = Some(outcome);
            }
        });
    }
}

impl Drop for Last {
    fn drop(&mut self) {
        if let Some(outcome) = self.outcome.take() {
            // Whoever gave this run up does not want it any more.
            let _ = self.sender.send(outcome);
        }
    }
}
