//! The watch over a run: a thread of its own for the simulation, and somebody outside who looks whether it
//! still moves.

use std::alloc::{self, Layout};
use std::fmt;
use std::panic;
use std::rc::Rc;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, bounded};
use sim::Instant;

use super::account::Account;
use super::clock::Stopwatch;
use super::last::Last;
use super::outcome::Outcome;
use super::pulse::{Audience, Observer, Pulse};
use super::simulate::{Order, simulate_before};
use super::trust::Trust;
use crate::failure::Outside;
use crate::host::Factory;
use crate::oracle::Eyes;
use crate::record;
use crate::steering::Steering;
use crate::suite::LabTest;

/// How long a simulation may go without a step, in real time, before it is given up.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How often somebody looks.
const LOOK: Duration = Duration::from_millis(250);

/// The stack of a simulation's thread. It is the same for every run, so that a recursion that goes too deep
/// in one goes too deep in all.
const STACK: usize = 8 << 20;

/// How a run is watched.
#[derive(Clone)]
pub struct Watch {
    /// How long it may go without a step, in real time.
    pub patience: Duration,
    /// Who is told of its events; they are recorded for nobody else.
    pub audience: Option<Arc<dyn Audience>>,
    /// How closely the oracles look.
    pub eyes: Eyes,
    /// What the run is told beyond its seed.
    pub steering: Steering,
    /// How far the implementation is trusted.
    pub trust: Trust,
}

impl Default for Watch {
    /// Ten seconds of patience, nobody who listens, open eyes, and trust.
    fn default() -> Self {
        let (eyes, trust) = (Eyes::All, Trust::Whole);
        Self { patience: PATIENCE, audience: None, eyes, steering: Steering::default(), trust }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch")
            .field("patience", &self.patience)
            .field("eyes", &self.eyes)
            .field("trust", &self.trust)
            .finish_non_exhaustive()
    }
}

impl Watch {
    /// Runs `test` once, on a thread of its own, so that a simulation that stands still can be given up. Its
    /// thread cannot be stopped: it goes on, and on no more than a core, for as long as the process lives.
    ///
    /// Thread-local state is new for every run, whatever ran before.
    ///
    /// # Panics
    /// If the system has no thread to give, and if the harness itself panics.
    pub fn run(&self, test: &'static LabTest, seed: u64, factory: &Factory) -> Outcome {
        let clock = Stopwatch::start();
        let pulse = Arc::new(Pulse::default());
        let (sender, receiver) = bounded(1);
        let thread = self.start(test, seed, factory, &pulse, sender);
        match wait(&receiver, &pulse, self.patience) {
            Some(Ok(outcome)) => outcome,
            Some(Err(_)) => match thread.join() {
                Err(ours) => panic::resume_unwind(ours),
                Ok(()) => unreachable!("a simulation that ends in peace has sent its outcome"),
            },
            None => self.given_up(test, seed, &pulse, clock),
        }
    }

    /// Starts the thread of a run, which sends the outcome when it ends.
    fn start(
        &self,
        test: &'static LabTest,
        seed: u64,
        factory: &Factory,
        pulse: &Arc<Pulse>,
        sender: Sender<Outcome>,
    ) -> JoinHandle<()> {
        let (factory, shown, audience) = (factory.clone(), pulse.clone(), self.audience.clone());
        let (eyes, steering, trust) = (self.eyes, self.steering.clone(), self.trust);
        let simulation = move || {
            Last::keep(sender);
            trust.confine_thread();
            let observer = Rc::new(Observer::new(shown, audience));
            let record = observer.is_recording();
            let order = Order { test, seed, eyes, steering, record };
            let outcome = if record {
                let ear = observer.clone();
                record::listen(Rc::new(move |said| ear.said(said)), || {
                    simulate_before(order, &factory, Some(observer))
                })
            } else {
                simulate_before(order, &factory, Some(observer))
            };
            Last::leave(outcome);
        };
        let thread = thread::Builder::new().name(trust.name_of_thread(test.name, seed)).stack_size(STACK);
        #[expect(clippy::disallowed_methods, reason = "the simulation has this one thread to itself")]
        match thread.spawn(simulation) {
            Ok(thread) => thread,
            // What earlier runs have left behind takes all that the process may have.
            Err(_) if trust != Trust::Whole => alloc::handle_alloc_error(Layout::new::<[u8; STACK]>()),
            Err(error) => panic!("the system has a thread to give: {error}"),
        }
    }

    fn given_up(&self, test: &'static LabTest, seed: u64, pulse: &Pulse, clock: Stopwatch) -> Outcome {
        let place = pulse.sighting();
        let ended = Instant::from_nanos(place.at_nanos);
        let stuck = Outside::NeverYields { place, patience: self.patience };
        Outcome::from_outside(test, seed, Account::from(&stuck), ended, clock.elapsed())
    }
}

/// Waits for what the simulation sends; `None` if it stands still for too long.
///
/// Time is counted in looks and not read off a clock: a computer that was asleep, or a process that was
/// stopped, has not given the simulation any time either.
fn wait<T>(receiver: &Receiver<T>, pulse: &Pulse, patience: Duration) -> Option<Result<T, RecvTimeoutError>> {
    let look = LOOK.min(patience);
    let mut still = Duration::ZERO;
    let mut steps = pulse.steps();
    loop {
        match receiver.recv_timeout(look) {
            Err(RecvTimeoutError::Timeout) => {}
            ended => return Some(ended),
        }
        let now = pulse.steps();
        still = if now == steps && !pulse.is_telling() { still + look } else { Duration::ZERO };
        steps = now;
        if still >= patience {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use crossbeam_channel::after;

    use super::*;

    #[test]
    fn only_what_stands_still_by_its_own_fault_is_given_up() {
        let (pulse, patience) = (Pulse::default(), Duration::from_millis(10));
        let late = || after(Duration::from_millis(60));
        assert!(wait(&late(), &pulse, patience).is_none());
        pulse.tell(|| assert!(matches!(wait(&late(), &pulse, patience), Some(Ok(_)))));
    }
}
