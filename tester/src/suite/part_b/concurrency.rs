//! Several clients submit at the same moment.

use std::collections::BTreeSet;
use std::time::Duration;

use super::super::{LabTest, Part};
use crate::cluster::{Awaited, Cluster, Service, Wire};
use crate::facts::Checkpoint;
use crate::failure::{AgreementFailure, Failure, LeadershipFailure};

pub(in super::super) const CONCURRENT_STARTS: LabTest = LabTest {
    name: "concurrent_starts_2B",
    part: Part::B,
    title: "concurrent Start()s",
    peers: 3,
    faults: "reliable",
    wire: Wire::Reliable,
    service: Service::Plain,
    script: |cluster| Box::pin(concurrent_starts(cluster)),
};

/// How often the test may be spoilt by a change of term.
const ATTEMPTS: u32 = 5;

/// What the five clients submit.
const NUMBERS: std::ops::Range<u64> = 100..105;

async fn concurrent_starts(cluster: Cluster) -> Result<(), Failure> {
    for attempt in 0..ATTEMPTS {
        cluster.checkpoint(Checkpoint::Round(attempt.into()));
        if attempt > 0 {
            // Time for things to settle.
            sim::sleep(Duration::from_secs(3)).await;
        }
        let Some(applied) = agree_within_term(&cluster).await? else { continue };
        return match NUMBERS.into_iter().find(|number| !applied.contains(number)) {
            None => Ok(()),
            Some(value) => {
                let was = "submitted at the same moment as others, in one term";
                Err(AgreementFailure::Lost { value, was, applied: applied.len() }.into())
            }
        };
    }
    Err(LeadershipFailure::TermNeverStable { attempts: ATTEMPTS }.into())
}

/// What all peers applied of the numbers submitted at once; `None` if the term changed meanwhile.
async fn agree_within_term(cluster: &Cluster) -> Result<Option<BTreeSet<u64>>, Failure> {
    let leader = cluster.check_one_leader().await?;
    let Some(first) = cluster.start(leader, 1) else { return Ok(None) };

    let clients: Vec<_> = NUMBERS
        .map(|number| {
            let cluster = cluster.clone();
            sim::spawn(async move { cluster.start(leader, number) })
        })
        .collect();
    let mut indices = Vec::new();
    for client in clients {
        indices
            .extend(client.await.filter(|started| started.term == first.term).map(|started| started.index));
    }

    let same_term = |peer| cluster.state(peer).is_some_and(|state| state.term == first.term);
    if !(0..cluster.size()).all(same_term) {
        return Ok(None);
    }

    let mut applied = BTreeSet::new();
    for index in indices {
        match cluster.wait(index, cluster.size(), Some(first.term)).await? {
            Awaited::TermPassed => return Ok(None),
            Awaited::Applied(command) => applied.insert(command.number_at(index)?),
        };
    }
    Ok(Some(applied))
}
