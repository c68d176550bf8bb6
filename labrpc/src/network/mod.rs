//! The network: who is linked to whom, and the knobs that the lab turns.

mod call;
mod chance;
mod flight;
mod path;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::panic::Location;
use std::rc::Rc;
use std::time::Duration;

use bytes::Bytes;
use sim::{Stream, Wait, World};

use crate::content::Content;
use crate::fate::Knobs;
use crate::mishap::{Mishap, Mishaps};
use crate::server::{Core, Server};
use crate::silence::Patience;
use crate::storm::{Gusts, Storm};
use crate::{ClientEnd, Name};
pub(crate) use call::Answer;
use call::Call;
use flight::Flights;

/// The simulated network. A cheap handle: clones share one network.
///
/// It starts out reliable, without long delays and without long reordering. The fields and the path of a
/// request are those of the lab's `labrpc`; the faults are listed in
/// [`fate`](crate::fate).
#[derive(Clone)]
pub struct Network {
    inner: Rc<Inner>,
}

/// invariant: no `RefCell` here is borrowed while a handler or a waker runs.
struct Inner {
    world: World,
    device: Cell<u32>,
    knobs: Cell<Knobs>,
    storm: Cell<Storm>,
    /// The mishaps in the place of those that chance and storms would bring.
    told: RefCell<Option<Mishaps>>,
    keeps_ledger: Cell<bool>,
    patience: Cell<Patience>,
    links: RefCell<Vec<Link>>,
    ends: RefCell<BTreeMap<Name, usize>>,
    servers: RefCell<Vec<Registration>>,
    flights: RefCell<Flights>,
    closed: Cell<bool>,
    rpcs: Cell<u64>,
    bytes: Cell<u64>,
}

/// What an end hands over to be sent.
pub(crate) struct Request {
    /// The number of the end's link.
    pub(crate) link: usize,
    pub(crate) method: &'static str,
    /// Encoded.
    pub(crate) args: Bytes,
    /// What its caller waits for.
    pub(crate) wait: &'static Wait,
    /// Where the call stands in the source.
    pub(crate) place: &'static Location<'static>,
}

/// A directed link: from the holder of an end to the server that the end points at.
struct Link {
    enabled: bool,
    /// Position in `servers`.
    target: Option<usize>,
    stream: Stream,
    gusts: Gusts,
    /// The mishaps of its messages, in order, where they are not left to chance.
    told: Option<Vec<Mishap>>,
    /// The mishaps that were met, where a ledger is kept.
    met: Vec<Mishap>,
}

/// A server's name, known for ever, and the object that answers to it now.
struct Registration {
    name: Name,
    server: Option<Rc<Core>>,
}

impl Network {
    /// A network in the current world.
    ///
    /// # Panics
    /// Outside a simulation.
    #[expect(clippy::new_without_default, reason = "it depends on the world it is made in")]
    pub fn new() -> Self {
        let world = World::current();
        let inner = Rc::new(Inner {
            world: world.clone(),
            device: Cell::new(0),
            knobs: Cell::new(Knobs { reliable: true, long_delays: false, long_reordering: false }),
            storm: Cell::new(Storm::NONE),
            told: RefCell::default(),
            keeps_ledger: Cell::new(false),
            patience: Cell::default(),
            links: RefCell::default(),
            ends: RefCell::default(),
            servers: RefCell::default(),
            flights: RefCell::default(),
            closed: Cell::new(false),
            rpcs: Cell::new(0),
            bytes: Cell::new(0),
        });
        inner.device.set(world.add_device(inner.clone()));
        Self { inner }
    }

    /// Ends the service: later calls fail at once and are not counted. Requests under way run to their end.
    pub fn close(&self) {
        self.inner.closed.set(true);
    }

    /// Whether requests and replies arrive, at once; if not, some are lost and requests are late.
    pub fn set_reliable(&self, reliable: bool) {
        self.inner.set_knobs(|knobs| knobs.reliable = reliable);
    }

    /// Whether failing for want of anybody to talk to may take seven seconds instead of a tenth.
    pub fn set_long_delays(&self, long_delays: bool) {
        self.inner.set_knobs(|knobs| knobs.long_delays = long_delays);
    }

    /// Whether two replies in three are very late.
    pub fn set_long_reordering(&self, long_reordering: bool) {
        self.inner.set_knobs(|knobs| knobs.long_reordering = long_reordering);
    }

    /// What a storm adds to all this from now on. Requests on their way keep what they met.
    pub fn set_storm(&self, storm: Storm) {
        self.inner.storm.set(storm);
    }

    /// From now on the messages of new ends meet these mishaps and no others, however the network is set and
    /// whatever storm blows.
    pub fn steer(&self, mishaps: Mishaps) {
        self.inner.told.replace(Some(mishaps));
    }

    /// From now on all mishaps are written down: see [`ledger`](Self::ledger).
    pub fn keep_ledger(&self) {
        self.inner.keeps_ledger.set(true);
    }

