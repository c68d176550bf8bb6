//! Followers, or leaders, are cut off one after the other until no majority is left.

use super::super::{Kind, LabTest, Part};
use super::{check_index, check_not_committed, start_on_leader};
use crate::cluster::{Cluster, Retry, Service, Wire};
use crate::failure::Failure;
use crate::numbers::ELECTION_TIMEOUT;
use crate::situations::Situation;

pub(in super::super) const FOLLOWER_FAILURE: LabTest = LabTest {
    name: "follower_failure_2B",
    part: Part::B,
    title: "test progressive failure of followers",
    peers: 3,
    faults: "reliable, followers cut one by one",
    about: &[Situation::NoQuorum],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(follower_failure(cluster)),
    },
};

async fn follower_failure(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(101, 3, Retry::No).await?;
    let leader = cluster.check_one_leader().await?;
    cluster.disconnect(cluster.after(leader, 1));

    // The leader and one follower are a majority.
    cluster.one(102, 2, Retry::No).await?;
    sim::sleep(ELECTION_TIMEOUT).await;
    cluster.one(103, 2, Retry::No).await?;

    // The leader alone is none.
    let leader = cluster.check_one_leader().await?;
    cluster.disconnect(cluster.after(leader, 1));
    cluster.disconnect(cluster.after(leader, 2));
    let index = start_on_leader(&cluster, leader, 104)?;
    check_index(104, index, 4)?;
    sim::sleep(2 * ELECTION_TIMEOUT).await;
    check_not_committed(&cluster, index, "only one of three peers is connected")
}

pub(in super::super) const LEADER_FAILURE: LabTest = LabTest {
    name: "leader_failure_2B",
    part: Part::B,
    title: "test failure of leaders",
    peers: 3,
    faults: "reliable, leaders cut one by one",
    about: &[Situation::LeaderReplaced, Situation::NoQuorum, Situation::LonelyLeaderAccepts],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(leader_failure(cluster)),
    },
};

async fn leader_failure(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(101, 3, Retry::No).await?;
    let first = cluster.check_one_leader().await?;
    cluster.disconnect(first);

    // The two that are left elect another one.
    cluster.one(102, 2, Retry::No).await?;
    sim::sleep(ELECTION_TIMEOUT).await;
    cluster.one(103, 2, Retry::No).await?;

    // One alone cannot agree on anything, whoever it is offered to.
    let second = cluster.check_one_leader().await?;
    cluster.disconnect(second);
    for peer in 0..cluster.size() {
        cluster.start(peer, 104);
    }
    sim::sleep(2 * ELECTION_TIMEOUT).await;
    check_not_committed(&cluster, 4, "only one of three peers is connected")
}
