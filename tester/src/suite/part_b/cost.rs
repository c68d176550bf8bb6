//! How many bytes and how many RPCs agreement may cost.

use super::super::{Kind, LabTest, Part, draw};
use super::check_index;
use super::one_term::{Interruption, OneTerm, within_one_term};
use crate::cluster::{Cluster, Retry, Service, Wire};
use crate::failure::{AgreementFailure, CostFailure, Failure};
use crate::numbers::ELECTION_TIMEOUT;
use crate::situations::Situation;
use crate::value::{Command, Value};

pub(in super::super) const RPC_BYTES: LabTest = LabTest {
    name: "rpc_bytes_2B",
    part: Part::B,
    title: "RPC byte count",
    peers: 3,
    faults: "reliable",
    about: &[Situation::AppliedByAll],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(rpc_bytes(cluster)),
    },
};

/// The length of one command, in characters.
const TEXT_LENGTH: usize = 5000;

/// What may be sent on top of one copy of every command for each peer, in bytes.
const BYTES_ALLOWANCE: u64 = 50_000;

async fn rpc_bytes(cluster: Cluster) -> Result<(), Failure> {
    cluster.one(99, 3, Retry::No).await?;
    let before = cluster.bytes_total();

    let mut payload = 0;
    for expected in 2..=11 {
        let text = draw::text(TEXT_LENGTH);
        payload += text.len() as u64;
        let index = cluster.one(text.clone(), 3, Retry::No).await?;
        check_index(text, index, expected)?;
    }

    let bytes = cluster.bytes_total() - before;
    let limit = cluster.size() as u64 * payload + BYTES_ALLOWANCE;
    if bytes > limit {
        return Err(CostFailure::TooManyBytes { bytes, limit, payload }.into());
    }
    Ok(())
}

pub(in super::super) const COUNT: LabTest = LabTest {
    name: "count_2B",
    part: Part::B,
    title: "RPC counts aren't too high",
    peers: 3,
    faults: "reliable",
    about: &[Situation::InFlight],
    kind: Kind::Course {
        wire: Wire::Reliable,
        service: Service::Plain,
        script: |cluster| Box::pin(count(cluster)),
    },
};

/// RPCs handled by all peers until the first leader is found.
const ELECTION_RPCS: u64 = 30;

/// Commands whose agreement is counted.
const COUNTED: usize = 10;

/// RPCs handled by all peers for the agreement on [`COUNTED`] commands.
const AGREEMENT_RPCS: u64 = (COUNTED as u64 + 1 + 3) * 3;

/// RPCs handled by all peers in one idle second.
const IDLE_RPCS: u64 = 3 * 20;

async fn count(cluster: Cluster) -> Result<(), Failure> {
    cluster.check_one_leader().await?;
    let election = handled(&cluster);
    check_rpcs(election, ELECTION_RPCS, "to elect the first leader")?;
    if election < 1 {
        return Err(CostFailure::NoRpcs { during: "to elect the first leader" }.into());
    }

    let after = within_one_term(&cluster, async || agreement_count(&cluster).await).await?;

    sim::sleep(ELECTION_TIMEOUT).await;
    check_rpcs(handled(&cluster) - after, IDLE_RPCS, "in one idle second")
}

/// RPCs that the handlers of all peers have taken.
fn handled(cluster: &Cluster) -> u64 {
    (0..cluster.size()).map(|peer| cluster.rpc_count(peer)).sum()
}

fn check_rpcs(rpcs: u64, limit: u64, during: &'static str) -> Result<(), Failure> {
    if rpcs > limit { Err(CostFailure::TooManyRpcs { rpcs, limit, during }.into()) } else { Ok(()) }
}

/// Submits one command and eleven more back to back, waits for the first ten of these, and counts the RPCs of
/// it all; gives the count at its end.
async fn agreement_count(cluster: &Cluster) -> Result<u64, Interruption> {
    let leader = cluster.check_one_leader().await?;
    let before = handled(cluster);
    let attempt = OneTerm::begin(cluster, leader)?;
    let mut submitted = Vec::new();
    for step in 1..=COUNTED as u64 + 1 {
        let number = draw::rnd31();
        let index = attempt.start(number)?;
        check_index(number, index, attempt.index.saturating_add(step))?;
        submitted.push((index, Command::from(Value::Number(number))));
    }
    for (index, expected) in submitted.into_iter().take(COUNTED) {
        let command = attempt.wait(index).await?;
        if command != expected {
            return Err(Failure::from(AgreementFailure::Replaced { index, expected, command }).into());
        }
    }
    let after = handled(cluster);
    attempt.check()?;
    check_rpcs(after - before, AGREEMENT_RPCS, "to agree on 12 commands")?;
    Ok(after)
}
