//! Part 2B: the log.

mod agreement;
mod backup;
mod concurrency;
mod cost;
mod failures;
mod one_term;

pub(super) use agreement::{BASIC_AGREE, FAIL_AGREE, FAIL_NO_AGREE};
pub(super) use backup::{BACKUP, REJOIN};
pub(super) use concurrency::CONCURRENT_STARTS;
pub(super) use cost::{COUNT, RPC_BYTES};
pub(super) use failures::{FOLLOWER_FAILURE, LEADER_FAILURE};

use crate::cluster::Cluster;
use crate::failure::{AgreementFailure, Failure};
use crate::value::Value;

/// That nobody has applied this index.
fn check_not_committed(cluster: &Cluster, index: u64, why: &'static str) -> Result<(), Failure> {
    let committed = cluster.n_committed(index)?;
    match committed.command {
        None => Ok(()),
        Some(command) => {
            Err(AgreementFailure::Premature { index, applied: committed.count, command, why }.into())
        }
    }
}

/// Submits a number directly to the peer that leads: it must take it.
fn start_on_leader(cluster: &Cluster, leader: usize, number: u64) -> Result<u64, Failure> {
    if let Some(started) = cluster.start(leader, number) {
        return Ok(started.index);
    }
    let term = cluster.state(leader).map_or(0, |state| state.term);
    Err(AgreementFailure::Refused { peer: leader, term, values: vec![Value::Number(number)] }.into())
}

/// That a command got the index it must have: a leader may not use up an index for anything of its own.
fn check_index(value: impl Into<Value>, index: u64, expected: u64) -> Result<(), Failure> {
    if index == expected {
        return Ok(());
    }
    let value = value.into();
    Err(AgreementFailure::WrongIndex { value, index, expected: expected.to_string() }.into())
}
