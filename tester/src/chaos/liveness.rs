//! The liveness phase: everything heals, and within ten seconds the cluster must work again.
//!
//! Healed is: no storm, every link, everybody running and connected, no client. Only the clocks keep their
//! rates. Then, in this order: somebody leads; what it accepted in its term is applied everywhere, without a
//! new command to push it; a new command is applied everywhere; all logs are equal.

use std::time::Duration;

use labrpc::Storm;
use raftapi::Inspection;
use sim::Instant;

use super::Stage;
use super::reasons::{self, Before};
use crate::facts::Checkpoint;
use crate::failure::{AgreementFailure, Failure, LivenessFailure};

/// How long the cluster has to recover, in all.
pub(super) const HEALING_TIME: Duration = Duration::from_secs(10);

/// How often somebody looks.
const POLL: Duration = Duration::from_millis(10);

/// Heals everything, and looks whether the cluster recovers.
pub(super) async fn check(stage: &Stage) -> Result<(), Failure> {
    heal(stage);
    Phase { stage, began: sim::now(), before: Before::look(stage) }.run().await
}

/// Looks whether what this leader has accepted is applied by all of `among`, without a new command to push
/// it. They are a majority, the leader is one of them, and nothing disturbs them. Ends as well if it is
/// deposed.
pub(super) async fn settles(stage: &Stage, leader: usize, among: &[usize]) -> Result<(), Failure> {
    let (began, before) = (sim::now(), Before::look(stage));
    let Some(term) = stage.cluster.state(leader).map(|state| state.term) else { return Ok(()) };
    let Some(index) = stage.last_accepted(leader, term) else { return Ok(()) };
    let applied = || among.iter().filter(|peer| stage.cluster.applied(**peer) >= index).count();
    while applied() < among.len() && stage.leads(leader, term) {
        let waited = sim::now() - began;
        if waited >= HEALING_TIME {
            let why = reasons::not_applied(stage, &before, among, leader, index);
            let (applied, peers) = (applied(), among.len());
            return Err(
                LivenessFailure::NotCommitted { leader, term, index, applied, peers, waited, why }.into()
            );
        }
        sim::sleep(POLL).await;
        stage.cluster.look()?;
    }
    Ok(())
}

fn heal(stage: &Stage) {
    stage.cluster.checkpoint(Checkpoint::Healed);
    stage.cluster.set_storm(Storm::NONE);
    stage.cluster.set_reliable(true);
    stage.cluster.mend();
    for peer in 0..stage.cluster.size() {
        stage.cluster.disarm(peer);
        stage.revive(peer);
        stage.cluster.connect(peer);
    }
}

struct Phase<'a> {
    stage: &'a Stage,
    began: Instant,
    /// How things stood when everything was healed.
    before: Before,
}

