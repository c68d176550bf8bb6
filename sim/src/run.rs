//! One run: from a seed to its report.

use std::fmt;
use std::future::Future;
use std::ops::RangeInclusive;
use std::panic::Location;
use std::rc::Rc;
use std::task::Context;
use std::time::Duration;

use crate::behalf::Current;
use crate::task::{Rest, TaskId, Turn};
use crate::timers::Due;
use crate::trace::Finished;
use crate::{Event, Instant, JoinHandle, Life, Redraw, Stop, Waiting, Witness, World, ambient};

/// What decides a run, besides the code.
#[derive(Clone)]
pub struct Config {
    /// Decides everything that is left to chance.
    pub seed: u64,
    /// When to give up.
    pub limits: Limits,
    /// Whether to keep the event trace. The digest does not depend on it.
    pub record: bool,
    /// Who is told what the run is doing while it does it. No part of what decides it.
    pub witness: Option<Rc<dyn Witness>>,
    /// Which of the scheduler's choices, by their numbers, are left to chance: ascending ranges that do not
    /// overlap. At the others it is first come, first served. Without a list, all of them are.
    pub by_chance: Option<Vec<RangeInclusive<u64>>>,
    /// When chance begins anew, from another seed.
    pub redraw: Option<Redraw>,
}

impl Config {
    /// A run of this seed, with the default limits, no trace and no witness.
    pub fn new(seed: u64) -> Self {
        Self { seed, limits: Limits::default(), record: false, witness: None, by_chance: None, redraw: None }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("seed", &self.seed)
            .field("limits", &self.limits)
            .field("record", &self.record)
            .field("witness", &self.witness.is_some())
            .field("by_chance", &self.by_chance)
            .field("redraw", &self.redraw)
            .finish()
    }
}

/// When a run is given up. Nothing hangs in silence.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How far virtual time may go. Default: an hour.
    pub virtual_time: Duration,
    /// How many steps may pass without time moving. Default: a million.
    pub polls_without_progress: u64,
    /// How many steps may be taken in all, by tasks, handlers and whoever looks at a node after them. Ends
    /// loops that sleep for next to no time. Default: fifty million, some 250 times what a lively run takes.
    pub steps: u64,
    /// How many events may be observed. Default: two million, which is twenty times what a lively run has.
    pub events: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            virtual_time: Duration::from_hours(1),
            polls_without_progress: 1_000_000,
            steps: 50_000_000,
            events: 2_000_000,
        }
    }
}

/// What a run was.
#[derive(Debug)]
pub struct Report<T> {
    /// What the script returned, or why it did not come to an end.
    pub result: Result<T, Stop>,
    /// The digest of everything observable: equal for equal runs.
    pub digest: u64,
    /// When the run ended.
    pub ended: Instant,
    /// How many events were observed, whether they were kept or not.
    pub observed: u64,
    /// How many choices the scheduler had: among several tasks, or several timers of one instant.
    pub choices: u64,
    /// The trace, if it was asked for.
    pub events: Vec<Event>,
    /// The tasks that had not ended when the run did, and what each waited for.
    pub waiting: Vec<Waiting>,
}

/// Runs `script` in a new world until it returns, and drops everything that it leaves behind.
///
/// ```
/// use std::time::Duration;
/// let report = sim::run(sim::Config::new(7), |_world| async {
///     sim::sleep(Duration::from_secs(3)).await;
///     sim::now()
/// });
/// assert_eq!(report.result.unwrap(), sim::Instant::ZERO + Duration::from_secs(3));
/// ```
///
/// # Panics
/// If called from inside a simulation. Panics of simulated code are caught and reported.
#[track_caller]
pub fn run<T, F>(config: Config, script: impl FnOnce(World) -> F) -> Report<T>
where
    F: Future<Output = T> + 'static,
    T: 'static,
{
    let world = World::new(config);
    let _ambient = ambient::enter(world.clone());
    let site = Location::caller();
    let script = world.run_as(Current { life: Life::SCRIPT, spawned: None }, || {
        let future = script(world.clone());
        world.spawn_from(future, site)
    });
    let result = script.map_or_else(|| Err(world.take_stop()), |script| world.run_until_done(&script));
    let (ended, waiting) = (world.now(), world.waiting());
    let choices = world.inner().scheduler.borrow().choices();
    world.tear_down();
    // What is left behind can still panic in its destructors.
    let result = if world.inner().stopped.get() && result.is_ok() { Err(world.take_stop()) } else { result };
    let Finished { digest, observed, events } = world.finish_trace();
    Report { result, digest, ended, observed, choices, events, waiting }
}

