//! A leader sends entries to one follower, whose answers take seconds. Others are elected, and the entries
//! are overwritten everywhere. Then the first one leads again, with a log as long as before, and the old
//! answers arrive: they vouch for entries that do not exist any more (5.1: whatever carries an earlier term
//! counts for nothing).

use std::rc::Rc;
use std::time::Duration;

use labrpc::Storm;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::Service;
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const REELECTED: LabTest = LabTest {
    name: "reelected_X",
    part: Part::X,
    title: "acknowledgements of an earlier leadership",
    peers: 5,
    faults: "answers take seconds, leaders are cut off",
    about: &[Situation::ConflictRemoved, Situation::LateAnswerToLeader],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

/// Whose clock is quick, so that it often wins.
const STAR: usize = 0;

/// The old answers are back after so long.
const LATE_MS: u32 = 4500;

fn plan(_: &mut Draw) -> Plan {
    let clocks = vec![1200, 850, 850, 850, 850];
    Plan { clocks, ..calm(5, Service::Plain) }
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    let everybody = stage.others(&[]);
    if !lead(&stage).await? {
        return Ok(());
    }
    let witness = sim::random_range(1..5);
    let rest = stage.others(&[STAR, witness]);

    // The first time: one follower acknowledges entries that nobody else has.
    cluster.set_storm(Storm { late_replies: 1000, late_ms: LATE_MS, ..Storm::NONE });
    cluster.partition(&[[STAR, witness]]);
    let back = sim::now() + Duration::from_millis(u64::from(LATE_MS) + 500);
    for _ in 0..20 {
        stage.offer(STAR);
        stage.wait_ms(10).await;
    }
    cluster.set_storm(Storm::NONE);

    // They are overwritten, at the follower and at the leader.
    cluster.partition(&[&rest]);
    stage.agree(&rest).await?;
    cluster.mend();
    stage.agree(&everybody).await?;

    // The second time: again only one follower has the entries, and it is another one.
    if !lead(&stage).await? {
        return Ok(());
    }
    cluster.partition(&[[STAR, rest[0]]]);
    for _ in 0..30 {
        stage.offer(STAR);
    }
    sim::sleep_until(back).await;
    cluster.partition(&[[witness, rest[1], rest[2]]]);
    stage.agree(&[witness, rest[1], rest[2]]).await?;
    Ok(())
}

/// Gets the star elected, with everybody's log equal; false if chance is against it.
async fn lead(stage: &Stage) -> Result<bool, Failure> {
    let everybody = stage.others(&[]);
    for _ in 0..6 {
        let (leader, _) = stage.agree(&everybody).await?;
        if leader == STAR {
            return Ok(true);
        }
        let rest = stage.others(&[leader]);
        stage.cluster.partition(&[&rest]);
        stage.leader_among(&rest).await?;
        stage.cluster.mend();
    }
    Ok(false)
}
