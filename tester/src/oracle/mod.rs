//! The oracles: they follow every run and tell the first broken rule, at the very event, where a test's
//! script would only see what comes of it, or nothing at all.
//!
//! # What they model
//! The properties of Figure 3, the rules of Figure 2 and the lab's promises, as
//! [rules](crate::failure::Rule). From outside (`leaders`, `started`, `applied`) by what peers say, take and
//! hand up; from inside (`votes`, `logs`, `commits`, `history`, `obedience`) by what
//! [`Hosted::inspect`](crate::host::Hosted::inspect) shows; and from their disks (`durability`), by `shadow`
//! peers that are made of what was saved.
//!
//! # What they leave out
//! What messages say: that is the implementation's own affair. And whatever happens between two looks and is
//! undone before the second.
//!
//! # No false alarm
//! A rule speaks only of what no sound Raft does, however unusual. Views can be old, so whatever is concluded
//! from one peer's view about another is asked again, of everybody concerned, before it is said aloud.
//!
//! # Cost
//! Looking is paid from `credit`, which events earn. Short logs are looked at always, long ones as often as
//! it can be afforded.
//!
//! # Determinism
//! The oracles draw nothing, spawn nothing and emit nothing but a [`Violated`]: as long as no rule is broken,
//! a run has the same digest with them as without, if `inspect` only looks, which it must.
//!
//! # After a violation
//! The run goes on, so that the reader also learns what the test itself would have said. Once safety is lost,
//! the oracles are silent, for all else can come of it. A rule of liveness that was broken costs no safety:
//! they go on judging, and a rule of safety takes its place.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a failed test is what it is for"))]

mod applied;
mod black;
mod by_index;
mod calls;
mod check;
mod commits;
mod credit;
mod durability;
mod eyes;
mod history;
mod leaders;
mod logs;
mod messages;
mod news;
mod obedience;
mod sent;
mod shadow;
mod started;
mod subject;
mod views;
mod votes;
mod white;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use raftapi::PeerState;
use sim::{Auditor, NodeId, Notice};

pub use eyes::Eyes;

use self::black::BlackBox;
use self::check::Check;
use self::news::News;
use self::white::{Sight, WhiteBox};
use crate::cluster::Cluster;
use crate::facts::Violated;
use crate::failure::{Class, Violation};
use crate::situations::{Reached, Tracker};

/// The oracles of one run.
pub(crate) struct Oracles {
    cluster: Cluster,
    /// The number of the first peer's node: the others follow.
    first_node: usize,
    looks_inside: bool,
    mind: RefCell<Mind>,
    /// Who counts situations, where that is wanted.
    situations: Option<RefCell<Tracker>>,
    /// The last event.
    event: Cell<u64>,
    /// Whether safety is lost, and nothing more is looked at.
    silent: Cell<bool>,
    violation: RefCell<Option<Violation>>,
}

/// What is known so far.
struct Mind {
    black: BlackBox,
    white: Option<WhiteBox>,
}

impl Oracles {
    /// Oracles for a cluster whose peers have taken no step yet.
    pub(crate) fn new(cluster: Cluster, first_node: NodeId, eyes: Eyes) -> Rc<Self> {
        let white = eyes.look_inside().then(|| WhiteBox::new(&cluster));
        let mind = Mind { black: BlackBox::new(cluster.size()), white };
        let tracker = || RefCell::new(Tracker::new(first_node, cluster.size()));
        let situations = (eyes == Eyes::Wide).then(tracker);
        let oracles = Rc::new(Self {
            cluster,
            first_node: first_node.index(),
            looks_inside: eyes.look_inside(),
            mind: RefCell::new(mind),
            situations,
            event: Cell::new(0),
            silent: Cell::new(eyes == Eyes::Off),
            violation: RefCell::default(),
        });
        for peer in 0..oracles.cluster.size() {
            oracles.booted(peer);
        }
        oracles
    }

    /// The rule that was broken, if any was: the first, or the first of safety.
    pub(crate) fn violation(&self) -> Option<Violation> {
        self.violation.borrow().clone()
    }

    /// The situations that were reached so far, where they are counted.
    pub(crate) fn reached(&self) -> Reached {
        self.situations.as_ref().map_or_else(Reached::default, |tracker| tracker.borrow().reached())
    }

    /// A peer has taken a step, and says this of itself.
    pub(crate) fn stepped(&self, peer: usize, state: PeerState) {
        self.judge(|mind| {
            mind.black.stepped(peer, state)?;
            let Mind { black, white } = mind;
            match white {
                Some(white) => white.stepped(self.sight(black), peer, state),
                None => Ok(()),
            }
        });
    }

    /// A peer has been made from what it had saved, and has taken no step yet.
    pub(crate) fn booted(&self, peer: usize) {
        self.judge(|Mind { black, white }| match white {
            Some(white) => white.booted(self.sight(black), peer),
            None => Ok(()),
        });
    }

    fn sight<'a>(&'a self, black: &'a BlackBox) -> Sight<'a> {
        Sight { cluster: &self.cluster, black, now: self.cluster.now(), situations: self.situations.as_ref() }
    }

    /// Runs a check, and tells what it found. Whatever a look makes a peer emit is not looked at.
    fn judge(&self, check: impl FnOnce(&mut Mind) -> Check) {
        if self.silent.get() {
            return;
        }
        let Ok(mut mind) = self.mind.try_borrow_mut() else { return };
        let result = check(&mut mind);
        let disobeyed = mind.white.as_mut().and_then(|white| white.disobeyed.take());
        drop(mind);
        let Some(broken) = result.err().or(disobeyed) else { return };
        match broken.rule.class() {
            Class::Safety => self.silent.set(true),
            _ if self.violation.borrow().is_some() => return,
            _ => {}
        }
        let violation = Violation {
            rule: broken.rule,
            event: self.event.get(),
            at: self.cluster.now(),
            peers: broken.peers,
            index: broken.index,
            message: broken.message,
        };
        self.cluster.tell(Violated(violation.clone()));
        self.violation.replace(Some(violation));
        self.cluster.end_at(broken.rule.as_str());
    }

    fn peer_of(&self, node: Option<NodeId>) -> Option<usize> {
        let peer = node?.index().checked_sub(self.first_node)?;
        (peer < self.cluster.size()).then_some(peer)
    }
}

impl Auditor for Oracles {
    fn fact(&self, notice: &Notice<'_>) {
        if let Some(tracker) = &self.situations {
            tracker.borrow_mut().fact(notice);
        }
        if self.silent.get() {
            return;
        }
        self.event.set(notice.id);
        let (Some(peer), Some(news)) = (self.peer_of(notice.node), News::of(notice.fact)) else { return };
        if news.is_inner() && !self.looks_inside {
            return;
        }
        self.judge(|Mind { black, white }| {
            black.news(&self.cluster, peer, &news)?;
            match white {
                Some(white) => white.news(self.sight(black), peer, &news),
                None => Ok(()),
            }
        });
    }
}
