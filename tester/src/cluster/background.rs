//! Tasks that run beside the script, and what the script must notice.

use std::future::Future;

use sim::JoinHandle;

use super::Cluster;
use crate::failure::Failure;

impl Cluster {
    /// Runs a task beside the script. If it fails, only that task ends; the failure is raised where the
    /// script or another task looks next, at the latest at the end of the test. Joining a failed task gives
    /// `None`.
    #[track_caller]
    pub fn background<T: 'static>(
        &self,
        task: impl Future<Output = Result<T, Failure>> + 'static,
    ) -> JoinHandle<Option<T>> {
        let cluster = self.clone();
        sim::spawn(async move {
            let result = task.await;
            result.map_err(|failure| cluster.0.background.borrow_mut().push(failure)).ok()
        })
    }

    /// Raises what has gone wrong unseen: what a peer's service refused, first, then what a background task
    /// met.
    pub fn look(&self) -> Result<(), Failure> {
        if let Some(failure) = self.0.ledger.borrow().failure() {
            return Err(failure.clone().into());
        }
        let mut background = self.0.background.borrow_mut();
        if background.is_empty() { Ok(()) } else { Err(background.remove(0)) }
    }

    /// What has gone wrong unseen by now, the earliest first.
    pub(super) fn unseen(&self) -> Vec<Failure> {
        let refused = self.0.ledger.borrow().failure().cloned().map(Failure::from);
        refused.into_iter().chain(self.0.background.take()).collect()
    }
}
