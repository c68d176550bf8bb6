//! The rules for which peers are looked into: when they are looked at, and what is then asked.

use std::cell::RefCell;
use std::rc::Rc;

use bytes::Bytes;
use raftapi::{Inspection, PeerState, Persister, Role};
use sim::Instant;

use super::black::BlackBox;
use super::calls::Calls;
use super::check::{Broken, Check};
use super::commits::{self, Commits};
use super::credit::{self, Credit};
use super::durability::{self, Moment, Restored};
use super::history::History;
use super::logs;
use super::shadow::Shadows;
use super::subject::Subject;
use super::views::{Change, Marks, same_persistent};
use super::votes::{self, Voted, Votes};
use crate::cluster::Cluster;
use crate::situations::Tracker;

/// What was seen inside of everybody.
pub(super) struct WhiteBox {
    pub(super) subjects: Vec<Subject>,
    pub(super) calls: Calls,
    pub(super) credit: Credit,
    votes: Votes,
    history: History,
    commits: Commits,
    shadows: Shadows,
    /// The first rule of obedience that was broken. To tell it can wait until all else has been asked.
    pub(super) disobeyed: Option<Broken>,
}

/// Whether a question can wait until there is credit to answer it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Urgency {
    Now,
    Later,
}

/// What the oracles may touch at this moment.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) cluster: &'a Cluster,
    pub(super) black: &'a BlackBox,
    pub(super) now: Instant,
    /// Who counts situations, and is shown whatever is looked at.
    pub(super) situations: Option<&'a RefCell<Tracker>>,
}

impl Sight<'_> {
    fn show(self, peer: usize, old: Option<&Inspection>, new: &Inspection, common: u64) {
        if let Some(tracker) = self.situations {
            tracker.borrow_mut().seen(peer, old, new, common);
        }
    }
}

impl WhiteBox {
    pub(super) fn new(cluster: &Cluster) -> Self {
        let peers = cluster.size();
        Self {
            subjects: (0..peers).map(Subject::new).collect(),
            calls: Calls::default(),
            credit: Credit::new(),
            votes: Votes::new(peers),
            history: History::default(),
            commits: Commits::default(),
            shadows: Shadows::new(cluster.factory(), peers),
            disobeyed: None,
        }
    }

    /// A peer has taken a step, and says this of itself.
    pub(super) fn stepped(&mut self, sight: Sight<'_>, peer: usize, state: PeerState) -> Check {
        self.see_step(sight, peer, state)?;
        match self.subjects[peer].answering.take() {
            Some(call) => self.answered(sight, peer, call),
            None => Ok(()),
        }
    }

    fn see_step(&mut self, sight: Sight<'_>, peer: usize, state: PeerState) -> Check {
        let subject = &mut self.subjects[peer];
        let before = subject.standing();
        let known = subject.state.replace(state);
        subject.obedience.stepped(before, subject.standing());
        subject.fresh = false;
        let price = credit::look(subject.length());
        if known == Some(state) {
            if std::mem::take(&mut subject.shrunk) {
                self.credit.overdraw(price);
            } else if !subject.wanted || !self.credit.pay(price) {
                return Ok(());
            }
            return self.look(sight, peer);
        }
        if known.is_none_or(|known| known.term != state.term) {
            subject.entered = sight.now;
        }
        self.credit.overdraw(price);
        self.look(sight, peer)
    }

    /// Looks at a running peer, and compares what it shows with what it showed before.
    pub(super) fn look(&mut self, sight: Sight<'_>, peer: usize) -> Check {
        if self.subjects[peer].shows_nothing {
            return Ok(());
        }
        let Some(new) = sight.cluster.peek(peer) else { return Ok(()) };
        let subject = &mut self.subjects[peer];
        subject.fresh = true;
        subject.wanted = false;
        // Whatever changed did so after the last look, and not before the present term.
        let since = std::mem::replace(&mut subject.viewed, sight.now).max(subject.entered);
        let Some(old) = subject.view.clone() else {
            let new = Rc::new(new);
            subject.see(new.clone(), true);
            return self.meet(sight, peer, &new);
        };
        let change = Change::new(&old, &new);
        if !change.is_any() {
            subject.see(old.clone(), false);
            return Ok(());
        }
        let (persistent, common) = (change.is_persistent(), change.common);
        let new = Rc::new(new);
        subject.see(new.clone(), persistent);
        self.compare(sight, peer, &Change { old: &old, new: &new, common }, since)
    }

    /// The first look at a peer in this life.
    fn meet(&mut self, sight: Sight<'_>, peer: usize, new: &Inspection) -> Check {
        sight.show(peer, None, new, 0);
        self.votes.learn(peer, new);
        commits::within(peer, new)?;
        self.learn_log(sight, peer, new, 0)?;
        if new.role == Role::Leader {
            self.elected(sight, peer, new)?;
        }
        self.commits.learn(peer, new, 0)?;
        self.verify(sight, Urgency::Later)
    }

