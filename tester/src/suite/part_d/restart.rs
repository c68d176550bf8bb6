//! All peers restart at once, from their snapshots.

use super::super::{Kind, LabTest, Part};
use super::{batch, draw};
use crate::cluster::{Cluster, Retry, Service, Wire};
use crate::facts::Checkpoint;
use crate::failure::{AgreementFailure, Failure};
use crate::numbers::SNAPSHOT_INTERVAL;
use crate::situations::Situation;
use crate::value::Value;

pub(in super::super) const SNAPSHOT_ALL_CRASH: LabTest = LabTest {
    name: "snapshot_all_crash_2D",
    part: Part::D,
    title: "crash and restart all servers",
    peers: 3,
    faults: "reliable, all crash",
    about: &[Situation::EverybodyDown, Situation::RestartWithSnapshot],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Snapshots,
        script: |cluster| Box::pin(all_crash(cluster)),
    },
};

async fn all_crash(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(draw::rnd63(), 3, Retry::Yes).await?;
    for round in 0..5 {
        cluster.checkpoint(Checkpoint::Round(round));
        for _ in 0..batch() {
            cluster.one(draw::rnd63(), 3, Retry::Yes).await?;
        }
        let before = cluster.one(draw::rnd63(), 3, Retry::Yes).await?;
        restart_all(&cluster);
        let number = draw::rnd63();
        let index = cluster.one(number, 3, Retry::Yes).await?;
        if index <= before {
            let expected = format!("more than {before}, the index agreed on before the restart");
            return Err(AgreementFailure::WrongIndex { value: Value::Number(number), index, expected }.into());
        }
    }
    Ok(())
}

pub(in super::super) const SNAPSHOT_INIT: LabTest = LabTest {
    name: "snapshot_init_2D",
    part: Part::D,
    title: "snapshot initialization after crash",
    peers: 3,
    faults: "reliable, all crash twice",
    about: &[Situation::EverybodyDown, Situation::RestartWithSnapshot],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Snapshots,
        script: |cluster| Box::pin(init(cluster)),
    },
};

async fn init(cluster: Cluster) -> Result<(), Failure> {
    // Enough for the first snapshot, at index 9.
    for _ in 0..=SNAPSHOT_INTERVAL + 1 {
        cluster.one(draw::rnd63(), 3, Retry::Yes).await?;
    }
    restart_all(&cluster);

    // One command, so that everybody saves once after the restart: without the snapshot, if they forgot it.
    cluster.one(draw::rnd63(), 3, Retry::Yes).await?;
    restart_all(&cluster);
    cluster.one(draw::rnd63(), 3, Retry::Yes).await?;
    Ok(())
}

/// Crashes everybody before anybody starts again.
fn restart_all(cluster: &Cluster) {
    for peer in 0..cluster.size() {
        cluster.crash(peer);
    }
    for peer in 0..cluster.size() {
        cluster.boot(peer);
        cluster.connect(peer);
    }
}
