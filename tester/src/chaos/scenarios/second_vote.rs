//! Two of three voters elect the third. Another candidate has stood still all the while, on the verge of
//! standing for election: now it wakes, stands in the same term, and asks the same voters. They have voted
//! (5.2, 5.4.1), and neither a heartbeat nor a crash makes them free again.

use std::rc::Rc;
use std::time::Duration;

use super::super::plan::Plan;
use super::super::{Chaos, Draw, Stage};
use super::calm;
use crate::cluster::{CrashMoment, Service};
use crate::failure::Failure;
use crate::situations::Situation;
use crate::suite::{Kind, LabTest, Part};

pub(crate) const SECOND_VOTE: LabTest = LabTest {
    name: "second_vote_X",
    part: Part::X,
    title: "voters who are asked twice in one term",
    peers: 5,
    faults: "voters crash, a candidate stands still",
    about: &[Situation::RestartWithVote],
    kind: Kind::Chaos(Chaos { fewest_peers: 5, plan, script: Some(|stage| Box::pin(play(stage))) }),
};

/// What comes between the two candidates.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    /// Nothing.
    Nothing,
    /// The winner's heartbeats.
    Heartbeats,
    /// A crash of the voters, after their votes have been counted.
    Crash,
    /// A crash right before they save their votes: then they must not have voted.
    CrashBeforeSave,
}

fn plan(_: &mut Draw) -> Plan {
    calm(5, Service::Plain)
}

async fn play(stage: Rc<Stage>) -> Result<(), Failure> {
    use Between::{Crash, CrashBeforeSave, Heartbeats, Nothing};
    for between in [Crash, Heartbeats, Nothing, CrashBeforeSave, CrashBeforeSave] {
        ask_twice(&stage, between).await?;
    }
    Ok(())
}

async fn ask_twice(stage: &Stage, between: Between) -> Result<(), Failure> {
    let cluster = &stage.cluster;
    let (leader, _) = stage.agree(&stage.others(&[])).await?;
    let second = cluster.after(leader, sim::random_range(1..5));
    let electorate = stage.others(&[leader, second]);
    cluster.partition(&[&electorate]);
    if between == Between::CrashBeforeSave {
        // The third one is to be the candidate; if it is not, nothing comes of it.
        let third = sim::random_range(0..3);
        for (_, peer) in electorate.iter().enumerate().filter(|(place, _)| *place != third) {
            cluster.crash_at_save(*peer, 1, CrashMoment::Before);
        }
    }

    let first = hold_until_elected(stage, second, &electorate).await?;
    if between == Between::Heartbeats {
        for _ in 0..60 {
            cluster.pause(second, HOLD);
            stage.wait_ms(5).await;
        }
    }
    let voters: Vec<usize> = electorate.into_iter().filter(|peer| Some(*peer) != first).collect();
    for &voter in &voters {
        cluster.disarm(voter);
        match between {
            Between::Crash => stage.restart(voter),
            _ => stage.revive(voter),
        }
    }

    // Now the second candidate wakes, among the voters.
    let mut awake = voters;
    awake.push(second);
    cluster.partition(&[&awake]);
    for _ in 0..80 {
        stage.leader_now(&awake)?;
        stage.wait_ms(5).await;
    }
    cluster.mend();
    Ok(())
}

/// How long the second candidate is stopped at a time.
const HOLD: Duration = Duration::from_millis(20);

/// Waits until somebody is elected, and has the second candidate stand still meanwhile. None if the crashes
/// leave nobody to elect anybody.
async fn hold_until_elected(
    stage: &Stage,
    second: usize,
    electorate: &[usize],
) -> Result<Option<usize>, Failure> {
    for _ in 0..400 {
        stage.cluster.pause(second, HOLD);
        if let Some(claim) = stage.leader_now(electorate)? {
            return Ok(Some(claim.peer));
        }
        let running = electorate.iter().filter(|peer| stage.cluster.is_running(**peer)).count();
        if running < 2 {
            // The votes of those that went down may be under way.
            stage.wait_ms(1).await;
            stage.cluster.pause(second, HOLD);
            return Ok(stage.leader_now(electorate)?.map(|claim| claim.peer));
        }
        stage.wait_ms(5).await;
    }
    Ok(None)
}