    fn compare(&mut self, sight: Sight<'_>, peer: usize, change: &Change<'_>, since: Instant) -> Check {
        let Change { old, new, common } = *change;
        sight.show(peer, Some(old), new, common);
        votes::stand(peer, old, new)?;
        self.votes.learn(peer, new);
        let obeyed = self.subjects[peer].obedience.changed(peer, old, new, since, sight.now);
        self.note(obeyed);
        logs::append_only(peer, change)?;
        self.check_removal(sight, peer, change)?;
        commits::keep(peer, change)?;
        commits::within(peer, new)?;
        self.check_own_term(sight, peer, change)?;
        // Where the snapshot ends at another entry than the log held there, what follows it was looked at
        // behind the other one.
        let follows_another = old.term_at(new.snapshot_index).is_some_and(|term| term != new.snapshot_term);
        self.learn_log(sight, peer, new, if follows_another { 0 } else { common })?;
        if new.role == Role::Leader && (old.role != Role::Leader || old.term != new.term) {
            self.elected(sight, peer, new)?;
        }
        self.commits.learn(peer, new, old.committed())?;
        self.verify(sight, Urgency::Later)
    }

    /// Takes note of how a peer obeys. Whatever it does wrong there keeps nobody from looking for worse.
    pub(super) fn note(&mut self, obeyed: Check) {
        if let Err(broken) = obeyed {
            self.disobeyed.get_or_insert(broken);
        }
    }

    /// §5.3: only what conflicts with the leader's log is removed. The leader's present log shows whether it
    /// did, for in its term it only grows. And where the leader is gone, nobody can conflict with what it
    /// wrote.
    fn check_removal(&mut self, sight: Sight<'_>, peer: usize, change: &Change<'_>) -> Check {
        let Some((index, mark)) = logs::removed(change) else { return Ok(()) };
        let term = change.new.term;
        let Some(leader) = sight.black.leaders.of(term).filter(|leader| *leader != peer) else {
            return Ok(());
        };
        self.credit.overdraw(credit::look(self.subjects[leader].length()));
        match sight.cluster.peek(leader).filter(|view| (view.role, view.term) == (Role::Leader, term)) {
            Some(view) if view.mark(index) == Some(mark) => {
                Err(logs::removed_without_conflict(peer, leader, term, (index, mark)))
            }
            None if mark.term == term => Err(logs::removed_of_own_term(peer, leader, (index, mark))),
            _ => Ok(()),
        }
    }

    /// §5.4.2: an entry of an earlier term is not committed by counting replicas, unless all hold it.
    fn check_own_term(&mut self, sight: Sight<'_>, peer: usize, change: &Change<'_>) -> Check {
        let Err(broken) = commits::own_term(peer, change) else { return Ok(()) };
        let (index, peers) = (change.new.commit_index, self.subjects.len());
        let has =
            |other| change.new.mark(index).is_some_and(|mark| self.has_saved(sight, other, index, mark));
        if (0..peers).all(|other| other == peer || has(other)) { Ok(()) } else { Err(broken) }
    }

    /// Takes note of the log behind index `known`, and of the snapshot before it.
    fn learn_log(&mut self, sight: Sight<'_>, peer: usize, new: &Inspection, known: u64) -> Check {
        let start = new.snapshot_index;
        let boundary = if start == 0 { Some(0) } else { self.commits.at(start).map(|entry| entry.mark.term) };
        let highest = self.commits.highest().max(sight.black.applications.highest());
        if start > 0 {
            logs::boundary(peer, new, boundary, highest)?;
        }
        self.history.learn(peer, new, known, boundary)
    }

    /// A peer has become leader.
    fn elected(&mut self, sight: Sight<'_>, leader: usize, view: &Inspection) -> Check {
        let peers = self.subjects.len();
        let may_have = |peer: &usize| *peer == leader || self.may_have_voted(sight, *peer, leader, view.term);
        let voters: Vec<_> = (0..peers).filter(may_have).collect();
        votes::majority(leader, view.term, &voters, peers)?;
        self.prove(sight, leader, Moment::Election)?;
        let complete = self.commits.complete(leader, view);
        if complete.is_err() {
            // What no majority ever held is missing for that reason, and the election is not to blame.
            self.verify(sight, Urgency::Now)?;
        }
        complete
    }

    /// Whether a peer may have voted for this candidate, as far as it can be told by now.
    fn may_have_voted(&self, sight: Sight<'_>, peer: usize, candidate: usize, term: u64) -> bool {
        if let Some(vote) = self.votes.of(peer, term) {
            return vote == candidate;
        }
        let subject = &self.subjects[peer];
        if subject.running && subject.state.is_some_and(|state| state.term < term) {
            return false;
        }
        let shown = match sight.cluster.peek(peer) {
            Some(view) => Some(view),
            None => self.shadow(sight, peer).map(|restored| restored.view),
        };
        shown.is_none_or(|view| votes::shown(&view, candidate, term) != Voted::No)
    }

