//! What the oracles know of one peer.

use std::rc::Rc;

use raftapi::{Inspection, PeerState};
use sim::Instant;

use super::calls::Standing;
use super::obedience::Obedience;

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
    /// The requests that its handlers have not answered yet, and when they came.
    pub(super) open: Vec<(u64, Instant)>,
    /// Whether a handler may still be at work for a caller who has given up.
    pub(super) lingering: bool,
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
            open: Vec::new(),
            lingering: false,
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
    pub(super) const fn save(&mut self) {
        self.saved = true;
        self.saved_since_promise = true;
        self.wanted = true;
    }

    /// It has crashed. What it promised still binds the next life.
    pub(super) fn crash(&mut self) {
        self.running = false;
        self.view = None;
        self.open.clear();
    }

    /// A new life begins.
    pub(super) fn boot(&mut self) {
        self.running = true;
        self.shows_nothing = false;
        self.state = None;
        self.view = None;
        self.lingering = false;
        self.saved = false;
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

    /// A call that it was to answer has failed.
    pub(super) fn abandon(&mut self, call: u64, at: Instant) {
        if let Some(place) = self.open.iter().position(|(open, _)| *open == call) {
            // A handler that answers at once is done with it, and its answer met a cut link.
            let (_, came) = self.open.swap_remove(place);
            self.lingering |= came != at;
        }
    }
}
