//! A deposed leader can ask everybody, but nobody can ask it: of the new term it learns from replies alone,
//! and a higher term in a reply ends a leadership as well as one in a request (Figure 2, Rules for Servers).

use std::rc::Rc;
use std::time::Duration;

use raftapi::PeerState;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::{Cuts, Service};
use crate::failure::{Failure, LeadershipFailure};
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const ONE_WAY_LEADER: LabTest = LabTest {
    name: "one_way_leader_X",
    part: Part::X,
    title: "a leader that nobody can ask",
    peers: 5,
    faults: "a leader is cut off, then in one direction only",
    about: &[Situation::LeaderDeposed, Situation::TwoLeaders],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

/// How long it may take to notice: calls that were made while it was cut off take 7 s to fail.
const PATIENCE: Duration = Duration::from_secs(10);

fn plan(_: &mut Draw) -> Plan {
    calm(5, Service::Plain)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    let everybody = stage.others(&[]);
    for _ in 0..2 {
        let (deposed, _) = stage.agree(&everybody).await?;
        let Some(PeerState { term, .. }) = cluster.state(deposed) else { return Ok(()) };
        let rest = stage.others(&[deposed]);
        cluster.partition(&[&rest]);
        stage.offer(deposed);
        stage.agree(&rest).await?;

        cluster.set_cuts(Cuts::of(rest.iter().map(|peer| (*peer, deposed))));
        let began = sim::now();
        while stage.leads(deposed, term) {
            let waited = sim::now() - began;
            if waited >= PATIENCE {
                let newer = stage.claims().iter().map(|claim| claim.term).max().unwrap_or(term);
                return Err(LeadershipFailure::StaleLeader { peer: deposed, term, newer, waited }.into());
            }
            stage.wait_ms(10).await;
        }
        cluster.mend();
    }
    Ok(())
}