impl World {
    fn run_until_done<T>(&self, script: &JoinHandle<T>) -> Result<T, Stop> {
        let mut due = Vec::new();
        loop {
            self.redraw_if_due();
            let next = self.inner().scheduler.borrow_mut().pick();
            match next {
                Some(task) => self.step(task),
                None => self.advance(&mut due),
            }
            if self.inner().stopped.get() {
                return Err(self.take_stop());
            }
            if let Some(value) = script.try_take() {
                return Ok(value);
            }
        }
    }

    /// Lets one task take one step, if it is still there.
    fn step(&self, id: TaskId) {
        if self.hold(id) {
            return;
        }
        let Some(Turn { mut work, waker, life, spawned }) = self.inner().tasks.borrow_mut().begin_turn(id)
        else {
            return;
        };
        self.inner().last_step.set(Some((life, spawned)));
        self.inner().awaited.set(None);
        let done = self.run_as(Current { life, spawned: Some(spawned) }, || {
            let done = work.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
            self.tell_observer(life);
            self.count_step();
            done
        });
        // A task that panicked is not polled again. What is dropped here may run code of the node's.
        let over = done != Some(false);
        if over {
            let rest = self.inner().tasks.borrow_mut().remove(id);
            self.drop_as(life, (work, rest));
        } else {
            let rest = Rest { awaits: self.inner().awaited.get(), since: self.now() };
            let orphan = self.inner().tasks.borrow_mut().end_turn(id, work, rest);
            if orphan.is_some() {
                self.drop_as(life, orphan);
            }
        }
    }

    fn count_step(&self) {
        let polls = self.inner().polls.get() + 1;
        self.inner().polls.set(polls);
        let limits = &self.inner().limits;
        if polls > limits.polls_without_progress {
            self.stop(Stop::Livelock { place: self.place(), polls });
        } else if self.inner().steps.get() - self.inner().looks.get() > limits.steps {
            self.stop(Stop::StepLimit { place: self.place(), limit: limits.steps });
        }
    }

    /// Moves time to the next timer and lets everything happen that is due then.
    fn advance(&self, due: &mut Vec<Due>) {
        let Some(at) = self.inner().timers.borrow_mut().take_earliest(due) else {
            return self.stop(Stop::Deadlock { at: self.now(), waiting: self.waiting() });
        };
        let limit = self.inner().limits.virtual_time;
        if at.since_start() > limit {
            return self.stop(Stop::TimeLimit { place: self.last_place(), limit });
        }
        self.inner().now.set(at);
        self.inner().polls.set(0);
        if due.len() > 1 {
            self.inner().scheduler.borrow_mut().shuffle(due);
        }
        for timer in due.drain(..) {
            if self.inner().stopped.get() {
                break;
            }
            match timer {
                Due::Wake(waker) => waker.wake(),
                Due::Fire(device, token) => {
                    let device = self.inner().devices.borrow()[device as usize].clone();
                    device.fire(token);
                }
                Due::Resume(node) => self.resume(node),
            }
        }
    }

    fn take_stop(&self) -> Stop {
        self.inner().stop.take().expect("a run that has stopped has a reason")
    }

    /// Drops all that a run leaves behind. Devices hold the world and the world its devices: this parts them.
    pub(crate) fn tear_down(&self) {
        self.inner().over.set(true);
        self.drop_tasks(|_| true);
        let wakers = self.inner().timers.borrow_mut().clear();
        self.drop_each(wakers);
        let devices = std::mem::take(&mut *self.inner().devices.borrow_mut());
        for device in &devices {
            device.shut_down();
        }
        drop(devices);
        self.forget_observers();
        self.forget_auditor();
    }
}
