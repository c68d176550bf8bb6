//! Part 2C: persistence, partitions and churn.

mod churn;
mod figure8;
mod persist;
mod unreliable;

pub(super) use churn::{RELIABLE_CHURN, UNRELIABLE_CHURN};
pub(super) use figure8::{FIGURE8, FIGURE8_UNRELIABLE};
pub(super) use persist::{PERSIST1, PERSIST2, PERSIST3};
pub(super) use unreliable::UNRELIABLE_AGREE;

use crate::cluster::Cluster;

/// Starts a peer unless it runs, and connects it.
fn revive(cluster: &Cluster, peer: usize) {
    if !cluster.is_running(peer) {
        cluster.boot(peer);
    }
    cluster.connect(peer);
}
