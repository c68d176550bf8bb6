//! Links that come and go faster than elections.
//!
//! Messages get through in fits: a request arrives whose answer does not, entries arrive that were
//! acknowledged before, and a leader is never sure who is there.

use super::super::plan::{Burst, Fault, Plan, Workload};
use super::super::{Chaos, Draw};
use super::during;
use crate::cluster::Service;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const FLAPPING: LabTest = LabTest {
    name: "flapping_X",
    part: Part::X,
    title: "links that come and go",
    peers: 5,
    faults: "most links flap",
    about: &[Situation::CaughtUp, Situation::AnswerLost],
    kind: Kind::Chaos(Chaos { fewest_peers: 3, plan, script: None }),
};

const LENGTH_MS: u64 = 5000;

fn plan(draw: &mut Draw) -> Plan {
    let peers = draw.pick(&[3, 5]);
    let mut faults = Vec::new();
    for one in 0..peers {
        for other in one + 1..peers {
            if draw.chance(70) {
                let from_ms = draw.number(300..=1000);
                let every_ms = draw.number(30..=250);
                faults.push(during(from_ms, LENGTH_MS - 300, Fault::Flapping { one, other, every_ms }));
            }
        }
    }
    let bursts = vec![Burst { at_ms: draw.number(1000..=4000), commands: 20 }];
    let workload = Workload { clients: 2, think_ms: 120, bursts, idle: Vec::new() };
    Plan { peers, clocks: Vec::new(), service: Service::Plain, length_ms: LENGTH_MS, workload, faults }
}
