//! Agreement without disturbance, with one follower cut off, and without a majority.

use super::super::{Kind, LabTest, Part};
use super::{check_index, check_not_committed, start_on_leader};
use crate::cluster::{Cluster, Retry, Service, Wire};
use crate::failure::{AgreementFailure, Failure};
use crate::numbers::ELECTION_TIMEOUT;
use crate::situations::Situation;
use crate::value::Value;

pub(in super::super) const BASIC_AGREE: LabTest = LabTest {
    name: "basic_agree_2B",
    part: Part::B,
    title: "basic agreement",
    peers: 3,
    faults: "reliable",
    about: &[Situation::AppliedByAll],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(basic_agree(cluster)),
    },
};

async fn basic_agree(cluster: Cluster) -> Result<(), Failure> {
    for expected in 1..=3 {
        check_not_committed(&cluster, expected, "nothing had been submitted yet")?;
        let number = 100 * expected;
        let index = cluster.one(number, 3, Retry::No).await?;
        check_index(number, index, expected)?;
    }
    Ok(())
}

pub(in super::super) const FAIL_AGREE: LabTest = LabTest {
    name: "fail_agree_2B",
    part: Part::B,
    title: "agreement after follower reconnects",
    peers: 3,
    faults: "reliable, one follower cut",
    about: &[Situation::CaughtUp],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(fail_agree(cluster)),
    },
};

async fn fail_agree(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(101, 3, Retry::No).await?;
    let follower = cluster.after(cluster.check_one_leader().await?, 1);
    cluster.disconnect(follower);

    cluster.one(102, 2, Retry::No).await?;
    cluster.one(103, 2, Retry::No).await?;
    sim::sleep(ELECTION_TIMEOUT).await;
    cluster.one(104, 2, Retry::No).await?;
    cluster.one(105, 2, Retry::No).await?;

    // All three again: what the follower missed must reach it.
    cluster.connect(follower);
    cluster.one(106, 3, Retry::Yes).await?;
    sim::sleep(ELECTION_TIMEOUT).await;
    cluster.one(107, 3, Retry::Yes).await?;
    Ok(())
}

pub(in super::super) const FAIL_NO_AGREE: LabTest = LabTest {
    name: "fail_no_agree_2B",
    part: Part::B,
    title: "no agreement if too many followers disconnect",
    peers: 5,
    faults: "reliable, three followers cut",
    about: &[Situation::NoQuorum, Situation::ChangeInFlight],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(fail_no_agree(cluster)),
    },
};

async fn fail_no_agree(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(10, 5, Retry::No).await?;
    let leader = cluster.check_one_leader().await?;
    let followers = [1, 2, 3].map(|steps| cluster.after(leader, steps));
    for follower in followers {
        cluster.disconnect(follower);
    }

    let index = start_on_leader(&cluster, leader, 20)?;
    check_index(20, index, 2)?;
    sim::sleep(2 * ELECTION_TIMEOUT).await;
    check_not_committed(&cluster, index, "only two of five peers can talk")?;

    // The majority may choose a leader that has index 2, or one that knows nothing of it.
    for follower in followers {
        cluster.connect(follower);
    }
    let leader = cluster.check_one_leader().await?;
    let index = start_on_leader(&cluster, leader, 30)?;
    if !(2..=3).contains(&index) {
        let value = Value::Number(30);
        return Err(AgreementFailure::WrongIndex { value, index, expected: "2 or 3".into() }.into());
    }
    cluster.one(1000, 5, Retry::Yes).await?;
    Ok(())
}
