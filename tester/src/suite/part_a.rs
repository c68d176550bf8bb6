//! Part 2A: elections.

use std::time::Duration;

use super::{Kind, LabTest, Part, draw};
use crate::cluster::{Cluster, Service, Wire};
use crate::facts::Checkpoint;
use crate::failure::{Failure, LeadershipFailure};
use crate::numbers::ELECTION_TIMEOUT;
use crate::situations::Situation;

pub(super) const INITIAL_ELECTION: LabTest = LabTest {
    name: "initial_election_2A",
    part: Part::A,
    title: "initial election",
    peers: 3,
    faults: "reliable",
    about: &[Situation::LeaderElected],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(initial_election(cluster)),
    },
};

async fn initial_election(cluster: Cluster) -> Result<(), Failure> {
    cluster.check_one_leader().await?;

    // A little time, so that every follower has heard of the election.
    sim::sleep(Duration::from_millis(50)).await;
    let term = cluster.check_terms()?;
    if term < 1 {
        return Err(LeadershipFailure::TermTooLow(term).into());
    }

    sim::sleep(2 * ELECTION_TIMEOUT).await;
    if cluster.check_terms()? != term {
        cluster.warn("the term changed, though nothing had failed");
    }
    cluster.check_one_leader().await?;
    Ok(())
}

pub(super) const REELECTION: LabTest = LabTest {
    name: "reelection_2A",
    part: Part::A,
    title: "election after network failure",
    peers: 3,
    faults: "reliable, cut leaders",
    about: &[Situation::LeaderReplaced, Situation::LeaderDeposed, Situation::NoQuorum],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(reelection(cluster)),
    },
};

async fn reelection(cluster: Cluster) -> Result<(), Failure> {
    let first = cluster.check_one_leader().await?;
    cluster.disconnect(first);
    cluster.check_one_leader().await?;

    // The old leader's return must not disturb the new one.
    cluster.connect(first);
    let second = cluster.check_one_leader().await?;

    // Without a majority nobody may be elected.
    let neighbour = cluster.after(second, 1);
    cluster.disconnect(second);
    cluster.disconnect(neighbour);
    sim::sleep(2 * ELECTION_TIMEOUT).await;
    cluster.check_no_leader()?;

    cluster.connect(neighbour);
    cluster.check_one_leader().await?;
    cluster.connect(second);
    cluster.check_one_leader().await?;
    Ok(())
}

pub(super) const MANY_ELECTIONS: LabTest = LabTest {
    name: "many_elections_2A",
    part: Part::A,
    title: "multiple elections",
    peers: 7,
    faults: "reliable, up to three cut at a time",
    about: &[Situation::LeaderReplaced, Situation::LeaderDeposed, Situation::TwoLeaders],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(many_elections(cluster)),
    },
};

async fn many_elections(cluster: Cluster) -> Result<(), Failure> {
    cluster.check_one_leader().await?;
    for round in 1..10 {
        cluster.checkpoint(Checkpoint::Round(round));
        // The same peer may be drawn twice: one to three are cut, and at least four can talk.
        let cut = [(); 3].map(|()| draw::any_peer(&cluster));
        for peer in cut {
            cluster.disconnect(peer);
        }
        cluster.check_one_leader().await?;
        for peer in cut {
            cluster.connect(peer);
        }
    }
    cluster.check_one_leader().await?;
    Ok(())
}
