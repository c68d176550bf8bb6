//! The paper's Figure 8, step by step: an entry of an earlier term reaches a majority, and is overwritten all
//! the same (5.4.2).
//!
//! A leader that commits it by counting replicas, at (c), has applied what the leader of (d) replaces.

use std::rc::Rc;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::Service;
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const OLD_TERM_COMMIT: LabTest = LabTest {
    name: "old_term_commit_X",
    part: Part::X,
    title: "Figure 8 of the paper",
    peers: 5,
    faults: "the right leaders crash at the right moments",
    about: &[Situation::ChangeInFlight, Situation::ConflictRemoved, Situation::LeaderCrashWithTail],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

fn plan(_: &mut Draw) -> Plan {
    calm(5, Service::Plain)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    for _ in 0..2 {
        figure_8(&stage).await?;
    }
    Ok(())
}

async fn figure_8(stage: &Stage) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    let everybody = stage.others(&[]);

    // (a) S1 leads, and brings an entry to S2 only.
    let (s1, _) = stage.agree(&everybody).await?;
    let s2 = cluster.after(s1, 1);
    let s345 = stage.others(&[s1, s2]);
    cluster.partition(&[vec![s1, s2], s345.clone()]);
    stage.offer(s1);
    stage.wait_ms(250).await;

    // (b) S1 crashes. S5 is elected without S2, and takes another entry for the same index.
    cluster.crash(s1);
    let s5 = stage.leader_among(&s345).await?;
    cluster.partition::<[usize; 0]>(&[]);
    stage.offer(s5);
    cluster.crash(s5);

    // (c) S1 comes back and wins with S3 and S4, which have nothing of the old entry: it must be sent to
    // both. All but S5 hold it then, and yet it is not committed. In the paper S2 votes as well, but S2 has
    // the entry already: it could win itself, and whoever wins learns nothing new of the other.
    let s34 = stage.others(&[s1, s2, s5]);
    let left = [s1, s34[0], s34[1]];
    stage.restart(s1);
    cluster.partition(&[left]);
    stage.leader_among(&left).await?;
    stage.wait_ms(500).await;

    // (d) S5 comes back. Its last entry has a later term, so S3 and S4 vote for it, and it overwrites the old
    // one.
    let s345 = [s34[0], s34[1], s5];
    stage.restart(s5);
    cluster.partition(&[s345]);
    stage.agree(&s345).await?;

    cluster.mend();
    stage.agree(&everybody).await?;
    Ok(())
}
