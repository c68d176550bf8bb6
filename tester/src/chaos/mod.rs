//! Part X, the chaos suite: worse than the course's tests, and different with every seed.
//!
//! What it models: clusters of 3 to 7 peers with a network that loses, delays, reorders, duplicates and parts
//! in all directions, machines that crash in the middle of a save or stand still, clocks that run at
//! different speeds, and clients that do not care. Then everything heals, and within ten seconds the cluster
//! must work again: the `liveness` phase.
//!
//! A test is either a plan that the seed draws and `drive` carries out, or a script that leads the cluster
//! step by step into one situation; each stands in a file of its own under `scenarios`. What is safe and
//! what is not is judged by those who watch; a script asserts only what they could not know.
//!
//! Determinism: a plan is drawn from a stream of its own before anything runs. Driving it draws from the test
//! script's stream.

mod clients;
mod draw;
mod drive;
mod liveness;
mod plan;
mod reasons;
pub(crate) mod scenarios;
mod stage;
mod words;

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use sim::World;

pub use draw::Draw;
pub(crate) use drive::drive;
pub use plan::{
    Burst, Fault, LONGEST_MS, MOST_CLIENTS, MOST_COMMANDS, MOST_PEERS, Plan, PlanError, Spell, Timed, Who,
    Workload,
};
use stage::Stage;

use crate::failure::Failure;

/// What makes a test of the chaos suite.
pub(crate) struct Chaos {
    /// The fewest peers that a seed draws.
    pub(crate) fewest_peers: usize,
    /// Draws the plan.
    pub(crate) plan: fn(&mut Draw) -> Plan,
    /// What happens in the world of that plan, beside what the plan says; `None` if the plan says it all.
    pub(crate) script: Option<Script>,
}

/// A scenario's own steps.
type Script = fn(Rc<Stage>) -> Pin<Box<dyn Future<Output = Result<(), Failure>>>>;

impl Chaos {
    /// The plan that the world's seed draws for the test called `name`.
    pub(crate) fn plan_of(&self, world: &World, name: &str) -> Plan {
        (self.plan)(&mut Draw::of(world, name))
    }
}
