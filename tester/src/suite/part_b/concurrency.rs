//! Several clients submit at the same moment.

use std::collections::BTreeSet;

use super::super::{Kind, LabTest, Part};
use super::one_term::{Interruption, OneTerm, within_one_term};
use crate::cluster::{Cluster, Service, Wire};
use crate::failure::{AgreementFailure, Failure};
use crate::situations::Situation;
use crate::value::Value;

pub(in super::super) const CONCURRENT_STARTS: LabTest = LabTest {
    name: "concurrent_starts_2B",
    part: Part::B,
    title: "concurrent Start()s",
    peers: 3,
    faults: "reliable",
    about: &[Situation::InFlight],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(concurrent_starts(cluster)),
    },
};

/// What the five clients submit.
const NUMBERS: std::ops::Range<u64> = 100..105;

async fn concurrent_starts(cluster: Cluster) -> Result<(), Failure> {
    let (term, answers, applied) = within_one_term(&cluster, async || submit_at_once(&cluster).await).await?;
    answers.check(&term)?;
    match NUMBERS.into_iter().find(|number| !applied.contains(number)) {
        None => Ok(()),
        Some(value) => {
            let was = "submitted at the same moment as others, in one term";
            Err(AgreementFailure::Lost { value, was, applied: applied.len() }.into())
        }
    }
}

/// What the leader answered to the clients.
#[derive(Default)]
struct Answers {
    indices: Vec<u64>,
    refused: Vec<Value>,
    /// The numbers that were taken in another term, with that term.
    elsewhere: Vec<(Value, u64)>,
}

impl Answers {
    /// That the leader took every number in the attempt's term, as the term never changed.
    fn check(self, attempt: &OneTerm) -> Result<(), AgreementFailure> {
        let (peer, term) = (attempt.leader, attempt.term);
        if !self.refused.is_empty() {
            return Err(AgreementFailure::Refused { peer, term, values: self.refused });
        }
        match self.elsewhere.into_iter().next() {
            None => Ok(()),
            Some((value, other)) => Err(AgreementFailure::WrongTerm { peer, term, value, other }),
        }
    }
}

/// Submits all numbers at the same moment; what the leader answered, and what all peers applied of them.
async fn submit_at_once(cluster: &Cluster) -> Result<(OneTerm, Answers, BTreeSet<u64>), Interruption> {
    let leader = cluster.check_one_leader().await?;
    let attempt = OneTerm::begin(cluster, leader)?;

    let clients: Vec<_> = NUMBERS
        .map(|number| {
            let cluster = cluster.clone();
            sim::spawn(async move { (Value::Number(number), cluster.start(leader, number)) })
        })
        .collect();
    let mut answers = Answers::default();
    for client in clients {
        match client.await {
            (value, None) => answers.refused.push(value),
            (_, Some(started)) if started.term == attempt.term => answers.indices.push(started.index),
            (value, Some(started)) => answers.elsewhere.push((value, started.term)),
        }
    }
    attempt.check()?;

    let mut applied = BTreeSet::new();
    for &index in &answers.indices {
        let command = attempt.wait(index).await?;
        applied.insert(command.number_at(index).map_err(Failure::from)?);
    }
    Ok((attempt, answers, applied))
}
