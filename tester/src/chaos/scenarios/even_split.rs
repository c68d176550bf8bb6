//! A cluster of four or six falls into two equal halves. Neither is a majority: nobody new may lead, and
//! nothing may be agreed on (5.2; half of the peers is not more than half).

use std::rc::Rc;

use raftapi::Started;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::{Committed, Service};
use crate::failure::{AgreementFailure, Failure, LeadershipFailure};
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const EVEN_SPLIT: LabTest = LabTest {
    name: "even_split_X",
    part: Part::X,
    title: "two halves of an even cluster",
    peers: 6,
    faults: "partition into two equal halves",
    about: &[Situation::NoQuorum, Situation::LonelyLeaderAccepts],
    kind: Kind::Chaos(Chaos { fewest_peers: 4, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

fn plan(draw: &mut Draw) -> Plan {
    calm(draw.pick(&[4, 6]), Service::Plain)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    for _ in 0..2 {
        let (leader, _) = stage.agree(&stage.others(&[])).await?;
        let half = cluster.size() / 2;
        let first: Vec<usize> = (0..half).map(|steps| cluster.after(leader, steps)).collect();
        let second = stage.others(&first);
        let term = stage.claims().iter().map(|claim| claim.term).max().unwrap_or(0);
        cluster.partition(&[first, second]);
        let started = stage.offer(leader);

        for _ in 0..150 {
            if let Some(claim) = stage.claims().into_iter().find(|claim| claim.is_leader && claim.term > term)
            {
                return Err(LeadershipFailure::LeaderWithoutMajority(claim).into());
            }
            stage.wait_ms(10).await;
        }
        if let Some(Started { index, .. }) = started
            && let Committed { count: applied, command: Some(command) } = cluster.n_committed(index)?
        {
            let why = "the leader had only half of the peers";
            return Err(AgreementFailure::Premature { index, applied, command, why }.into());
        }
        cluster.mend();
    }
    Ok(())
}
