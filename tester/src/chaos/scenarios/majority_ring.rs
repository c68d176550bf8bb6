//! Everybody sees a majority, and no two see the same one.
//!
//! Whoever leads is heard by a bare majority; the others stand for election, and reach voters of the
//! leader's. Any two majorities share a peer, which is all that keeps the log in order here.

use super::super::plan::{Fault, Plan, Workload};
use super::super::{Chaos, Draw};
use super::during;
use crate::cluster::Service;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const MAJORITY_RING: LabTest = LabTest {
    name: "majority_ring_X",
    part: Part::X,
    title: "a ring in which no two see the same majority",
    peers: 7,
    faults: "everybody sees a bare majority",
    about: &[Situation::LeaderDeposed, Situation::ChangeInFlight, Situation::OldRequest],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: None }),
};

fn plan(draw: &mut Draw) -> Plan {
    let peers = draw.pick(&[5, 7]);
    let mut faults = Vec::new();
    for round in 0..3 {
        let from_ms = 700 + round * 1400;
        faults.push(during(from_ms, from_ms + 1300, Fault::MajorityRing(draw.order(peers))));
    }
    let service = if draw.chance(50) { Service::Plain } else { Service::SnapshotsEvery(7) };
    let workload = Workload { clients: 2, think_ms: 150, ..Workload::default() };
    Plan { peers, clocks: Vec::new(), service, length_ms: 5000, workload, faults }
}
