//! A leader and one follower, cut off together, fill their logs with entries that nobody else has. The others
//! agree on fewer, and take snapshots. One of the two comes back: what it gets is a snapshot that ends in the
//! middle of its own log, at an index where it holds an entry of another term.
//!
//! What stands behind that entry must go (Figure 13, steps 6 and 7). The other one still holds the same
//! entries, and comes back later.

use std::rc::Rc;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::Service;
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const DIVERGED_SNAPSHOT: LabTest = LabTest {
    name: "diverged_snapshot_X",
    part: Part::X,
    title: "a snapshot for a log that went another way",
    peers: 5,
    faults: "a leader and a follower are cut off, with snapshots",
    about: &[Situation::SnapshotAfterAbsence, Situation::SnapshotOverConflict],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

/// The service takes a snapshot at every index whose successor is a multiple of this.
const INTERVAL: u64 = 5;

fn plan(_: &mut Draw) -> Plan {
    calm(5, Service::SnapshotsEvery(INTERVAL))
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    let everybody = stage.others(&[]);
    for _ in 0..2 {
        let (deposed, _) = stage.agree(&everybody).await?;
        let partner = cluster.after(deposed, 1);
        let rest = stage.others(&[deposed, partner]);
        cluster.partition(&[vec![deposed, partner], rest.clone()]);
        for _ in 0..30 {
            stage.offer(deposed);
        }

        // Three rounds, in which snapshots are taken up to an index that the two hold another entry at.
        for _ in 0..3 {
            let (leader, _) = stage.agree(&rest).await?;
            for _ in 0..4 {
                stage.offer(leader);
            }
            stage.agree(&rest).await?;
        }
        // The last one ends where their logs end: until there is a new command, the snapshot is all there is
        // to send.
        while (stage.agree(&rest).await?.1 + 1) % INTERVAL != 0 {}

        for first_back in [deposed, partner] {
            let mut together = rest.clone();
            together.push(first_back);
            cluster.partition(&[&together]);
            stage.wait_ms(400).await;
            stage.agree(&together).await?;
        }
        cluster.mend();
    }
    Ok(())
}
