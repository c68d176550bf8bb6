//! The simulated world: one value that holds everything a run consists of.

use std::cell::{Cell, RefCell};
use std::error::Error;
use std::future::Future;
use std::panic::Location;
use std::rc::Rc;

use crate::audit::{Auditor, Notice};
use crate::behalf::{Current, NO_STEP};
use crate::clock::Rate;
use crate::crash::Remains;
use crate::device::Device;
use crate::node::Node;
use crate::redraw::Pending;
use crate::scheduler::Scheduler;
use crate::streams::{Stream, Streams};
use crate::task::{self, TaskId, Tasks};
use crate::timers::Timers;
use crate::trace::{Added, Finished, Trace};
use crate::waiting::Said;
use crate::{Config, Fact, Instant, JoinHandle, Life, Limits, NodeId, Place, Stop, Witness, ambient};

/// The simulated world. A cheap handle: clones share one world.
///
/// Student code reaches it through ambient functions such as [`spawn`](crate::spawn); the layers that build
/// on the simulator hold it by value.
///
/// Handles kept beyond the run are harmless; they show a world in which nothing happens any more.
#[derive(Clone)]
pub struct World {
    inner: Rc<Inner>,
}

/// invariant: no `RefCell` here is borrowed while code of a task, a device or an observer runs or is dropped.
pub(crate) struct Inner {
    pub(crate) limits: Limits,
    pub(crate) now: Cell<Instant>,
    /// Steps taken since time last moved.
    pub(crate) polls: Cell<u64>,
    /// Whose task took the last step, and where it was spawned.
    pub(crate) last_step: Cell<Option<(Life, &'static Location<'static>)>>,
    /// Steps begun in all.
    pub(crate) steps: Cell<u64>,
    /// The number of the step that is running: two readings are equal exactly within one step. Code that is
    /// entered from within a step is a step of its own.
    pub(crate) step: Cell<u64>,
    pub(crate) current: Cell<Current>,
    /// On whose behalf code is running, from the outermost to the innermost.
    pub(crate) running: RefCell<Vec<Life>>,
    /// What lives that crashed in the middle of a step of theirs have left.
    pub(crate) remains: RefCell<Remains>,
    /// What was last said to be awaited in the step that the scheduler has given to a task.
    pub(crate) awaited: Cell<Option<Said>>,
    /// How many of the steps were only looks, which nothing that runs can have to answer for.
    pub(crate) looks: Cell<u64>,
    pub(crate) witness: Option<Rc<dyn Witness>>,
    pub(crate) auditor: RefCell<Option<Rc<dyn Auditor>>>,
    pub(crate) scheduler: RefCell<Scheduler>,
    pub(crate) timers: RefCell<Timers>,
    pub(crate) tasks: RefCell<Tasks>,
    pub(crate) devices: RefCell<Vec<Rc<dyn Device>>>,
    pub(crate) stop: RefCell<Option<Stop>>,
    /// Whether `stop` holds something: looked at after every step.
    pub(crate) stopped: Cell<bool>,
    /// Whether the run has ended and only tidying up is left.
    pub(crate) over: Cell<bool>,
    /// How many nodes are paused.
    pub(crate) paused: Cell<u32>,
    /// Whether some node's clock does not show true time.
    pub(crate) skewed: Cell<bool>,
    pub(crate) nodes: RefCell<Vec<Node>>,
    pub(crate) redraw: Pending,
    pub(crate) streams: RefCell<Streams>,
    pub(crate) script_stream: RefCell<Stream>,
    trace: RefCell<Trace>,
    recording: bool,
}

impl World {
    pub(crate) fn new(config: Config) -> Self {
        let streams = Streams::new(config.seed);
        let inner = Inner {
            limits: config.limits,
            now: Cell::new(Instant::ZERO),
            polls: Cell::new(0),
            last_step: Cell::new(None),
            steps: Cell::new(0),
            step: Cell::new(NO_STEP),
            current: Cell::new(Current { life: Life::SCRIPT, spawned: None }),
            running: RefCell::default(),
            remains: RefCell::default(),
            awaited: Cell::new(None),
            looks: Cell::new(0),
            witness: config.witness,
            auditor: RefCell::new(None),
            scheduler: RefCell::new(Scheduler::new(streams.stream("scheduler", &[]), config.by_chance)),
            timers: RefCell::default(),
            tasks: RefCell::default(),
            devices: RefCell::default(),
            stop: RefCell::new(None),
            stopped: Cell::new(false),
            over: Cell::new(false),
            paused: Cell::new(0),
            skewed: Cell::new(false),
            script_stream: RefCell::new(streams.stream("test script", &[])),
            redraw: Cell::new(config.redraw),
            streams: RefCell::new(streams),
            nodes: RefCell::default(),
            trace: RefCell::new(Trace::new(config.seed, config.record)),
            recording: config.record,
        };
        Self { inner: Rc::new(inner) }
    }

