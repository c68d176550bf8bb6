//! The tests: the lab's 28, in the lab's order, and the chaos suite's. Each of the lab's stands in the file
//! of its group, its metadata right above its script.
//!
//! A script reads like the steps by which one would explain the test to somebody. What the lab calls fatal is
//! an `Err`, passed on with `?`.

mod draw;
mod part_a;
mod part_b;
mod part_c;
mod part_d;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use sim::World;

use crate::chaos::{self, Chaos, Plan, scenarios};
use crate::cluster::{Cluster, Service, Setup, TearDown, Wire};
use crate::failure::Failure;
use crate::findings::Findings;
use crate::host::Factory;
use crate::oracle::Eyes;
use crate::situations::Situation;
use crate::steering::Steering;

/// A part of the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Elections.
    A,
    /// The log.
    B,
    /// Persistence, partitions and churn.
    C,
    /// Snapshots.
    D,
    /// Chaos: this project's own part, beyond the lab's.
    X,
}

impl Part {
    /// The parts in the lab's order, and last the one that the lab does not have.
    pub const ALL: [Self; 5] = [Self::A, Self::B, Self::C, Self::D, Self::X];

    /// The name up to 2023, such as `2A`: the one that this project uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "2A",
            Self::B => "2B",
            Self::C => "2C",
            Self::D => "2D",
            Self::X => "X",
        }
    }

    /// Whether its tests are the course's own.
    pub const fn is_of_the_course(self) -> bool {
        matches!(self, Self::A | Self::B | Self::C | Self::D)
    }

    /// The name since 2024, such as `3A`; the chaos suite has no other.
    pub const fn newer_name(self) -> &'static str {
        match self {
            Self::A => "3A",
            Self::B => "3B",
            Self::C => "3C",
            Self::D => "3D",
            Self::X => "X",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A test's script, started on a fresh cluster.
type Script = fn(Cluster) -> Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

/// One test of the lab.
pub struct LabTest {
    /// The name, such as `initial_election_2A`.
    pub name: &'static str,
    /// The part it belongs to.
    pub part: Part,
    /// The title that the lab prints.
    pub title: &'static str,
    /// How many peers it runs; where the seed draws them, the most.
    pub peers: usize,
    /// What goes wrong in it, in a few words.
    pub faults: &'static str,
    /// What it must bring about, or it proves nothing.
    pub about: &'static [Situation],
    pub(crate) kind: Kind,
}

/// What a test consists of.
pub(crate) enum Kind {
    /// The course's: a script on a cluster that is always the same.
    Course {
        /// What the network is like at first.
        wire: Wire,
        /// What stands on top of each peer.
        service: Service,
        /// What happens.
        script: Script,
    },
    /// The chaos suite's: a plan that the seed draws.
    Chaos(Chaos),
}

impl LabTest {
    /// The line that the lab prints before the test.
    pub fn heading(&self) -> String {
        format!("Test ({}): {} ...", self.part, self.title)
    }

    /// Runs the test against peers of this factory, before these eyes: builds the cluster, runs the script,
    /// gives the verdict and takes the cluster apart.
    ///
    /// What it finds is left in `findings`, whatever comes of the test: also if the simulator ends the run
    /// half-way and this future is dropped. No failure there means that the test passed.
    ///
    /// # Panics
    /// Outside a simulation: call it from the script of [`sim::run`].
    pub async fn drive(&self, factory: Factory, eyes: Eyes, findings: Rc<Findings>) {
        self.drive_steered(Steering::default(), factory, eyes, findings).await;
    }

    /// Runs a test of the chaos suite with this plan in the place of the one that the seed would draw. A test
    /// of the course has no plan and runs as ever.
    ///
    /// # Panics
    /// Outside a simulation, and if the plan does not pass its [`check`](Plan::check).
    pub async fn drive_plan(&self, plan: Plan, factory: Factory, eyes: Eyes, findings: Rc<Findings>) {
        let steering = Steering { plan: Some(plan), ..Steering::default() };
        self.drive_steered(steering, factory, eyes, findings).await;
    }

    /// Runs the test as far as the steering says, which may leave things out that its script or its plan
    /// does.
    ///
    /// # Panics
    /// Outside a simulation, and if the steering's plan does not pass its [`check`](Plan::check).
    pub async fn drive_steered(
        &self,
        mut steering: Steering,
        factory: Factory,
        eyes: Eyes,
        findings: Rc<Findings>,
    ) {
        let plan = steering.plan.take();
        match &self.kind {
            Kind::Course { wire, service, script } => {
                let setup = Setup { peers: self.peers, wire: *wire, service: *service };
                let cluster = Cluster::build_steered(setup, &[], &steering, factory);
                self.play(cluster, eyes, findings, script).await;
            }
            Kind::Chaos(chaos) => {
                let plan = plan.unwrap_or_else(|| chaos.plan_of(&World::current(), self.name));
                if let Err(error) = plan.check() {
                    panic!("this plan cannot be driven: {error}");
                }
                let setup = Setup { peers: plan.peers, wire: Wire::Reliable, service: plan.service };
                let cluster = Cluster::build_steered(setup, &plan.clocks, &steering, factory);
                self.play(cluster, eyes, findings, |cluster| chaos::drive(cluster, plan, chaos.script)).await;
            }
        }
    }

    async fn play<F>(
        &self,
        cluster: Cluster,
        eyes: Eyes,
        findings: Rc<Findings>,
        script: impl FnOnce(Cluster) -> F,
    ) where
        F: Future<Output = Result<(), Failure>>,
    {
        cluster.watch_with(eyes);
        let beginning = cluster.begin(self.title);
        let tear_down = TearDown { cluster: cluster.clone(), beginning, findings };
        let result = script(cluster).await;
        tear_down.conclude(result);
    }

    /// The plan that a seed draws for this test; `None` for a test of the course, which has none.
    pub fn plan(&'static self, seed: u64) -> Option<Plan> {
        let Kind::Chaos(chaos) = &self.kind else { return None };
        let name = self.name;
        let drawn = sim::run(sim::Config::new(seed), move |world| async move { chaos.plan_of(&world, name) });
        drawn.result.ok()
    }

    /// Whether what happens is written in a script, which its plan only gives the world for.
    pub fn is_script(&self) -> bool {
        matches!(&self.kind, Kind::Course { .. } | Kind::Chaos(Chaos { script: Some(_), .. }))
    }

    /// How many peers it runs with this seed.
    pub fn peers_of(&'static self, seed: u64) -> usize {
        self.plan(seed).map_or(self.peers, |plan| plan.peers)
    }

    /// How many peers it runs: `5`, or `3-7` where the seed draws them.
    pub fn peers_label(&self) -> String {
        match &self.kind {
            Kind::Chaos(Chaos { fewest_peers, .. }) if *fewest_peers < self.peers => {
                format!("{fewest_peers}-{}", self.peers)
            }
            _ => self.peers.to_string(),
        }
    }
}

impl fmt::Debug for LabTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// How many tests the course has.
const COURSE: usize = 28;

/// Every test: the course's in the lab's order, then the chaos suite's.
static ALL: [LabTest; COURSE + 21] = [
    part_a::INITIAL_ELECTION,
    part_a::REELECTION,
    part_a::MANY_ELECTIONS,
    part_b::BASIC_AGREE,
    part_b::RPC_BYTES,
    part_b::FOLLOWER_FAILURE,
    part_b::LEADER_FAILURE,
    part_b::FAIL_AGREE,
    part_b::FAIL_NO_AGREE,
    part_b::CONCURRENT_STARTS,
    part_b::REJOIN,
    part_b::BACKUP,
    part_b::COUNT,
    part_c::PERSIST1,
    part_c::PERSIST2,
    part_c::PERSIST3,
    part_c::FIGURE8,
    part_c::UNRELIABLE_AGREE,
    part_c::FIGURE8_UNRELIABLE,
    part_c::RELIABLE_CHURN,
    part_c::UNRELIABLE_CHURN,
    part_d::SNAPSHOT_BASIC,
    part_d::SNAPSHOT_INSTALL,
    part_d::SNAPSHOT_INSTALL_UNRELIABLE,
    part_d::SNAPSHOT_INSTALL_CRASH,
    part_d::SNAPSHOT_INSTALL_UNCRASH,
    part_d::SNAPSHOT_ALL_CRASH,
    part_d::SNAPSHOT_INIT,
    scenarios::SWARM,
    scenarios::BRIDGE,
    scenarios::MAJORITY_RING,
    scenarios::FLAPPING,
    scenarios::BLACKOUT,
    scenarios::CRASH_AT_SAVE,
    scenarios::OLD_TERM_COMMIT,
    scenarios::DEPOSED_TAIL,
    scenarios::STALE_BUT_LONG,
    scenarios::DIVERGED_SNAPSHOT,
    scenarios::SLOW_HEIR,
    scenarios::ONE_WAY_LEADER,
    scenarios::LATE_VOTES,
    scenarios::LATE_ACKS,
    scenarios::REELECTED,
    scenarios::SECOND_VOTE,
    scenarios::ACKED_THEN_CRASHED,
    scenarios::EVEN_SPLIT,
    scenarios::STALE_APPENDS,
    scenarios::PAUSED_LEADER,
    scenarios::SETTLE,
];

/// Every test: the course's in the lab's order, then the chaos suite's.
pub fn all() -> &'static [LabTest] {
    &ALL
}

