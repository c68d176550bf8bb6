//! A peer misses so much that the leader no longer has it in its log, and must be sent a snapshot.

use super::super::{Kind, LabTest, Part};
use super::{batch, draw};
use crate::cluster::{Cluster, Retry, Service, Wire};
use crate::facts::Checkpoint;
use crate::failure::{CostFailure, Failure};
use crate::numbers::MAX_LOG_SIZE;
use crate::situations::Situation;

pub(in super::super) const SNAPSHOT_BASIC: LabTest = LabTest {
    name: "snapshot_basic_2D",
    part: Part::D,
    title: "snapshots basic",
    peers: 3,
    faults: "reliable",
    about: &[Situation::SnapshotTaken],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Snapshots,
        script: |cluster| Box::pin(snapshots(cluster, Absence::None)),
    },
};

pub(in super::super) const SNAPSHOT_INSTALL: LabTest = LabTest {
    name: "snapshot_install_2D",
    part: Part::D,
    title: "install snapshots (disconnect)",
    peers: 3,
    faults: "reliable, one peer cut",
    about: &[Situation::SnapshotInstalled, Situation::SnapshotAfterAbsence],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Snapshots,
        script: |cluster| Box::pin(snapshots(cluster, Absence::Disconnected)),
    },
};

pub(in super::super) const SNAPSHOT_INSTALL_UNRELIABLE: LabTest = LabTest {
    name: "snapshot_install_unreliable_2D",
    part: Part::D,
    title: "install snapshots (disconnect+unreliable)",
    peers: 3,
    faults: "unreliable, one peer cut",
    about: &[Situation::AnswerLost, Situation::SnapshotInstalled, Situation::SnapshotAfterAbsence],
    kind: Kind::Course {
        wire: Wire::Unreliable,
        service: Service::Snapshots,
        script: |cluster| Box::pin(snapshots(cluster, Absence::Disconnected)),
    },
};

pub(in super::super) const SNAPSHOT_INSTALL_CRASH: LabTest = LabTest {
    name: "snapshot_install_crash_2D",
    part: Part::D,
    title: "install snapshots (crash)",
    peers: 3,
    faults: "reliable, one peer crashes",
    about: &[Situation::RestartWithSnapshot, Situation::SnapshotAfterAbsence],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Snapshots,
        script: |cluster| Box::pin(snapshots(cluster, Absence::Crashed)),
    },
};

pub(in super::super) const SNAPSHOT_INSTALL_UNCRASH: LabTest = LabTest {
    name: "snapshot_install_uncrash_2D",
    part: Part::D,
    title: "install snapshots (unreliable+crash)",
    peers: 3,
    faults: "unreliable, one peer crashes",
    about: &[Situation::AnswerLost, Situation::RestartWithSnapshot, Situation::SnapshotAfterAbsence],
    kind: Kind::Course {
        wire: Wire::Unreliable,
        service: Service::Snapshots,
        script: |cluster| Box::pin(snapshots(cluster, Absence::Crashed)),
    },
};

/// How many times somebody misses something.
const ROUNDS: u64 = 30;

/// How the victim of a round misses what the others agree on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Absence {
    /// It misses nothing.
    None,
    /// It is cut off.
    Disconnected,
    /// It is down.
    Crashed,
}

async fn snapshots(cluster: Cluster, absence: Absence) -> Result<(), Failure> {
    cluster.one(draw::rnd63(), 3, Retry::Yes).await?;
    let mut leader = cluster.check_one_leader().await?;
    for round in 0..ROUNDS {
        cluster.checkpoint(Checkpoint::Round(round));
        // In every third round it is the leader that is missing.
        let follower = cluster.after(leader, 1);
        let (victim, sender) = if round % 3 == 1 { (leader, follower) } else { (follower, leader) };
        leave(&cluster, victim, absence).await?;

        for _ in 0..batch() {
            cluster.start(sender, draw::rnd63());
        }
        let present = if absence == Absence::None { 3 } else { 2 };
        cluster.one(draw::rnd63(), present, Retry::Yes).await?;
        check_log_sizes(&cluster)?;

        if let Some(found) = come_back(&cluster, victim, absence).await? {
            leader = found;
        }
    }
    Ok(())
}

/// The victim leaves, and the others agree on something without it.
async fn leave(cluster: &Cluster, victim: usize, absence: Absence) -> Result<(), Failure> {
    match absence {
        Absence::None => return Ok(()),
        Absence::Disconnected => cluster.disconnect(victim),
        Absence::Crashed => cluster.crash(victim),
    }
    cluster.one(draw::rnd63(), 2, Retry::Yes).await?;
    Ok(())
}

/// The victim returns and must catch up, perhaps from a snapshot; gives the leader then.
async fn come_back(cluster: &Cluster, victim: usize, absence: Absence) -> Result<Option<usize>, Failure> {
    match absence {
        Absence::None => return Ok(None),
        Absence::Disconnected => {}
        Absence::Crashed => cluster.boot(victim),
    }
    cluster.connect(victim);
    cluster.one(draw::rnd63(), 3, Retry::Yes).await?;
    cluster.check_one_leader().await.map(Some)
}

/// That every peer trims its log where it gets a snapshot.
fn check_log_sizes(cluster: &Cluster) -> Result<(), Failure> {
    let sizes = cluster.log_sizes();
    match sizes.into_iter().enumerate().max_by_key(|(_, bytes)| *bytes) {
        Some((peer, bytes)) if bytes >= MAX_LOG_SIZE => {
            Err(CostFailure::LogTooLarge { peer, bytes, limit: MAX_LOG_SIZE }.into())
        }
        _ => Ok(()),
    }
}