impl Phase<'_> {
    async fn run(&self) -> Result<(), Failure> {
        loop {
            let (leader, term) = self.leader().await?;
            self.stage.cluster.checkpoint(Checkpoint::Leader { peer: leader, term });
            if self.accepted(leader, term).await? && self.agreement(leader).await? {
                return self.equal_logs().await;
            }
            // Whatever the peers say of themselves, time goes on.
            sim::sleep(POLL).await;
        }
    }

    async fn leader(&self) -> Result<(usize, u64), Failure> {
        let everybody = self.stage.others(&[]);
        loop {
            if let Some(claim) = self.stage.leader_now(&everybody)? {
                return Ok((claim.peer, claim.term));
            }
            if self.is_over() {
                let (claims, why) = (self.stage.claims(), reasons::no_leader(self.stage, &self.before));
                return Err(LivenessFailure::NoLeader { waited: self.waited(), claims, why }.into());
            }
            sim::sleep(POLL).await;
        }
    }

    /// Whether what the leader has accepted in its term is applied by all, while it leads. False if it was
    /// deposed meanwhile.
    async fn accepted(&self, leader: usize, term: u64) -> Result<bool, Failure> {
        let Some(index) = self.stage.last_accepted(leader, term) else { return Ok(true) };
        while self.applied(index) < self.stage.cluster.size() {
            if !self.stage.leads(leader, term) {
                return Ok(false);
            }
            if self.is_over() {
                let (waited, applied) = (self.waited(), self.applied(index));
                let why =
                    reasons::not_applied(self.stage, &self.before, &self.stage.others(&[]), leader, index);
                let peers = self.stage.cluster.size();
                let failure =
                    LivenessFailure::NotCommitted { leader, term, index, applied, peers, waited, why };
                return Err(failure.into());
            }
            sim::sleep(POLL).await;
            self.stage.cluster.look()?;
        }
        Ok(true)
    }

    /// Whether a new command is applied by all. False if the leader was deposed meanwhile.
    async fn agreement(&self, leader: usize) -> Result<bool, Failure> {
        let started = self.stage.offer(leader);
        let Some(started) = started else {
            if self.is_over() {
                let (waited, claims) = (self.waited(), self.stage.claims());
                return Err(LivenessFailure::Refused { leader, claims, waited }.into());
            }
            return Ok(false);
        };
        self.same_term(leader, started.term)?;
        let command = self.stage.last_offer();
        self.stage.cluster.checkpoint(Checkpoint::Proposed {
            command: command.clone(),
            expected: self.stage.cluster.size(),
        });
        while self.applied(started.index) < self.stage.cluster.size() {
            if self.is_over() {
                let (waited, index, applied) = (self.waited(), started.index, self.applied(started.index));
                let why =
                    reasons::not_applied(self.stage, &self.before, &self.stage.others(&[]), leader, index);
                let peers = self.stage.cluster.size();
                let failure =
                    LivenessFailure::NotAgreed { command, leader, index, applied, peers, waited, why };
                return Err(failure.into());
            }
            if !self.stage.leads(leader, started.term) {
                return Ok(false);
            }
            sim::sleep(POLL).await;
            self.stage.cluster.look()?;
        }
        self.stage.cluster.checkpoint(Checkpoint::Agreed { command, index: started.index });
        Ok(true)
    }

    /// That a leader took the last offer, just now, in the term that it says it is in.
    fn same_term(&self, peer: usize, other: u64) -> Result<(), Failure> {
        match self.stage.cluster.state(peer) {
            Some(state) if state.term != other => {
                let value = self.stage.last_value();
                Err(AgreementFailure::WrongTerm { peer, term: state.term, value, other }.into())
            }
            _ => Ok(()),
        }
    }

    /// Waits until all logs are equal, and everybody has applied as much.
    async fn equal_logs(&self) -> Result<(), Failure> {
        loop {
            self.stage.cluster.look()?;
            let Some((one, other, what)) = self.difference() else { return Ok(()) };
            if self.is_over() {
                return Err(LivenessFailure::LogsDiffer { one, other, what, waited: self.waited() }.into());
            }
            sim::sleep(POLL).await;
        }
    }

    /// Two peers that differ, and in what.
    fn difference(&self) -> Option<(usize, usize, String)> {
        let cluster = &self.stage.cluster;
        for other in 1..cluster.size() {
            let (one_applied, applied) = (cluster.applied(0), cluster.applied(other));
            if one_applied != applied {
                let what = format!("one has applied {one_applied} commands, the other {applied}");
                return Some((0, other, what));
            }
            let shown = cluster.inspect(0).zip(cluster.inspect(other));
            if let Some(what) = shown.and_then(|(one, other)| differs(&one, &other)) {
                return Some((0, other, what));
            }
        }
        None
    }

    /// How many peers have applied what is at this index.
    fn applied(&self, index: u64) -> usize {
        let cluster = &self.stage.cluster;
        (0..cluster.size()).filter(|peer| cluster.applied(*peer) >= index).count()
    }

    fn waited(&self) -> Duration {
        sim::now() - self.began
    }

    fn is_over(&self) -> bool {
        self.waited() >= HEALING_TIME
    }
}

/// In what two logs differ, as far as both still hold entries.
fn differs(one: &Inspection, other: &Inspection) -> Option<String> {
    let (one_last, other_last) = (reasons::last_index(one), reasons::last_index(other));
    if one_last != other_last {
        return Some(format!("one log ends at index {one_last}, the other at {other_last}"));
    }
    if one.commit_index != other.commit_index {
        let (one, other) = (one.commit_index, other.commit_index);
        return Some(format!("one has committed up to index {one}, the other up to {other}"));
    }
    let mut marks = one.log.iter().rev().zip(other.log.iter().rev()).zip((0..=one_last).rev());
    let (_, index) = marks.find(|((one, other), _)| one != other)?;
    Some(format!("they hold different entries at index {index}"))
}
