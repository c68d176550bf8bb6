//! A follower acknowledges one entry after the other. Then old copies of the leader's messages reach it,
//! which end before what it has acknowledged since. They are no order to forget the rest (5.3: only "if an
//! existing entry conflicts"): the leader has counted it, and is gone when the follower is asked next.

use std::rc::Rc;

use labrpc::Storm;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::Service;
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const STALE_APPENDS: LabTest = LabTest {
    name: "stale_appends_X",
    part: Part::X,
    title: "old copies of appends",
    peers: 3,
    faults: "requests are duplicated, and the copies come late",
    about: &[Situation::DuplicateRequest],
    kind: Kind::Chaos(Chaos { fewest_peers: 3, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

fn plan(_: &mut Draw) -> Plan {
    calm(3, Service::Plain)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    for _ in 0..3 {
        let (leader, _) = stage.agree(&stage.others(&[])).await?;
        let follower = cluster.after(leader, 1);
        let both = [leader, follower];
        let absent = stage.others(&both);
        cluster.partition(&[both]);
        cluster.set_storm(Storm { duplicates: 1000, late_ms: 300, ..Storm::NONE });
        for _ in 0..10 {
            stage.offer(leader);
            stage.wait_ms(15).await;
        }
        stage.agree(&both).await?;

        // Nobody is there to repair what the copies do.
        cluster.crash(leader);
        cluster.set_storm(Storm::NONE);
        stage.wait_ms(250).await;
        cluster.partition(&[[follower, absent[0]]]);
        stage.agree(&[follower, absent[0]]).await?;
        stage.revive(leader);
        cluster.mend();
    }
    Ok(())
}
