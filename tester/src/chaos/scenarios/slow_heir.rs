//! Of seven peers three are down, and three have missed the last entry. Only the seventh can win, with all
//! their votes; but its clock is slow and theirs are quick, so they stand for election over and over.
//!
//! Their candidacies must not keep it from standing: a vote refused is no sign of life from a leader, and a
//! peer that resets its timer over it waits for ever (Figure 2, Followers; section 5.2).

use std::rc::Rc;
use std::time::Duration;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::Service;
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const SLOW_HEIR: LabTest = LabTest {
    name: "slow_heir_X",
    part: Part::X,
    title: "one peer can win, and all others are quicker",
    peers: 7,
    faults: "three peers crash, clocks run fast and slow",
    about: &[Situation::OldLogRefused, Situation::NoQuorum],
    kind: Kind::Chaos(Chaos { fewest_peers: 7, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

/// The peer with the slow clock.
const HEIR: usize = 0;

/// How long it may take to lead.
const PATIENCE: Duration = Duration::from_secs(5);

fn plan(_: &mut Draw) -> Plan {
    let mut clocks = vec![1200; 7];
    clocks[HEIR] = 800;
    Plan { clocks, ..calm(7, Service::Plain) }
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    let everybody = stage.others(&[]);
    for turn in 0..3 {
        stage.agree(&everybody).await?;
        let eager = [1 + turn, 2 + turn, 3 + turn];
        let informed = stage.others(&eager);
        cluster.partition(&[&informed]);
        stage.agree(&informed).await?;

        for &peer in informed.iter().filter(|peer| **peer != HEIR) {
            cluster.crash(peer);
        }
        let left = [HEIR, eager[0], eager[1], eager[2]];
        cluster.partition(&[left]);
        stage.leader_within(&left, PATIENCE).await?;

        for peer in informed {
            stage.revive(peer);
        }
        cluster.mend();
    }
    Ok(())
}
