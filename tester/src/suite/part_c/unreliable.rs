//! Many commands at once, over a network that loses and delays.

use super::super::{Kind, LabTest, Part};
use crate::cluster::{Cluster, Retry, Service, Wire};
use crate::failure::Failure;
use crate::situations::Situation;

pub(in super::super) const UNRELIABLE_AGREE: LabTest = LabTest {
    name: "unreliable_agree_2C",
    part: Part::C,
    title: "unreliable agreement",
    peers: 5,
    faults: "unreliable",
    about: &[Situation::InFlight, Situation::RequestOvertaken, Situation::AnswerLost],
    kind: Kind::Course {
        wire: Wire::Unreliable,
        service: Service::Plain,
        script: |cluster| Box::pin(unreliable_agree(cluster)),
    },
};

async fn unreliable_agree(cluster: Cluster) -> Result<(), Failure> {
    let mut clients = Vec::new();
    for round in 1..50 {
        for client in 0..4 {
            let beside = cluster.clone();
            let number = 100 * round + client;
            clients.push(cluster.background(async move { beside.one(number, 1, Retry::Yes).await }));
        }
        cluster.one(round, 1, Retry::Yes).await?;
    }
    cluster.set_reliable(true);
    for client in clients {
        client.await;
    }
    cluster.one(100, 5, Retry::Yes).await?;
    Ok(())
}