/// The course's tests, in the lab's order.
pub fn course() -> &'static [LabTest] {
    &ALL[..COURSE]
}

/// The tests of the chaos suite: part X.
pub fn chaos() -> &'static [LabTest] {
    &ALL[COURSE..]
}

/// The test of this exact name.
pub fn find(name: &str) -> Option<&'static LabTest> {
    ALL.iter().find(|test| test.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_end_in_their_part() {
        for test in all() {
            assert!(test.name.ends_with(&format!("_{}", test.part)), "{}", test.name);
            assert!(std::ptr::eq(find(test.name).expect("found"), test));
        }
        let in_part = |part| all().iter().filter(|test| test.part == part).count();
        assert_eq!(Part::ALL.map(in_part), [3, 10, 8, 7, chaos().len()]);
        assert!(all().is_sorted_by_key(|test| test.part));
        assert!(find("no_such_test").is_none());
    }

    #[test]
    fn faults_say_what_the_network_is_like() {
        for test in course() {
            let Kind::Course { wire, .. } = test.kind else { panic!("{test:?} is in the wrong table") };
            let first = match wire {
                Wire::Reliable => "reliable",
                Wire::Unreliable => "unreliable",
            };
            assert!(test.faults.starts_with(first), "{}: {}", test.name, test.faults);
        }
    }

    #[test]
    fn a_heading_is_the_labs() {
        assert_eq!(course()[0].heading(), "Test (2A): initial election ...");
    }
}
