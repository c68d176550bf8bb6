//! What the oracles know of one peer.

use std::rc::Rc;

use raftapi::{Inspection, PeerState, Persisted};
use sim::Instant;

use super::calls::Standing;
use super::obedience::Obedience;
use crate::numbers::HANDLER_TIME;

/// One peer, as it was last seen.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a plain fact, and they do not depend on each other"
)]
pub(super) struct Subject {
    pub(super) peer: usize,
    pub(super) running: bool,
    /// Whether it shows nothing of its inside: who does not when a life begins is not asked again in it.
    pub(super) shows_nothing: bool,
    /// What it said of itself after its last step; none before the first.
    pub(super) state: Option<PeerState>,
    /// When it came to its term.
    pub(super) entered: Instant,
    /// What it showed of its inside at the last look in this life.
    pub(super) view: Option<Rc<Inspection>>,
    pub(super) viewed: Instant,
    /// Whether it has taken no step since.
    pub(super) fresh: bool,
    /// Whether something is known to have changed since.
    pub(super) wanted: bool,
    /// Whether it has saved since.
    pub(super) saved: bool,
    /// Counts the changes of its persistent state that were seen.
    pub(super) version: u64,
    /// What it is believed to have on its disk: what it showed at the first look after it saved.
    pub(super) durable: Option<Rc<Inspection>>,
    /// The version that `durable` shows.
    pub(super) durable_version: u64,
    /// The version for which a shadow, or a restart, has proved it.
    pub(super) proved_version: u64,
    /// What it held when it last gave an answer by which others may know of it, in whatever life.
    pub(super) promised: Option<Rc<Inspection>>,
    /// Whether it has saved since.
    pub(super) saved_since_promise: bool,
    /// Whether it had when it was last restarted.
    pub(super) saved_before_boot: bool,
    /// How many bytes of state it saved last.
    state_size: usize,
    /// Whether these were fewer than before, with the same snapshot: something may have gone from its log.
    pub(super) shrunk: bool,
    /// The requests for which its handlers may still be at work, and when they came: only those that wait
    /// before they answer, for others are done when their step is.
    pub(super) open: Vec<(u64, Instant)>,
    /// The call that it has answered in the midst of the step that is running.
    pub(super) answering: Option<u64>,
    pub(super) obedience: Obedience,
}

impl Subject {
    pub(super) fn new(peer: usize) -> Self {
        Self {
            peer,
            running: true,
            shows_nothing: false,
            state: None,
            entered: Instant::ZERO,
            view: None,
            viewed: Instant::ZERO,
            fresh: false,
            wanted: true,
            saved: false,
            version: 0,
            durable: None,
            durable_version: 0,
            proved_version: 0,
            promised: None,
            saved_since_promise: false,
            saved_before_boot: false,
            state_size: 0,
            shrunk: false,
            open: Vec::new(),
            answering: None,
            obedience: Obedience::default(),
        }
    }

    /// It has been looked at. Whether its persistent state has `changed` since the last look.
    pub(super) fn see(&mut self, view: Rc<Inspection>, changed: bool) {
        self.version += u64::from(changed);
        if std::mem::take(&mut self.saved) {
            self.durable = Some(view.clone());
            self.durable_version = self.version;
        }
        self.view = Some(view);
    }

    /// It has saved something.
    pub(super) const fn save(&mut self, save: &Persisted) {
        self.shrunk |= save.state_size < self.state_size && !save.snapshot_changed;
        self.state_size = save.state_size;
        self.saved = true;
        self.saved_since_promise = true;
        self.wanted = true;
        self.fresh = false;
        // What was answered before counted on the disk as it was then, and that is gone.
        self.answering = None;
    }

    /// It has crashed. What it promised still binds the next life.
    pub(super) fn crash(&mut self) {
        self.running = false;
        self.view = None;
        self.open.clear();
        self.answering = None;
    }

    /// A new life begins.
    pub(super) fn boot(&mut self) {
        self.running = true;
        self.shows_nothing = false;
        self.state = None;
        self.view = None;
        self.saved = false;
        // Before it can save in its new life.
        self.saved_before_boot = self.saved_since_promise;
        self.obedience.boot();
    }

    /// What it is, as far as it says.
    pub(super) fn standing(&self) -> Standing {
        let PeerState { term, is_leader } = self.state.unwrap_or(PeerState { term: 0, is_leader: false });
        Standing { peer: self.peer, term, leads: is_leader && self.running }
    }

    /// How long its log was at the last look.
    pub(super) fn length(&self) -> usize {
        self.view.as_ref().or(self.durable.as_ref()).map_or(0, |view| view.log.len())
    }

    /// Whether the disk is believed to hold what the peer holds.
    pub(super) const fn is_saved(&self) -> bool {
        self.durable_version == self.version
    }

    /// Whether that has been proved.
    pub(super) const fn is_proved(&self) -> bool {
        self.is_saved() && self.proved_version == self.version
    }

    /// A handler has answered.
    pub(super) fn close(&mut self, call: u64) {
        if let Some(place) = self.open.iter().position(|(open, _)| *open == call) {
            self.open.swap_remove(place);
        }
    }

    /// Whether a handler may be at work, if only for a caller who has given up: it may still save what its
    /// request brought.
    ///
    /// Nobody tells when a handler ends whose caller is gone. But none may take longer than this.
    pub(super) fn is_handling(&mut self, now: Instant) -> bool {
        self.open.retain(|(_, came)| now - *came <= HANDLER_TIME);
        !self.open.is_empty()
    }
}
