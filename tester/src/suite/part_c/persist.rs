//! Peers restart and must remember.

use super::super::{Kind, LabTest, Part};
use crate::cluster::{Cluster, Retry, Service, Wire};
use crate::facts::Checkpoint;
use crate::failure::Failure;
use crate::numbers::ELECTION_TIMEOUT;
use crate::situations::Situation;

pub(in super::super) const PERSIST1: LabTest = LabTest {
    name: "persist1_2C",
    part: Part::C,
    title: "basic persistence",
    peers: 3,
    faults: "reliable, crashes",
    about: &[Situation::CaughtUp, Situation::RestartWithEntries, Situation::RestartWithVote],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(persist1(cluster)),
    },
};

async fn persist1(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(11, 3, Retry::Yes).await?;

    // All of them restart; then each is cut and joined, which links the fresh ends.
    for peer in 0..cluster.size() {
        cluster.boot(peer);
    }
    for peer in 0..cluster.size() {
        cluster.disconnect(peer);
        cluster.connect(peer);
    }
    cluster.one(12, 3, Retry::Yes).await?;

    let leader = cluster.check_one_leader().await?;
    cluster.disconnect(leader);
    cluster.boot(leader);
    cluster.connect(leader);
    cluster.one(13, 3, Retry::Yes).await?;

    // A leader misses a command before it restarts.
    let leader = cluster.check_one_leader().await?;
    cluster.disconnect(leader);
    cluster.one(14, 2, Retry::Yes).await?;
    cluster.boot(leader);
    cluster.connect(leader);
    cluster.wait(4, 3, None).await?;

    // So does a follower.
    let follower = cluster.after(cluster.check_one_leader().await?, 1);
    cluster.disconnect(follower);
    cluster.one(15, 2, Retry::Yes).await?;
    cluster.boot(follower);
    cluster.connect(follower);
    cluster.one(16, 3, Retry::Yes).await?;
    Ok(())
}

pub(in super::super) const PERSIST2: LabTest = LabTest {
    name: "persist2_2C",
    part: Part::C,
    title: "more persistence",
    peers: 5,
    faults: "reliable, crashes and partitions",
    about: &[Situation::NoQuorum, Situation::CaughtUp, Situation::RestartWithEntries],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(persist2(cluster)),
    },
};

async fn persist2(cluster: Cluster) -> Result<(), Failure> {
    let mut number = 10;
    for round in 0..5 {
        cluster.checkpoint(Checkpoint::Round(round));
        agree_on_next(&cluster, &mut number, 5).await?;
        let leader = cluster.check_one_leader().await?;
        let [second, third, fourth, fifth] = [1, 2, 3, 4].map(|steps| cluster.after(leader, steps));

        for peer in [second, third] {
            cluster.disconnect(peer);
        }
        agree_on_next(&cluster, &mut number, 3).await?;

        // Two of five restart, and are not enough to get on.
        for peer in [leader, fourth, fifth] {
            cluster.disconnect(peer);
        }
        for peer in [second, third] {
            cluster.boot(peer);
        }
        for peer in [second, third] {
            cluster.connect(peer);
        }
        sim::sleep(ELECTION_TIMEOUT).await;

        // The third, restarted, has what those two missed.
        cluster.boot(fourth);
        cluster.connect(fourth);
        agree_on_next(&cluster, &mut number, 3).await?;

        for peer in [fifth, leader] {
            cluster.connect(peer);
        }
    }
    cluster.one(1000, 5, Retry::Yes).await?;
    Ok(())
}

/// Agrees on the number after `number`, and leaves it there.
async fn agree_on_next(cluster: &Cluster, number: &mut u64, expected: usize) -> Result<(), Failure> {
    *number += 1;
    cluster.one(*number, expected, Retry::Yes).await?;
    Ok(())
}

pub(in super::super) const PERSIST3: LabTest = LabTest {
    name: "persist3_2C",
    part: Part::C,
    title: "partitioned leader and one follower crash, leader restarts",
    peers: 3,
    faults: "reliable, crashes and partitions",
    about: &[Situation::CaughtUp, Situation::RestartWithEntries, Situation::RestartWithVote],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(persist3(cluster)),
    },
};

async fn persist3(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(101, 3, Retry::Yes).await?;
    let leader = cluster.check_one_leader().await?;
    let [second, third] = [1, 2].map(|steps| cluster.after(leader, steps));
    cluster.disconnect(third);
    cluster.one(102, 2, Retry::Yes).await?;

    // The leader, restarted, must bring 102 to the one that lacks it.
    cluster.crash(leader);
    cluster.crash(second);
    cluster.connect(third);
    cluster.boot(leader);
    cluster.connect(leader);
    cluster.one(103, 2, Retry::Yes).await?;

    cluster.boot(second);
    cluster.connect(second);
    cluster.one(104, 3, Retry::Yes).await?;
    Ok(())
}
