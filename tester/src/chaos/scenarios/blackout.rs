//! Everybody goes down at once, again and again, while snapshots are taken all the time.
//!
//! Nobody is left who could remember: what was agreed on must come back from the disks alone, log and
//! snapshot together. One peer is struck in the middle of a save shortly before each blackout.

use super::super::plan::{Fault, Plan, Who, Workload};
use super::super::{Chaos, Draw};
use super::during;
use crate::cluster::{CrashMoment, Service};
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const BLACKOUT: LabTest = LabTest {
    name: "blackout_X",
    part: Part::X,
    title: "everybody down at once, with snapshots",
    peers: 5,
    faults: "all crash at once, four times",
    about: &[Situation::EverybodyDown, Situation::RestartWithEntries, Situation::RestartWithSnapshot],
    kind: Kind::Chaos(Chaos { fewest_peers: 3, plan, script: None }),
};

fn plan(draw: &mut Draw) -> Plan {
    let peers = draw.pick(&[3, 5]);
    let mut faults = Vec::new();
    let mut at_ms = 0;
    for _ in 0..4 {
        // Long enough for an election and some commands, mostly.
        let dark_ms = at_ms + draw.number(900..=1500);
        let moment = draw.pick(&[CrashMoment::Before, CrashMoment::After, CrashMoment::BeforeReply]);
        let who = if draw.chance(50) { Who::Leader } else { Who::Peer(draw.peer(peers)) };
        let fault = Fault::CrashAtSave { who, save: draw.small(1..=4), moment };
        faults.push(during(dark_ms - draw.number(20..=200), dark_ms, fault));
        at_ms = dark_ms + draw.number(10..=300);
        faults.push(during(dark_ms, at_ms, Fault::Blackout));
    }
    let service = Service::SnapshotsEvery(draw.pick(&[2, 3, 5]));
    let workload = Workload { clients: 3, think_ms: 100, ..Workload::default() };
    Plan { peers, clocks: Vec::new(), service, length_ms: at_ms + 500, workload, faults }
}