    /// The mishaps that messages have met, those of replies as far as there were any replies.
    pub fn ledger(&self) -> Mishaps {
        let links = self.inner.links.borrow();
        let met = |(name, link): (&Name, &usize)| {
            let mut met = links.get(*link)?.met.clone();
            met.sort_unstable();
            (!met.is_empty()).then(|| (name.to_string(), met))
        };
        Mishaps(self.inner.ends.borrow().iter().filter_map(met).collect())
    }

    /// How long a handler may take to answer while its answer could be delivered: longer than that, and the
    /// run ends with a [`SilentHandler`](crate::SilentHandler). Without a limit, callers wait for ever.
    ///
    /// Looked at every 100 ms, so that a limit may be passed by as much.
    pub fn set_handler_limit(&self, limit: Duration) {
        self.inner.patience.set(Patience::of(limit));
    }

    /// Makes an end. It is disabled and points nowhere. Its name decides, with the run's seed, what will
    /// happen to its messages.
    ///
    /// # Panics
    /// If the name is taken.
    pub fn make_end(&self, name: impl Into<Name>) -> ClientEnd {
        let name = name.into();
        let mut links = self.inner.links.borrow_mut();
        let taken = self.inner.ends.borrow_mut().insert(name.clone(), links.len());
        assert!(taken.is_none(), "there is already an end called {name}");
        let stream = self.inner.world.stream("link", &[name.digest()]);
        let gusts = Gusts::new(name.digest());
        let told = self.inner.told.borrow().as_ref().map(|mishaps| mishaps.of(&name.to_string()));
        links.push(Link { enabled: false, target: None, stream, gusts, told, met: Vec::new() });
        ClientEnd::new(self.clone(), links.len() - 1, name)
    }

    /// Points an end at a server, which need not be there yet.
    ///
    /// # Panics
    /// If there is no such end.
    pub fn connect(&self, end: impl Into<Name>, server: impl Into<Name>) {
        let target = self.inner.registration(server.into());
        self.inner.with_link(&end.into(), |link| link.target = Some(target));
    }

    /// Enables or disables an end. It carries nothing while it is disabled.
    ///
    /// # Panics
    /// If there is no such end.
    pub fn enable(&self, end: impl Into<Name>, enabled: bool) {
        self.inner.with_link(&end.into(), |link| link.enabled = enabled);
    }

    /// Registers a server, in the place of the one that had the name.
    pub fn add_server(&self, name: impl Into<Name>, server: Server) {
        self.inner.set_server(name.into(), Some(server.into_core()));
    }

    /// Removes the server of this name, if there is one.
    pub fn delete_server(&self, name: impl Into<Name>) {
        self.inner.set_server(name.into(), None);
    }

    /// How many requests reached the server object that has this name now; 0 if there is none.
    pub fn rpc_count(&self, name: impl Into<Name>) -> u64 {
        let name = name.into();
        let servers = self.inner.servers.borrow();
        let registration = servers.iter().find(|registration| registration.name == name);
        registration
            .and_then(|registration| registration.server.as_ref())
            .map_or(0, |server| server.count.get())
    }

    /// How many calls were made in all, including those that nobody answered.
    pub fn total_count(&self) -> u64 {
        self.inner.rpcs.get()
    }

    /// How many bytes of arguments were sent, and of replies delivered.
    pub fn total_bytes(&self) -> u64 {
        self.inner.bytes.get()
    }

    /// Sends a request; the future is done when the outcome is known. `read` is only asked for a kept trace.
    pub(crate) fn call(&self, request: Request, read: fn(&Bytes) -> Content) -> Call {
        let Request { wait, place, .. } = request;
        if self.inner.closed.get() || !self.inner.world.is_current() {
            return Call::closed(wait, place);
        }
        let content = self.inner.world.recording().then(|| read(&request.args));
        Call::under_way(&self.inner, self.inner.take_in(request, content), wait, place)
    }
}

impl Inner {
    fn set_knobs(&self, change: impl FnOnce(&mut Knobs)) {
        let mut knobs = self.knobs.get();
        change(&mut knobs);
        self.knobs.set(knobs);
    }

    fn with_link(&self, end: &Name, change: impl FnOnce(&mut Link)) {
        let position = self.ends.borrow().get(end).copied();
        let position = position.unwrap_or_else(|| panic!("there is no end called {end}"));
        change(&mut self.links.borrow_mut()[position]);
    }

    /// The position of a server's name, which is entered if it is new.
    fn registration(&self, name: Name) -> usize {
        let mut servers = self.servers.borrow_mut();
        servers.iter().position(|registration| registration.name == name).unwrap_or_else(|| {
            servers.push(Registration { name, server: None });
            servers.len() - 1
        })
    }

    fn set_server(&self, name: Name, server: Option<Rc<Core>>) {
        let position = self.registration(name);
        let old = std::mem::replace(&mut self.servers.borrow_mut()[position].server, server);
        if let Some(old) = old {
            self.world.drop_as(old.life, old);
        }
    }

    fn server_name(&self, target: Option<usize>) -> Option<Name> {
        target.map(|position| self.servers.borrow()[position].name.clone())
    }
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network")
            .field("rpcs", &self.total_count())
            .field("bytes", &self.total_bytes())
            .finish_non_exhaustive()
    }
}
