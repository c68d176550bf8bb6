//! The lab's 28 tests, in the lab's order. Each stands in the file of its group, its metadata right above its
//! script.
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

use crate::cluster::{Cluster, Service, Setup, TearDown, Wire};
use crate::failure::Failure;
use crate::findings::Findings;
use crate::host::Factory;
use crate::situations::Situation;

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
}

impl Part {
    /// The parts in the lab's order.
    pub const ALL: [Self; 4] = [Self::A, Self::B, Self::C, Self::D];

    /// The name up to 2023, such as `2A`: the one that this project uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "2A",
            Self::B => "2B",
            Self::C => "2C",
            Self::D => "2D",
        }
    }

    /// The name since 2024, such as `3A`.
    pub const fn newer_name(self) -> &'static str {
        match self {
            Self::A => "3A",
            Self::B => "3B",
            Self::C => "3C",
            Self::D => "3D",
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
    /// How many peers it runs.
    pub peers: usize,
    /// What goes wrong in it, in a few words.
    pub faults: &'static str,
    /// What it must bring about, or it proves nothing.
    pub about: &'static [Situation],
    wire: Wire,
    service: Service,
    script: Script,
}

impl LabTest {
    /// The line that the lab prints before the test.
    pub fn heading(&self) -> String {
        format!("Test ({}): {} ...", self.part, self.title)
    }

    /// Runs the test against peers of this factory: builds the cluster, runs the script, gives the verdict
    /// and takes the cluster apart.
    ///
    /// What it finds is left in `findings`, whatever comes of the test: also if the simulator ends the run
    /// half-way and this future is dropped. No failure there means that the test passed.
    ///
    /// # Panics
    /// Outside a simulation: call it from the script of [`sim::run`].
    pub async fn drive(&self, factory: Factory, findings: Rc<Findings>) {
        let setup = Setup { peers: self.peers, wire: self.wire, service: self.service };
        let cluster = Cluster::build(setup, factory);
        let beginning = cluster.begin(self.title);
        let tear_down = TearDown { cluster: cluster.clone(), beginning, findings };
        let result = (self.script)(cluster).await;
        tear_down.conclude(result);
    }
}

impl fmt::Debug for LabTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Every test, in the lab's order.
static ALL: [LabTest; 28] = [
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
];

/// Every test, in the lab's order.
pub fn all() -> &'static [LabTest] {
    &ALL
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
        assert_eq!(Part::ALL.map(in_part), [3, 10, 8, 7]);
        assert!(all().is_sorted_by_key(|test| test.part));
        assert!(find("no_such_test").is_none());
    }

    #[test]
    fn faults_say_what_the_network_is_like() {
        for test in all() {
            let first = match test.wire {
                Wire::Reliable => "reliable",
                Wire::Unreliable => "unreliable",
            };
            assert!(test.faults.starts_with(first), "{}: {}", test.name, test.faults);
        }
    }

    #[test]
    fn a_heading_is_the_labs() {
        assert_eq!(all()[0].heading(), "Test (2A): initial election ...");
    }
}
