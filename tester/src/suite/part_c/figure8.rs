//! The paper's figure 8, again and again: leaders fail with entries that are on some logs and not on others.

use super::super::{Kind, LabTest, Part, draw};
use super::revive;
use crate::cluster::{Cluster, Retry, Service, Wire};
use crate::facts::Checkpoint;
use crate::failure::Failure;
use crate::situations::Situation;

/// How many rounds of submitting and failing there are.
const ROUNDS: u64 = 1000;

/// As soon as fewer peers than this are up, one may return.
const MAJORITY: usize = 3;

pub(in super::super) const FIGURE8: LabTest = LabTest {
    name: "figure8_2C",
    part: Part::C,
    title: "Figure 8",
    peers: 5,
    faults: "reliable, leaders crash",
    about: &[
        Situation::ChangeInFlight,
        Situation::ConflictRemoved,
        Situation::EarlierTermCommitted,
        Situation::LeaderCrashWithTail,
        Situation::RestartWithEntries,
    ],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(figure8(cluster)),
    },
};

async fn figure8(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(draw::rnd63(), 1, Retry::Yes).await?;
    let mut up = cluster.size();
    for round in 0..ROUNDS {
        cluster.checkpoint(Checkpoint::Round(round));
        // Every leader gets a command; the last one to take it is the one to crash.
        let mut leader = None;
        for peer in 0..cluster.size() {
            if cluster.is_running(peer) && cluster.start(peer, draw::rnd63()).is_some() {
                leader = Some(peer);
            }
        }
        pause().await;
        if let Some(leader) = leader {
            cluster.crash(leader);
            up -= 1;
        }
        if up < MAJORITY {
            let peer = draw::any_peer(&cluster);
            // Drawing one that is up helps nobody: the chance is lost.
            if !cluster.is_running(peer) {
                revive(&cluster, peer);
                up += 1;
            }
        }
    }
    for peer in 0..cluster.size() {
        revive(&cluster, peer);
    }
    cluster.one(draw::rnd63(), 5, Retry::Yes).await?;
    Ok(())
}

/// Mostly far too short for agreement; in one round of ten perhaps long enough.
async fn pause() {
    let bound = if draw::chance(100) { 500 } else { 13 };
    sim::sleep(draw::millis_below(bound)).await;
}

pub(in super::super) const FIGURE8_UNRELIABLE: LabTest = LabTest {
    name: "figure8_unreliable_2C",
    part: Part::C,
    title: "Figure 8 (unreliable)",
    peers: 5,
    faults: "unreliable, long reordering, leaders cut",
    about: &[
        Situation::LonelyLeaderAccepts,
        Situation::ChangeInFlight,
        Situation::ConflictOverTerms,
        Situation::EarlierTermCommitted,
        Situation::StaleReply,
        Situation::ReplyOvertaken,
    ],
    kind: Kind::Course {
        wire: Wire::Unreliable,
        service: Service::Plain,
        script: |cluster| Box::pin(figure8_unreliable(cluster)),
    },
};

/// From this round on, replies come late and out of order.
const REORDERING_FROM: u64 = 200;

async fn figure8_unreliable(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(small_number(), 1, Retry::Yes).await?;
    let mut up = cluster.size();
    for round in 0..ROUNDS {
        cluster.checkpoint(Checkpoint::Round(round));
        if round == REORDERING_FROM {
            cluster.set_long_reordering(true);
        }
        // Cut-off leaders get commands too, but only a connected one is cut.
        let mut leader = None;
        for peer in 0..cluster.size() {
            if cluster.start(peer, small_number()).is_some() && cluster.is_connected(peer) {
                leader = Some(peer);
            }
        }
        pause().await;
        if let Some(leader) = leader
            && draw::chance(500)
        {
            cluster.disconnect(leader);
            up -= 1;
        }
        if up < MAJORITY {
            let peer = draw::any_peer(&cluster);
            if !cluster.is_connected(peer) {
                cluster.connect(peer);
                up += 1;
            }
        }
    }
    for peer in 0..cluster.size() {
        if !cluster.is_connected(peer) {
            cluster.connect(peer);
        }
    }
    // The network stays as bad as it is.
    cluster.one(small_number(), 5, Retry::Yes).await?;
    Ok(())
}

fn small_number() -> u64 {
    draw::rnd63() % 10_000
}
