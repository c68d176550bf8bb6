//! Swarm testing: each seed draws its own world, with some of the faults and without the others.
//!
//! Leaving most faults out is the point: what one fault would cover up, as a crash covers up a long pause, is
//! seen in the worlds that lack it.

use labrpc::Storm;

use super::super::plan::{Burst, Fault, Plan, Spell, Timed, Who, Workload};
use super::super::{Chaos, Draw};
use crate::cluster::{CrashMoment, Service};
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const SWARM: LabTest = LabTest {
    name: "swarm_X",
    part: Part::X,
    title: "swarm: each seed its own chaos",
    peers: 7,
    faults: "a random subset of all there are",
    about: &[
        Situation::LeaderReplaced,
        Situation::CaughtUp,
        Situation::AnswerLost,
        Situation::RestartWithEntries,
    ],
    kind: Kind::Chaos(Chaos { fewest_peers: 3, plan: draw, script: None }),
};

/// Draws one fault of a kind, for a cluster of so many peers.
type DrawFault = fn(&mut Draw, usize) -> Fault;

/// Every kind of fault that comes and goes.
const KINDS: [DrawFault; 12] = [
    storm,
    one_way,
    halves,
    bridge,
    |draw, peers| Fault::MajorityRing(draw.order(peers)),
    flapping,
    |draw, peers| Fault::Isolated(who(draw, peers)),
    |draw, peers| Fault::Crashed(Who::Peer(draw.peer(peers))),
    |_, _| Fault::Crashed(Who::Leader),
    |_, _| Fault::Blackout,
    crash_at_save,
    |draw, peers| Fault::Paused(who(draw, peers)),
];

fn draw(draw: &mut Draw) -> Plan {
    let peers = draw.pick(&[3, 5, 7]);
    let length_ms = draw.number(4000..=7000);
    let clocks =
        if draw.chance(40) { (0..peers).map(|_| draw.small(800..=1200)).collect() } else { Vec::new() };
    let service =
        if draw.chance(50) { Service::Plain } else { Service::SnapshotsEvery(draw.pick(&[2, 3, 5, 10, 20])) };
    let workload = workload(draw, length_ms);
    let mut faults = Vec::new();
    if draw.chance(60) {
        // Bad weather from the beginning to the end.
        faults.push(Timed { at_ms: 0, for_ms: length_ms, fault: storm(draw, peers) });
    }
    for kind in KINDS {
        if draw.chance(40) {
            for _ in 0..draw.number(1..=3) {
                let at_ms = draw.number(300..=length_ms - 500);
                let for_ms = draw.number(50..=1500);
                faults.push(Timed { at_ms, for_ms, fault: kind(draw, peers) });
            }
        }
    }
    faults.sort_by_key(|timed| timed.at_ms);
    Plan { peers, clocks, service, length_ms, workload, faults }
}

fn workload(draw: &mut Draw, length_ms: u64) -> Workload {
    let bursts = (0..draw.number(0..=3))
        .map(|_| Burst { at_ms: draw.number(0..=length_ms), commands: draw.small(3..=30) })
        .collect();
    let idle = if draw.chance(40) {
        let from_ms = draw.number(0..=length_ms);
        vec![Spell { from_ms, to_ms: from_ms + draw.number(500..=2500) }]
    } else {
        Vec::new()
    };
    Workload { clients: draw.small(0..=3), think_ms: draw.number(30..=500), bursts, idle }
}

/// A storm with some of its knobs turned.
fn storm(draw: &mut Draw, _: usize) -> Fault {
    let mut share = |most: u32| if draw.chance(50) { draw.small(5..=most) } else { 0 };
    Fault::Storm(Storm {
        request_loss: share(200),
        reply_loss: share(200),
        duplicates: share(300),
        late_requests: share(100),
        late_replies: share(300),
        delay_ms: share(60),
        late_ms: draw.small(100..=2500),
    })
}

fn one_way(draw: &mut Draw, peers: usize) -> Fault {
    let (from, to) = draw.two_peers(peers);
    Fault::OneWay { from, to }
}

fn flapping(draw: &mut Draw, peers: usize) -> Fault {
    let (one, other) = draw.two_peers(peers);
    Fault::Flapping { one, other, every_ms: draw.number(20..=300) }
}

/// A majority and a minority.
fn halves(draw: &mut Draw, peers: usize) -> Fault {
    let order = draw.order(peers);
    let (minority, majority) = order.split_at(peers / 2);
    Fault::Groups(vec![minority.to_vec(), majority.to_vec()])
}

/// Two groups that share one peer.
fn bridge(draw: &mut Draw, peers: usize) -> Fault {
    let order = draw.order(peers);
    let middle = peers / 2;
    Fault::Groups(vec![order[..=middle].to_vec(), order[middle..].to_vec()])
}

fn crash_at_save(draw: &mut Draw, peers: usize) -> Fault {
    let moment = draw.pick(&[CrashMoment::Before, CrashMoment::After, CrashMoment::BeforeReply]);
    Fault::CrashAtSave { who: who(draw, peers), save: draw.small(1..=6), moment }
}

fn who(draw: &mut Draw, peers: usize) -> Who {
    if draw.chance(50) { Who::Leader } else { Who::Peer(draw.peer(peers)) }
}
