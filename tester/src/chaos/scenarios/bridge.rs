//! Two halves that share one peer: each is a majority with it, and neither hears the other's leader.
//!
//! The half without the leader stands for election, and the bridge carries its terms over: leaders are
//! deposed by people they cannot hear. Nothing must be lost over it, and nobody may lead without the bridge.

use super::super::plan::{Fault, Plan, Workload};
use super::super::{Chaos, Draw};
use super::during;
use crate::cluster::Service;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const BRIDGE: LabTest = LabTest {
    name: "bridge_X",
    part: Part::X,
    title: "a bridge between two halves",
    peers: 7,
    faults: "two halves share one peer",
    about: &[Situation::LeaderDeposed, Situation::ChangeInFlight, Situation::OldRequest],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: None }),
};

fn plan(draw: &mut Draw) -> Plan {
    let peers = draw.pick(&[5, 7]);
    let mut faults = Vec::new();
    let mut at_ms = 700;
    for _ in 0..3 {
        let order = draw.order(peers);
        let middle = peers / 2;
        let groups = vec![order[..=middle].to_vec(), order[middle..].to_vec()];
        let end_ms = at_ms + draw.number(900..=1600);
        faults.push(during(at_ms, end_ms, Fault::Groups(groups)));
        // At times the next one follows at once: then the links change with no peace between.
        at_ms = end_ms + draw.pick(&[0, 300]);
    }
    let workload = Workload { clients: 2, think_ms: 150, ..Workload::default() };
    Plan { peers, clocks: Vec::new(), service: Service::Plain, length_ms: at_ms, workload, faults }
}
