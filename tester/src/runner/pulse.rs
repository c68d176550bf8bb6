//! What a simulation lets others see while it runs: that it moves, and whose code is running.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crossbeam_utils::atomic::AtomicCell;
use sim::{Event, Moment, NodeId, Witness};
use timeline::record::Line;

use super::log::LogEvent;
use crate::failure::Sighting;
use crate::record::{Recorder, Said, Sight};

type Site = &'static std::panic::Location<'static>;

/// Stands for the test script among the numbers of peers.
const SCRIPT: u64 = u64::MAX;

/// The pulse of a running simulation: one thread writes, another looks.
///
/// The parts are written one by one. A look is only worth something where nothing was written for a long
/// time, and then the parts belong together.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    steps: AtomicU64,
    at: AtomicU64,
    peer: AtomicU64,
    spawned: AtomicCell<Option<Site>>,
    /// Whether the audience is being told something: it may be slow, and that is not the simulation's fault.
    telling: AtomicBool,
}

impl Pulse {
    /// How many steps the simulation has begun.
    pub(super) fn steps(&self) -> u64 {
        self.steps.load(Ordering::Acquire)
    }

    /// Whose code is running.
    pub(super) fn sighting(&self) -> Sighting {
        let peer = self.peer.load(Ordering::Acquire);
        Sighting {
            peer: usize::try_from(peer).ok().filter(|_| peer != SCRIPT),
            spawned: self.spawned.load().map(|site| format!("{}:{}", site.file(), site.line())),
            at_nanos: self.at.load(Ordering::Acquire),
        }
    }

    /// Whether the simulation waits for its audience.
    pub(super) fn is_telling(&self) -> bool {
        self.telling.load(Ordering::Acquire)
    }

    /// Marks the time that `tell` takes as the audience's.
    pub(super) fn tell(&self, tell: impl FnOnce()) {
        self.telling.store(true, Ordering::Release);
        tell();
        self.telling.store(false, Ordering::Release);
    }

    fn beat(&self, moment: Moment) {
        self.at.store(moment.at.as_nanos(), Ordering::Release);
        self.peer.store(moment.node.map_or(SCRIPT, |node| node.index() as u64), Ordering::Release);
        self.spawned.store(moment.spawned);
        // Nobody else writes, so this needs no atomic addition.
        self.steps.store(self.steps.load(Ordering::Relaxed) + 1, Ordering::Release);
    }
}

/// Somebody who is told, on the simulation's own thread, what happens while it happens. What was told is
/// safe, whatever becomes of the process.
pub trait Audience: Send + Sync {
    /// An event of a recorded run.
    fn event(&self, _event: LogEvent) {}
    /// A line that the implementation has logged in a recorded run.
    fn line(&self, _line: Line) {}
    /// A line of the run's trace.
    fn record(&self, _line: String) {}
    /// Code of somebody's is about to run.
    fn moment(&self, _sighting: Sighting) {}
    /// Whether events are wanted, and what is logged. If so, the run is recorded.
    fn wants_events(&self) -> bool {
        false
    }
    /// Whether the lines of a trace are wanted. If so, the run is recorded.
    fn wants_records(&self) -> bool {
        false
    }
    /// Whether moments are wanted: there are a great many.
    fn wants_moments(&self) -> bool {
        false
    }
}

/// The witness of one run.
pub(super) struct Observer {
    pulse: Arc<Pulse>,
    audience: Option<Arc<dyn Audience>>,
    events: bool,
    records: bool,
    moments: bool,
    recorder: RefCell<Recorder>,
    /// The last moment of a recorded run.
    last: Cell<Option<Moment>>,
}

impl Observer {
    pub(super) fn new(pulse: Arc<Pulse>, audience: Option<Arc<dyn Audience>>) -> Self {
        let wants = |what: fn(&dyn Audience) -> bool| audience.as_deref().is_some_and(what);
        let (events, moments) = (wants(|it| it.wants_events()), wants(|it| it.wants_moments()));
        let records = wants(|it| it.wants_records());
        let (recorder, last) = (RefCell::default(), Cell::new(None));
        Self { pulse, audience, events, records, moments, recorder, last }
    }

    /// Whether the run is to be recorded.
    pub(super) const fn is_recording(&self) -> bool {
        self.events || self.records
    }

    /// The code that runs has logged something.
    pub(super) fn said(&self, said: Said) {
        let (Some(audience), Some(Moment { at, node, .. })) = (&self.audience, self.last.get()) else {
            return;
        };
        // What somebody logs while the harness writes down a message of theirs is no part of what happens.
        let Ok(recorder) = self.recorder.try_borrow() else { return };
        let line = recorder.line(node.map(NodeId::index), at.as_nanos(), said);
        drop(recorder);
        if self.events {
            self.pulse.tell(|| audience.line(line.clone()));
        }
        if self.records {
            self.tell_record(Recorder::log(line));
        }
    }

    fn tell_record(&self, line: String) {
        if let Some(audience) = &self.audience {
            self.pulse.tell(|| audience.record(line));
        }
    }
}

impl Witness for Observer {
    fn step(&self, moment: Moment) {
        self.pulse.beat(moment);
        if self.is_recording() {
            self.last.set(Some(moment));
        }
        if self.moments
            && let Some(audience) = &self.audience
        {
            self.pulse.tell(|| audience.moment(self.pulse.sighting()));
        }
    }

    fn event(&self, event: &Event) {
        let mut recorder = self.recorder.borrow_mut();
        let term = recorder.hear(event);
        if let Some(audience) = self.audience.as_ref().filter(|_| self.events) {
            let event = LogEvent { term, ..LogEvent::from(event) };
            self.pulse.tell(|| audience.event(event));
        }
        if self.records {
            recorder.event(event, &mut |line| self.tell_record(line));
        }
    }

    fn wants_sight(&self, node: NodeId) -> bool {
        self.records && self.recorder.borrow_mut().wants_sight(node.index(), self.last.get())
    }

    fn sight(&self, node: NodeId, sight: &dyn Any) {
        if let Some(sight) = sight.downcast_ref::<Sight>() {
            let mut recorder = self.recorder.borrow_mut();
            recorder.sight(node.index(), sight, &mut |line| self.tell_record(line));
        }
    }
}
