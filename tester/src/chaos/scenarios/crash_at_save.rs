//! Crashes in the middle of saves, wherever they fall: of leaders, of voters, of followers.
//!
//! Every promise that leaves a peer must be on its disk (Figure 2: "updated on stable storage before
//! responding to RPCs"). A peer that is struck right before a save must not have promised what that save
//! holds.

use super::super::plan::{Fault, Plan, Who, Workload};
use super::super::{Chaos, Draw};
use super::during;
use crate::cluster::{CrashMoment, Service};
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const CRASH_AT_SAVE: LabTest = LabTest {
    name: "crash_at_save_X",
    part: Part::X,
    title: "crashes in the middle of saves",
    peers: 5,
    faults: "peers crash before and after saves, and before replies",
    about: &[Situation::CrashBeforeReply, Situation::RestartWithEntries, Situation::RestartWithVote],
    kind: Kind::Chaos(Chaos { fewest_peers: 3, plan, script: None }),
};

fn plan(draw: &mut Draw) -> Plan {
    let peers = draw.pick(&[3, 3, 5]);
    let mut faults = Vec::new();
    for round in 0..9 {
        let at_ms = 500 + round * 500 + draw.number(0..=200);
        let moment = draw.pick(&[CrashMoment::Before, CrashMoment::After, CrashMoment::BeforeReply]);
        let who = if draw.chance(40) { Who::Leader } else { Who::Peer(draw.peer(peers)) };
        let save = draw.small(1..=3);
        let fault = Fault::CrashAtSave { who, save, moment };
        faults.push(during(at_ms, at_ms + draw.number(150..=500), fault));
        if draw.chance(40) {
            // An election, in which votes are saved.
            faults.push(during(at_ms, at_ms + draw.number(400..=900), Fault::Isolated(Who::Leader)));
        }
    }
    faults.sort_by_key(|timed| timed.at_ms);
    let service = if draw.chance(50) { Service::Plain } else { Service::SnapshotsEvery(4) };
    let workload = Workload { clients: 2, think_ms: 100, ..Workload::default() };
    Plan { peers, clocks: Vec::new(), service, length_ms: 5800, workload, faults }
}
