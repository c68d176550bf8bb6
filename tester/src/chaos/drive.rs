//! Carries a plan out.
//!
//! Faults may overlap, so nothing is undone by its opposite: whenever one begins or ends, what the network is
//! like follows from all that are in force. A plan with some of its faults left out is therefore as good a
//! plan.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use labrpc::Storm;
use sim::Instant;

use super::clients;
use super::plan::{Fault, Plan, Timed, Who};
use super::{Script, Stage, liveness};
use crate::cluster::{ArmedCrash, Cluster, Cuts};
use crate::facts::{Chaos as ChaosFact, Checkpoint};
use crate::failure::Failure;

/// Carries the plan out on a fresh cluster, plays the script, and then looks whether the cluster recovers.
pub(crate) async fn drive(cluster: Cluster, plan: Plan, script: Option<Script>) -> Result<(), Failure> {
    let stage = Rc::new(Stage::new(cluster.clone(), plan));
    clients::start(&stage);
    let mut director = Director::new(stage.clone());
    director.play().await?;
    if let Some(script) = script {
        script(stage.clone()).await?;
    }
    stage.over.set(true);
    liveness::check(&stage).await
}

/// Something is to be done to a fault.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cue {
    /// It is over. Before what begins at the same moment.
    End,
    Begin,
    /// It comes and goes, and now it changes.
    Flip,
}

/// A fault in force.
struct Active {
    /// Whom it struck.
    struck: Vec<usize>,
    /// Whether its links are cut just now.
    cuts: bool,
    /// The crashes that it has armed, by peer.
    armed: BTreeMap<usize, ArmedCrash>,
}

/// Whoever begins and ends the faults.
struct Director {
    stage: Rc<Stage>,
    /// By their places in the plan.
    active: BTreeMap<usize, Active>,
}

impl Director {
    const fn new(stage: Rc<Stage>) -> Self {
        Self { stage, active: BTreeMap::new() }
    }

    fn cluster(&self) -> &Cluster {
        &self.stage.cluster
    }

    async fn play(&mut self) -> Result<(), Failure> {
        let began = self.stage.began;
        for (at_ms, cue, place) in cues(&self.stage.plan) {
            sim::sleep_until(began + Duration::from_millis(at_ms)).await;
            self.cluster().look()?;
            match cue {
                Cue::Begin => self.begin(place),
                Cue::End => self.end(place),
                Cue::Flip => self.flip(place),
            }
        }
        sim::sleep_until(self.end_of_plan()).await;
        self.cluster().look()
    }

    fn end_of_plan(&self) -> Instant {
        self.stage.began + Duration::from_millis(self.stage.plan.length_ms)
    }

    fn begin(&mut self, place: usize) {
        let stage = self.stage.clone();
        let timed = &stage.plan.faults[place];
        let struck = self.struck_by(&timed.fault);
        stage.cluster.checkpoint(Checkpoint::Chaos(ChaosFact::new(place, timed, &struck, true)));
        // Nobody stands still any more when everything is healed.
        let pause = timed.for_ms.min(stage.plan.length_ms.saturating_sub(timed.at_ms));
        let mut armed = BTreeMap::new();
        for &peer in &struck {
            match &timed.fault {
                Fault::Crashed(_) | Fault::Blackout => stage.cluster.crash(peer),
                Fault::CrashAtSave { save, moment, .. } => {
                    armed.extend(stage.cluster.crash_at_save(peer, *save, *moment).map(|it| (peer, it)));
                }
                Fault::Paused(_) => stage.cluster.pause(peer, Duration::from_millis(pause)),
                _ => {}
            }
        }
        self.active.insert(place, Active { struck, cuts: true, armed });
        self.refresh();
    }

    fn end(&mut self, place: usize) {
        let stage = self.stage.clone();
        let Some(Active { struck, armed, .. }) = self.active.remove(&place) else { return };
        let timed = &stage.plan.faults[place];
        stage.cluster.checkpoint(Checkpoint::Chaos(ChaosFact::new(place, timed, &struck, false)));
        for &peer in &struck {
            if let Some(armed) = armed.get(&peer) {
                stage.cluster.take_back(peer, *armed);
            }
            if stops(&timed.fault) && !self.is_held_down(peer) {
                stage.revive(peer);
            }
        }
        self.refresh();
    }

    fn flip(&mut self, place: usize) {
        if let Some(active) = self.active.get_mut(&place) {
            active.cuts = !active.cuts;
        }
        self.refresh();
    }

    /// Whether a fault in force keeps this peer from running.
    fn is_held_down(&self, peer: usize) -> bool {
        let faults = &self.stage.plan.faults;
        self.active.iter().any(|(place, active)| {
            let came = active.armed.get(&peer).is_some_and(|armed| self.cluster().fell_to(peer, *armed));
            let strikes = matches!(faults[*place].fault, Fault::Crashed(_) | Fault::Blackout)
                && active.struck.contains(&peer);
            came || strikes
        })
    }

    fn struck_by(&self, fault: &Fault) -> Vec<usize> {
        match (fault, fault.who()) {
            (Fault::Blackout, _) => (0..self.cluster().size()).collect(),
            (_, Some(Who::Peer(peer))) => vec![peer],
            (_, Some(Who::Leader)) => {
                let leaders = self.stage.claims().into_iter().filter(|claim| claim.is_leader);
                leaders.max_by_key(|claim| claim.term).map(|claim| claim.peer).into_iter().collect()
            }
            (_, None) => Vec::new(),
        }
    }

    /// Sets the network to what all faults in force make of it.
    fn refresh(&self) {
        let plan = &self.stage.plan;
        let mut cuts = Cuts::none();
        let mut storm = Storm::NONE;
        for (place, active) in &self.active {
            let fault = &plan.faults[*place].fault;
            if active.cuts {
                cuts = cuts.and(&fault.cuts(plan.peers, &active.struck));
            }
            if let Fault::Storm(other) = fault {
                storm = storm.worse(*other);
            }
        }
        self.cluster().set_cuts(cuts);
        self.cluster().set_storm(storm);
    }
}

/// Whether what it strikes may be down when it is over.
const fn stops(fault: &Fault) -> bool {
    matches!(fault, Fault::Crashed(_) | Fault::Blackout | Fault::CrashAtSave { .. })
}

/// What is to be done, in order, as far as it comes before the plan's end.
fn cues(plan: &Plan) -> Vec<(u64, Cue, usize)> {
    let mut cues = Vec::new();
    for (place, timed) in plan.faults.iter().enumerate() {
        let Timed { at_ms, fault, .. } = timed;
        let end = timed.end_ms();
        cues.push((*at_ms, Cue::Begin, place));
        cues.push((end, Cue::End, place));
        if let Fault::Flapping { every_ms, .. } = fault {
            let step = usize::try_from((*every_ms).max(1)).unwrap_or(usize::MAX);
            // One that is said to go on for ever ends with the plan.
            cues.extend(
                (*at_ms..end.min(plan.length_ms.saturating_add(1)))
                    .step_by(step)
                    .skip(1)
                    .map(|at| (at, Cue::Flip, place)),
            );
        }
    }
    cues.retain(|(at_ms, _, _)| *at_ms <= plan.length_ms);
    cues.sort_unstable();
    cues
}
