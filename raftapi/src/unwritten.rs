//! Holes: places of an implementation that are still to be written.

use std::fmt;
use std::panic::{self, Location};

use sim::World;

/// Ends the run here, because what belongs here is not written yet: `what` says what that is, and where to
/// read about it.
///
/// Unlike `todo!()`, of which a report can only say that a peer panicked, this is reported as what it is: an
/// [`Unwritten`] with the place of the call.
///
/// ```
/// use raftapi::prelude::*;
///
/// fn vote() -> bool {
///     unwritten("part 2A, step 6: answer a candidate")
/// }
///
/// let report = sim::run(sim::Config::new(1), |_world| async { vote() });
/// let told = report.result.unwrap_err().to_string();
/// assert!(told.contains("is not written yet: part 2A, step 6: answer a candidate"), "{told}");
/// ```
///
/// # Panics
/// Outside of a simulation, since there is no run to end.
#[track_caller]
pub fn unwritten(what: impl Into<String>) -> ! {
    let hole = Unwritten { place: Location::caller(), what: what.into() };
    let sentence = hole.to_string();
    World::current().abort(hole);
    // The run is over, with that as its reason. All that is left is to get out of this code.
    panic::resume_unwind(Box::new(sentence))
}

/// Why a run was ended by [`unwritten`]. `Display` is one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritten {
    place: &'static Location<'static>,
    what: String,
}

impl Unwritten {
    /// The line of the hole, as `src/raft.rs:61`.
    pub fn place(&self) -> String {
        format!("{}:{}", self.place.file(), self.place.line())
    }

    /// What is to be written there.
    pub fn what(&self) -> &str {
        &self.what
    }
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not written yet: {}", self.place(), self.what)
    }
}

impl std::error::Error for Unwritten {}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(report: sim::Report<()>) -> String {
        match report.result {
            Err(sim::Stop::Aborted { error, .. }) => error.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_hole_says_where_it_is_and_what_belongs_there() {
        let line = line!() + 1;
        let report = sim::run(sim::Config::new(1), |_world| async { unwritten("the whole") });
        assert_eq!(told(report), format!("raftapi/src/unwritten.rs:{line} is not written yet: the whole"));
    }

    #[test]
    fn it_ends_the_run_from_a_task_and_from_a_call_of_a_peer() {
        let report = sim::run(sim::Config::new(1), |world| async move {
            let node = world.add_node("peer 0");
            world.spawn_on(node, async { unwritten("a task") });
            sim::sleep(std::time::Duration::from_secs(1)).await;
        });
        assert!(told(report).ends_with("is not written yet: a task"));
        let report = sim::run(sim::Config::new(1), |world| async move {
            let node = world.add_node("peer 0");
            let returned: Option<()> = world.enter(node, || unwritten("a call"));
            assert_eq!(returned, None);
            std::future::pending::<()>().await;
        });
        assert!(told(report).ends_with("is not written yet: a call"));
    }
}
