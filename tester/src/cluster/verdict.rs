//! The beginning and the end of a test: figures, the last look, and the tidying up.

use std::rc::Rc;

use super::Cluster;
use crate::facts::Checkpoint;
use crate::failure::Failure;
use crate::findings::Findings;
use crate::stats::Statistics;

/// Where the figures stood when the script began.
pub(crate) struct Beginning {
    at: sim::Instant,
    rpcs: u64,
    bytes: u64,
    max_index: u64,
}

impl Cluster {
    /// Marks the beginning of the script.
    pub(crate) fn begin(&self, title: &'static str) -> Beginning {
        self.checkpoint(Checkpoint::Began { title, peers: self.size() });
        Beginning {
            at: self.0.world.now(),
            rpcs: self.0.network.total_count(),
            bytes: self.0.network.total_bytes(),
            max_index: self.0.ledger.borrow().max_index(),
        }
    }

    /// The figures since the beginning.
    fn statistics(&self, beginning: &Beginning) -> Statistics {
        Statistics {
            virtual_time: self.0.world.now() - beginning.at,
            peers: self.size(),
            rpcs: self.0.network.total_count() - beginning.rpcs,
            bytes: self.0.network.total_bytes() - beginning.bytes,
            commits: self.0.ledger.borrow().max_index() - beginning.max_index,
        }
    }

    /// What the script's result amounts to: of all that went wrong, seen or unseen, the gravest counts, and
    /// of equally grave failures the earliest.
    fn verdict(&self, script: Result<(), Failure>) -> Result<(), Failure> {
        let mut failures = self.unseen();
        failures.extend(script.err());
        let verdict = Failure::gravest(failures);
        // What the oracles saw fails the test too, but is not for the script to report.
        let seen = self.violation().map(Failure::from);
        self.checkpoint(match seen.as_ref().or(verdict.as_ref()) {
            None => Checkpoint::Passed,
            Some(failure) => Checkpoint::Failed { class: failure.class(), message: failure.to_string() },
        });
        verdict.map_or(Ok(()), Err)
    }

    /// Stops everybody and lets go of everything. The peers own the ends of the network and the network,
    /// through the handlers, owns the peers: unless it is taken apart, the cluster is never freed.
    fn tear_down(&self) {
        for peer in 0..self.size() {
            self.0.network.delete_server(peer);
            let (node, instance) = {
                let mut seat = self.0.seats[peer].borrow_mut();
                (seat.node, seat.instance.take())
            };
            self.0.world.drop_on(node, instance);
            self.0.world.crash(node);
        }
        self.0.network.close();
    }
}

/// Writes down what was found and takes the cluster apart when dropped: also where the simulator ends the run
/// and drops the script half-way.
pub(crate) struct TearDown {
    pub(crate) cluster: Cluster,
    pub(crate) beginning: Beginning,
    pub(crate) findings: Rc<Findings>,
}

impl TearDown {
    /// Gives the verdict on a script that came to its end.
    pub(crate) fn conclude(&self, script: Result<(), Failure>) {
        let verdict = self.cluster.verdict(script);
        if verdict.is_err() {
            // In a moment everybody is stopped, and nobody waits any more.
            self.findings.waiting.replace(self.cluster.0.world.waiting());
        }
        self.findings.failures.borrow_mut().extend(verdict.err());
    }
}

impl Drop for TearDown {
    fn drop(&mut self) {
        self.findings.statistics.set(self.cluster.statistics(&self.beginning));
        self.findings.violation.replace(self.cluster.violation());
        self.findings.failures.borrow_mut().extend(self.cluster.unseen());
        self.findings.decisions.replace(self.cluster.decisions());
        self.findings.reached.replace(self.cluster.reached());
        self.findings.warnings.replace(self.cluster.0.warnings.take());
        self.cluster.tear_down();
    }
}