    /// What a restart of a peer would bring back now.
    fn shadow(&self, sight: Sight<'_>, peer: usize) -> Option<Restored> {
        let disk = sight.cluster.disk(peer)?;
        let view = self.shadows.look(peer, &disk)?;
        Some(Restored { view, snapshot: durability::snapshot_end(disk.snapshot()) })
    }

    /// Holds a peer, at its last look, to what is on its disk.
    ///
    /// As long as nothing speaks against it, what a peer showed when it had just saved is believed to be what
    /// it saved, and proved when there is credit to spare. A change that was not followed by any save is
    /// reason enough for a shadow at once.
    pub(super) fn prove(&mut self, sight: Sight<'_>, peer: usize, moment: Moment) -> Check {
        let subject = &self.subjects[peer];
        let Some(view) = subject.view.clone() else { return Ok(()) };
        let price = credit::shadow(view.log.len());
        if subject.is_proved() || (subject.is_saved() || view.role == Role::Leader) && !self.credit.pay(price)
        {
            return Ok(());
        }
        if !subject.is_saved() && view.role != Role::Leader {
            self.credit.overdraw(price);
        }
        let Some(restored) = self.shadow(sight, peer) else { return Ok(()) };
        let led = |term| sight.black.leaders.of(term) == Some(peer);
        durability::kept(peer, &view, &restored, moment, durability::binding(&view, false, led))?;
        let subject = &mut self.subjects[peer];
        if same_persistent(&view, &restored.view) {
            subject.durable_version = subject.version;
            subject.proved_version = subject.version;
        }
        subject.durable = Some(Rc::new(restored.view));
        Ok(())
    }

    /// A peer has been restarted: what its disk brings back is there to be seen.
    pub(super) fn booted(&mut self, sight: Sight<'_>, peer: usize) -> Check {
        self.credit.overdraw(credit::look(self.subjects[peer].length()));
        let Some(view) = sight.cluster.peek(peer) else {
            self.subjects[peer].shows_nothing = true;
            return Ok(());
        };
        let snapshot = sight.cluster.disk(peer).as_ref().map_or_else(Bytes::new, Persister::snapshot);
        let restored = Restored { view, snapshot: durability::snapshot_end(snapshot) };
        let subject = &self.subjects[peer];
        if let Some(promised) = &subject.promised {
            let led = |term| sight.black.leaders.of(term) == Some(peer);
            let upto = durability::binding(promised, subject.saved_before_boot, led);
            durability::kept(peer, promised, &restored, Moment::Restart, upto)?;
        }
        durability::snapshot(peer, &restored, Moment::Save)?;
        self.subjects[peer].saved = true;
        self.look(sight, peer)?;
        let subject = &mut self.subjects[peer];
        subject.proved_version = subject.version;
        Ok(())
    }

    /// §5.3: what is committed is held by a majority, and stays there: this can be asked at any later time.
    fn verify(&mut self, sight: Sight<'_>, urgency: Urgency) -> Check {
        let Some((index, committed)) = self.commits.unverified() else { return Ok(()) };
        let mark = committed.mark;
        let known =
            |subject: &Subject| subject.durable.as_ref().is_some_and(|durable| durable.holds(index, mark));
        let mut holders: Vec<_> =
            (0..self.subjects.len()).filter(|peer| known(&self.subjects[*peer])).collect();
        if holders.len() * 2 <= self.subjects.len() {
            let lengths = self.subjects.iter().map(Subject::length);
            let price = lengths.map(|length| credit::look(length) + credit::shadow(length)).sum();
            match urgency {
                Urgency::Now => self.credit.overdraw(price),
                Urgency::Later if !self.credit.pay(price) => return Ok(()),
                Urgency::Later => {}
            }
            holders = (0..self.subjects.len())
                .filter(|peer| holders.contains(peer) || self.has_saved(sight, *peer, index, mark))
                .collect();
        }
        commits::majority(index, committed, &holders, self.subjects.len())?;
        self.commits.verify(index);
        Ok(())
    }

    /// Whether a peer has this entry on its disk, asked now.
    fn has_saved(&self, sight: Sight<'_>, peer: usize, index: u64, mark: raftapi::LogMark) -> bool {
        // A shadow costs more than a look.
        if sight.cluster.peek(peer).is_some_and(|view| !view.holds(index, mark)) {
            return false;
        }
        // If nobody can say, it counts.
        self.shadow(sight, peer).is_none_or(|restored| restored.view.holds(index, mark))
    }
}