    /// The world in which the calling code runs.
    ///
    /// # Panics
    /// Outside a simulation.
    #[track_caller]
    pub fn current() -> Self {
        ambient::with(Clone::clone)
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    /// The present instant.
    pub fn now(&self) -> Instant {
        self.inner.now.get()
    }

    /// Adds a machine. Its tasks and its random stream are its own.
    pub fn add_node(&self, label: impl Into<Rc<str>>) -> NodeId {
        let mut nodes = self.inner.nodes.borrow_mut();
        let id = NodeId::from_index(nodes.len());
        let stream = self.node_stream(id, 0);
        nodes.push(Node {
            label: label.into(),
            incarnation: 0,
            stream,
            observer: None,
            pause: None,
            rate: Rate::TRUE,
        });
        id
    }

    /// The label that the node was given.
    pub fn label(&self, node: NodeId) -> Rc<str> {
        self.inner.nodes.borrow()[node.index()].label.clone()
    }

    /// The life of a node on whose behalf the calling code runs.
    pub fn current_life(&self) -> Life {
        self.inner.current.get().life
    }

    /// The node on whose behalf the calling code runs; `None` for the test script.
    pub fn current_node(&self) -> Option<NodeId> {
        self.current_life().node
    }

    /// Spawns a task that belongs to the node's present life.
    #[track_caller]
    pub fn spawn_on<F: Future + 'static>(&self, node: NodeId, future: F) -> JoinHandle<F::Output> {
        self.spawn_at(self.life_of(node), future, Location::caller())
    }

