//! Where a plan is played: the cluster, its clients, and what they were promised.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::time::Duration;

use raftapi::Started;
use sim::Instant;

use super::plan::Plan;
use crate::cluster::Cluster;
use crate::failure::{AgreementFailure, Claim, Failure, LeadershipFailure};
use crate::value::{Command, Value};

/// How long a script waits for what must come: an implementation may have calls under way that fail only
/// after 7 s.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// How often a script looks.
const POLL: Duration = Duration::from_millis(5);

/// A cluster with clients. Clients submit the numbers 1, 2, 3 and so on, each to one peer alone: a number
/// tells who took it, and when.
pub(crate) struct Stage {
    pub(super) cluster: Cluster,
    pub(super) plan: Plan,
    pub(super) began: Instant,
    /// Whether the clients are to stop.
    pub(super) over: Cell<bool>,
    last_number: Cell<u64>,
    /// The last index that each peer accepted a command for, by peer and term.
    accepted: RefCell<BTreeMap<(usize, u64), u64>>,
}

impl Stage {
    pub(super) fn new(cluster: Cluster, plan: Plan) -> Self {
        let (over, last_number, accepted) = (Cell::new(false), Cell::new(0), RefCell::default());
        Self { cluster, plan, began: sim::now(), over, last_number, accepted }
    }

    /// Offers the next number to a peer. If it crashes over it, the number may be in its log all the same.
    pub(super) fn offer(&self, peer: usize) -> Option<Started> {
        let number = self.last_number.get() + 1;
        let started = self.cluster.start(peer, number);
        if started.is_some() || !self.cluster.is_running(peer) {
            self.last_number.set(number);
        }
        if let Some(Started { index, term }) = started {
            self.accepted.borrow_mut().insert((peer, term), index);
        }
        started
    }

    /// Offers a number to every peer.
    pub(super) fn offer_everybody(&self) {
        for peer in 0..self.cluster.size() {
            self.offer(peer);
        }
    }

    /// The command that was offered last.
    pub(super) fn last_offer(&self) -> Command {
        Command::from(self.last_value())
    }

    /// The number that was offered last.
    pub(super) fn last_value(&self) -> Value {
        Value::Number(self.last_number.get())
    }

    /// The last index that this peer accepted a command for in this term.
    pub(super) fn last_accepted(&self, peer: usize, term: u64) -> Option<u64> {
        self.accepted.borrow().get(&(peer, term)).copied()
    }

    /// The peers that are not among `some`.
    pub(super) fn others(&self, some: &[usize]) -> Vec<usize> {
        (0..self.cluster.size()).filter(|peer| !some.contains(peer)).collect()
    }

    /// What every running peer says of itself.
    pub(super) fn claims(&self) -> Vec<Claim> {
        let claim = |peer| {
            let state = self.cluster.state(peer)?;
            Some(Claim { peer, term: state.term, is_leader: state.is_leader })
        };
        (0..self.cluster.size()).filter_map(claim).collect()
    }

    /// Whoever leads in the highest term that any of these peers is in; a failure if any two running peers
    /// lead in one term.
    pub(super) fn leader_now(&self, among: &[usize]) -> Result<Option<Claim>, Failure> {
        self.cluster.look()?;
        let claims = self.claims();
        one_leader_per_term(&claims)?;
        let of_these = || claims.iter().filter(|claim| among.contains(&claim.peer));
        let term = of_these().map(|claim| claim.term).max();
        Ok(of_these().find(|claim| claim.is_leader && Some(claim.term) == term).copied())
    }

    /// Waits until one of these leads, in a term that none of them is beyond. They must be a majority and
    /// able to talk.
    pub(super) async fn leader_among(&self, among: &[usize]) -> Result<usize, Failure> {
        self.leader_within(among, PATIENCE).await
    }

    /// The same, with another patience.
    pub(super) async fn leader_within(&self, among: &[usize], patience: Duration) -> Result<usize, Failure> {
        let began = sim::now();
        let mut looks = 0;
        while sim::now() - began < patience {
            if let Some(claim) = self.leader_now(among)? {
                return Ok(claim.peer);
            }
            looks += 1;
            sim::sleep(POLL).await;
        }
        let last = self.claims().into_iter().filter(|claim| among.contains(&claim.peer)).collect();
        Err(LeadershipFailure::NoLeader { looks, waited: sim::now() - began, last }.into())
    }

    /// Has the leader of these peers take a command that all of them then apply; gives the leader and the
    /// index. They must be a majority and able to talk.
    pub(super) async fn agree(&self, among: &[usize]) -> Result<(usize, u64), Failure> {
        let began = sim::now();
        loop {
            let leader = self.leader_among(among).await?;
            if let Some(Started { index, term }) = self.offer(leader) {
                while self.leads(leader, term) && sim::now() - began < PATIENCE {
                    if among.iter().all(|peer| self.cluster.applied(*peer) >= index) {
                        return Ok((leader, index));
                    }
                    sim::sleep(POLL).await;
                    self.cluster.look()?;
                }
            }
            let waited = sim::now() - began;
            if waited >= PATIENCE {
                let (command, claims) = (self.last_offer(), self.claims());
                let failure = AgreementFailure::NotReached {
                    command,
                    expected: among.len(),
                    waited,
                    last: None,
                    claims,
                };
                return Err(failure.into());
            }
            sim::sleep(POLL).await;
        }
    }

    /// Whether this peer still leads this term.
    pub(super) fn leads(&self, peer: usize, term: u64) -> bool {
        self.cluster.state(peer).is_some_and(|state| state.is_leader && state.term == term)
    }

    /// Crashes a peer and starts it again at once, linked as it was.
    pub(super) fn restart(&self, peer: usize) {
        self.cluster.boot(peer);
        self.cluster.connect(peer);
    }

    /// Starts a peer again unless it runs.
    pub(super) fn revive(&self, peer: usize) {
        if !self.cluster.is_running(peer) {
            self.restart(peer);
        }
    }

    /// Sleeps.
    pub(super) async fn wait_ms(&self, millis: u64) {
        sim::sleep(Duration::from_millis(millis)).await;
    }
}

/// Election Safety, for all that run, whether anybody can reach them or not.
fn one_leader_per_term(claims: &[Claim]) -> Result<(), LeadershipFailure> {
    let mut leaders: BTreeMap<u64, usize> = BTreeMap::new();
    for claim in claims.iter().filter(|claim| claim.is_leader) {
        if let Some(other) = leaders.insert(claim.term, claim.peer) {
            return Err(LeadershipFailure::TwoLeaders { term: claim.term, leaders: vec![other, claim.peer] });
        }
    }
    Ok(())
}
