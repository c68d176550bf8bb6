//! Leaders and followers whose logs hold what was never committed.

use super::super::{Kind, LabTest, Part, draw};
use crate::cluster::{Cluster, Retry, Service, Wire};
use crate::failure::Failure;
use crate::numbers::ELECTION_TIMEOUT;
use crate::situations::Situation;

pub(in super::super) const REJOIN: LabTest = LabTest {
    name: "rejoin_2B",
    part: Part::B,
    title: "rejoin of partitioned leader",
    peers: 3,
    faults: "reliable, cut leaders",
    about: &[Situation::LonelyLeaderAccepts, Situation::AcceptedInVain, Situation::ConflictRemoved],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(rejoin(cluster)),
    },
};

async fn rejoin(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(101, 3, Retry::Yes).await?;

    // The first leader, cut off, takes commands that it can never commit.
    let first = cluster.check_one_leader().await?;
    cluster.disconnect(first);
    for number in 102..=104 {
        cluster.start(first, number);
    }

    // The others commit something else at index 2; then their leader is cut off too.
    cluster.one(103, 2, Retry::Yes).await?;
    let second = cluster.check_one_leader().await?;
    cluster.disconnect(second);

    cluster.connect(first);
    cluster.one(104, 2, Retry::Yes).await?;
    cluster.connect(second);
    cluster.one(105, 3, Retry::Yes).await?;
    Ok(())
}

pub(in super::super) const BACKUP: LabTest = LabTest {
    name: "backup_2B",
    part: Part::B,
    title: "leader backs up quickly over incorrect follower logs",
    peers: 5,
    faults: "reliable, changing partitions",
    about: &[Situation::NoQuorum, Situation::AcceptedInVain, Situation::ConflictRemoved],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(backup(cluster)),
    },
};

/// How many commands each partition takes.
const BATCH: usize = 50;

async fn backup(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(draw::rnd63(), 5, Retry::Yes).await?;

    // The leader and one follower, cut off from the rest, take commands that they can never commit.
    let first = cluster.check_one_leader().await?;
    let neighbour = cluster.after(first, 1);
    let rest = [2, 3, 4].map(|steps| cluster.after(first, steps));
    for peer in rest {
        cluster.disconnect(peer);
    }
    submit_batch(&cluster, first).await;

    // The other three commit a batch.
    cluster.disconnect(first);
    cluster.disconnect(neighbour);
    for peer in rest {
        cluster.connect(peer);
    }
    agree_on_batch(&cluster).await?;

    // Of these three, the leader and one more take another batch that they can never commit.
    let second = cluster.check_one_leader().await?;
    let other = if rest[0] == second { cluster.after(second, 1) } else { rest[0] };
    cluster.disconnect(other);
    submit_batch(&cluster, second).await;

    // The first partition's peers return, with the one that knows the committed batch: it must lead, and back
    // up over what the two others hold.
    for peer in 0..cluster.size() {
        cluster.disconnect(peer);
    }
    for peer in [first, neighbour, other] {
        cluster.connect(peer);
    }
    agree_on_batch(&cluster).await?;

    for peer in 0..cluster.size() {
        cluster.connect(peer);
    }
    cluster.one(draw::rnd63(), 5, Retry::Yes).await?;
    Ok(())
}

/// Submits a batch directly to a leader that cannot commit it, and gives it time to spread as far as it can.
async fn submit_batch(cluster: &Cluster, leader: usize) {
    for _ in 0..BATCH {
        cluster.start(leader, draw::rnd63());
    }
    sim::sleep(ELECTION_TIMEOUT / 2).await;
}

/// Agrees on a batch, one command after the other, by a bare majority.
async fn agree_on_batch(cluster: &Cluster) -> Result<(), Failure> {
    for _ in 0..BATCH {
        cluster.one(draw::rnd63(), 3, Retry::Yes).await?;
    }
    Ok(())
}