    /// Spawns a task that belongs to whoever is running now. Diagnoses will say that it was spawned at
    /// `spawned`.
    pub fn spawn_from<F: Future + 'static>(
        &self,
        future: F,
        spawned: &'static Location<'static>,
    ) -> JoinHandle<F::Output> {
        self.spawn_at(self.inner.current.get().life, future, spawned)
    }

    fn spawn_at<F: Future + 'static>(
        &self,
        life: Life,
        future: F,
        spawned: &'static Location<'static>,
    ) -> JoinHandle<F::Output> {
        let (work, handle) = task::joinable(future, spawned);
        if self.is_alive(life) {
            let id = self.inner.tasks.borrow_mut().insert(work, life, spawned, self.now());
            self.inner.scheduler.borrow_mut().push(id);
        }
        // The dead spawn nothing: the work is dropped, and whoever joins it waits for ever.
        handle
    }

    pub(crate) fn wake(&self, task: TaskId) {
        if self.inner.tasks.borrow_mut().wake(task) {
            self.inner.scheduler.borrow_mut().push(task);
        }
    }

    /// Sets who is told after every step that code of this node takes, until the node crashes.
    ///
    /// The observer runs as the node. It is for looking at a peer's state where it can just have changed.
    pub fn observe(&self, node: NodeId, observer: Option<Rc<dyn Fn()>>) {
        let old = std::mem::replace(&mut self.inner.nodes.borrow_mut()[node.index()].observer, observer);
        self.drop_each(old);
    }

    pub(crate) fn tell_observer(&self, life: Life) {
        let Some(node) = life.node else { return };
        let observer = self.inner.nodes.borrow()[node.index()].observer.clone();
        if let Some(observer) = observer {
            // A step of its own: a guard that is still held was left held by the step before.
            self.begin_step();
            observer();
        }
    }

    pub(crate) fn forget_observers(&self) {
        let observers: Vec<_> =
            self.inner.nodes.borrow_mut().iter_mut().filter_map(|node| node.observer.take()).collect();
        self.drop_each(observers);
    }

    /// Ends the run with [`Stop::Aborted`] after the present step.
    pub fn abort(&self, error: impl Into<Box<dyn Error>>) {
        self.abort_at(self.place(), error);
    }

    /// Like [`abort`](Self::abort), where the cause lies elsewhere than in the code that is running.
    pub fn abort_at(&self, place: Place, error: impl Into<Box<dyn Error>>) {
        self.stop(Stop::Aborted { place, error: error.into() });
    }

    /// Ends the run after the present step. The first reason stands.
    pub(crate) fn stop(&self, stop: Stop) {
        if !self.inner.stopped.replace(true) {
            *self.inner.stop.borrow_mut() = Some(stop);
        }
    }

    /// Adds a device; the number it goes by in [`schedule`](Self::schedule).
    pub fn add_device(&self, device: Rc<dyn Device>) -> u32 {
        let mut devices = self.inner.devices.borrow_mut();
        devices.push(device);
        u32::try_from(devices.len() - 1).expect("fewer than 2^32 devices")
    }

    /// Has the device told, at `at`, with this token. Cannot be taken back: the device must know stale
    /// tokens.
    pub fn schedule(&self, at: Instant, device: u32, token: u64) {
        self.inner.timers.borrow_mut().add_device(at, device, token);
    }

    /// Notes that something happened on the node that is running now, or in the script.
    pub fn emit(&self, fact: impl Fact) {
        self.add_event(self.current_node(), fact);
    }

    /// Notes that something happened on a node.
    pub fn emit_on(&self, node: NodeId, fact: impl Fact) {
        self.add_event(Some(node), fact);
    }

    fn add_event(&self, node: Option<NodeId>, fact: impl Fact) {
        let limit = self.inner.limits.events;
        let mut trace = self.inner.trace.borrow_mut();
        if trace.count() >= limit {
            // The rest of the step can go on as long as it likes: it fills no memory.
            drop(trace);
            return self.stop(Stop::EventLimit { place: self.place(), limit });
        }
        let (id, at, task) = (trace.count(), self.now(), self.inner.current.get().spawned);
        let added = trace.add(at, node, task, fact);
        drop(trace);
        match added {
            Added::Kept(event) => {
                if let Some(witness) = &self.inner.witness {
                    witness.event(&event);
                }
                self.tell_auditor(&Notice { id, at, node, fact: &*event.fact });
            }
            Added::Folded(fact) => self.tell_auditor(&Notice { id, at, node, fact: &fact }),
        }
    }

    /// Whether the trace is kept. What is prepared only for readers of the trace may be left out if not.
    pub fn recording(&self) -> bool {
        self.inner.recording
    }

    /// How many events there have been.
    pub(crate) fn observed(&self) -> u64 {
        self.inner.trace.borrow().count()
    }

    pub(crate) fn finish_trace(&self) -> Finished {
        self.inner.trace.borrow_mut().finish()
    }

    /// A random stream of this run's seed, of its own for every name and list of numbers.
    pub fn stream(&self, name: &str, numbers: &[u64]) -> Stream {
        self.inner.streams.borrow().stream(name, numbers)
    }

    pub(crate) fn node_stream(&self, node: NodeId, incarnation: u32) -> Stream {
        self.stream("node", &[node.index() as u64, incarnation.into()])
    }

    /// Lets `draw` use the stream of whoever is running now.
    pub(crate) fn with_stream<T>(&self, draw: impl FnOnce(&mut Stream) -> T) -> T {
        match self.current_node() {
            // What the dead still draw, in destructors, must not come out of the next life's stream.
            Some(node) if !self.is_current() => draw(&mut self.stream("the dead", &[node.index() as u64])),
            Some(node) => draw(&mut self.inner.nodes.borrow_mut()[node.index()].stream),
            None => draw(&mut self.inner.script_stream.borrow_mut()),
        }
    }

    /// Where the running code belongs.
    pub fn place(&self) -> Place {
        let Current { life, spawned } = self.inner.current.get();
        self.place_of(life, spawned)
    }

    /// Where the last step was taken, and when.
    pub(crate) fn last_place(&self) -> Place {
        let (life, spawned) = self.inner.last_step.get().unzip();
        self.place_of(life.unwrap_or(Life::SCRIPT), spawned)
    }

    fn place_of(&self, life: Life, spawned: Option<&'static Location<'static>>) -> Place {
        Place { node: life.node, label: self.label_of(life), spawned, at: self.now() }
    }

    pub(crate) fn label_of(&self, life: Life) -> Rc<str> {
        life.node.map_or_else(|| Rc::from("test script"), |node| self.label(node))
    }

    pub(crate) fn life_of(&self, node: NodeId) -> Life {
        Life { node: Some(node), incarnation: self.inner.nodes.borrow()[node.index()].incarnation }
    }

    /// Whether the life on whose behalf the calling code runs still goes on. The code of a dead one runs only
    /// in destructors, and can do nothing that anybody else would see.
    pub fn is_current(&self) -> bool {
        self.is_alive(self.current_life())
    }

    /// Whether a life still goes on.
    pub fn is_alive(&self, life: Life) -> bool {
        !self.inner.over.get() && life.node.is_none_or(|node| self.life_of(node) == life)
    }
}
