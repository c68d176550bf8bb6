//! Peers come and go at random while clients keep submitting; what a client saw committed must stay.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;

use super::super::{Kind, LabTest, Part, draw};
use super::revive;
use crate::cluster::{Awaited, Cluster, Retry, Service, Wire};
use crate::facts::Checkpoint;
use crate::failure::{AgreementFailure, Failure};
use crate::numbers::ELECTION_TIMEOUT;
use crate::situations::Situation;

pub(in super::super) const RELIABLE_CHURN: LabTest = LabTest {
    name: "reliable_churn_2C",
    part: Part::C,
    title: "churn",
    peers: 5,
    faults: "reliable, crashes and cuts at random",
    about: &[Situation::ChangeInFlight, Situation::CaughtUp, Situation::RestartWithEntries],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(churn(cluster)),
    },
};

pub(in super::super) const UNRELIABLE_CHURN: LabTest = LabTest {
    name: "unreliable_churn_2C",
    part: Part::C,
    title: "unreliable churn",
    peers: 5,
    faults: "unreliable, crashes and cuts at random",
    about: &[
        Situation::ChangeInFlight,
        Situation::CaughtUp,
        Situation::AnswerLost,
        Situation::RestartWithEntries,
    ],
    kind: Kind::Course {
        wire: Wire::Unreliable,
        service: Service::Plain,
        script: |cluster| Box::pin(churn(cluster)),
    },
};

const CLIENTS: u64 = 3;
const ROUNDS: u64 = 20;

/// How long a client waits for its command: it looks before each of these pauses.
const PATIENCE_MS: [u64; 5] = [10, 20, 50, 100, 200];

/// The time that one round of submitting takes at least. In the lab that is the processor's time; where code
/// takes none, a client whose commands all land on indices that are long decided would stop the clock.
const SUBMITTING: Duration = Duration::from_micros(10);

async fn churn(cluster: Cluster) -> Result<(), Failure> {
    let stop = Rc::new(Cell::new(false));
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| cluster.background(client(cluster.clone(), number, stop.clone())))
        .collect();

    for round in 0..ROUNDS {
        cluster.checkpoint(Checkpoint::Round(round));
        disturb(&cluster);
        // Long enough for most restarts to be over, not long enough for all.
        sim::sleep(ELECTION_TIMEOUT / 10 * 7).await;
    }

    sim::sleep(ELECTION_TIMEOUT).await;
    cluster.set_reliable(true);
    for peer in 0..cluster.size() {
        revive(&cluster, peer);
    }

    stop.set(true);
    let mut confirmed = Vec::new();
    for client in clients {
        // A client that failed has nothing to tell; its failure is raised here.
        confirmed.extend(client.await.unwrap_or_default());
        cluster.look()?;
    }

    sim::sleep(ELECTION_TIMEOUT).await;
    let last = cluster.one(draw::rnd63(), 5, Retry::Yes).await?;
    check_all_applied(&cluster, last, &confirmed).await
}

/// Perhaps cuts a peer, perhaps brings one back, perhaps crashes one. Nothing keeps a majority up.
fn disturb(cluster: &Cluster) {
    if draw::chance(200) {
        cluster.disconnect(draw::any_peer(cluster));
    }
    if draw::chance(500) {
        revive(cluster, draw::any_peer(cluster));
    }
    if draw::chance(200) {
        let peer = draw::any_peer(cluster);
        if cluster.is_running(peer) {
            cluster.crash(peer);
        }
    }
}

/// Submits one number after the other until told to stop; gives those that it saw committed.
async fn client(cluster: Cluster, client: u64, stop: Rc<Cell<bool>>) -> Result<Vec<u64>, Failure> {
    let mut confirmed = Vec::new();
    while !stop.get() {
        let number = draw::rnd63();
        // Any of them may lead, and several may believe it.
        let mut accepted = None;
        for peer in 0..cluster.size() {
            accepted = cluster.start(peer, number).or(accepted);
        }
        match accepted {
            Some(started) => {
                if is_confirmed(&cluster, started.index, number).await? {
                    confirmed.push(number);
                }
                sim::sleep(SUBMITTING).await;
            }
            None => sim::sleep(Duration::from_millis(79 + 17 * client)).await,
        }
    }
    Ok(confirmed)
}

/// Whether the first that a patient client sees committed at this index is its number.
async fn is_confirmed(cluster: &Cluster, index: u64, number: u64) -> Result<bool, Failure> {
    for pause in PATIENCE_MS {
        if let Some(command) = cluster.n_committed(index)?.command {
            return Ok(command.number_at(index)? == number);
        }
        sim::sleep(Duration::from_millis(pause)).await;
    }
    Ok(false)
}

/// That everything that a client saw committed is among what all peers have applied.
async fn check_all_applied(cluster: &Cluster, last: u64, confirmed: &[u64]) -> Result<(), Failure> {
    let mut applied = BTreeSet::new();
    for index in 1..=last {
        if let Awaited::Applied(command) = cluster.wait(index, cluster.size(), None).await? {
            applied.insert(command.number_at(index)?);
        }
    }
    match confirmed.iter().find(|number| !applied.contains(number)) {
        None => Ok(()),
        Some(missing) => {
            let was = "seen committed by a client";
            Err(AgreementFailure::Lost { value: *missing, was, applied: applied.len() }.into())
        }
    }
}

#[cfg(test)]
mod tests;
