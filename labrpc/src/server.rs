//! Servers: tables of methods, which answer on behalf of a node.

use std::cell::Cell;
use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::rc::Rc;

use bytes::Bytes;
use sim::{Life, World};

use crate::Rpc;
use crate::content::Content;
use crate::network::Answer;

/// A server object: a table of methods and a count of the requests that reached it.
///
/// It belongs to the life of the node that was current when it was made: its handlers run on that node, and
/// not after its crash. A restarted node registers a new server, whose count starts at 0.
///
/// The receiver of a handler is the object whose method it is, as in
/// `server.on(&peer, Peer::append_entries)`.
#[derive(Debug)]
pub struct Server {
    core: Core,
}

/// A server as the network holds it.
pub(crate) struct Core {
    pub(crate) life: Life,
    pub(crate) count: Cell<u64>,
    methods: Vec<Method>,
}

/// One method.
struct Method {
    name: &'static str,
    /// Where its handler was registered.
    site: &'static Location<'static>,
    /// Whether it answers before it returns.
    at_once: bool,
    handler: Handler,
}

/// Answers encoded arguments now, or later through the `Answer`.
type Handler = Box<dyn Fn(&Bytes, Answer) -> Result<Option<Reply>, labgob::DecodeError>>;

/// An encoded reply.
pub(crate) struct Reply {
    pub(crate) bytes: Bytes,
    /// For readers, where the trace is kept.
    pub(crate) content: Option<Content>,
}

/// A request that no correct program sends. It ends the run.
#[derive(Debug, thiserror::Error)]
pub enum BadRequest {
    /// The server has no such method.
    #[error("a call to {method:?}, which this server does not have; it has {}", listed(choices))]
    UnknownMethod {
        /// The method called.
        method: &'static str,
        /// The methods there are.
        choices: Vec<&'static str>,
    },
    /// The arguments are not of the handler's type: caller and handler disagree about the method.
    #[error("the arguments of {method:?} do not decode into the type its handler takes: {error}")]
    BadArguments {
        /// The method called.
        method: &'static str,
        /// What the decoder says.
        error: labgob::DecodeError,
    },
    /// The reply is not of the type that the caller expects.
    #[error("the reply of {method:?} does not decode into the type its caller expects: {error}")]
    BadReply {
        /// The method called.
        method: &'static str,
        /// What the decoder says.
        error: labgob::DecodeError,
    },
}

fn listed(choices: &[&str]) -> String {
    if choices.is_empty() { "no methods at all".to_owned() } else { choices.join(", ") }
}

impl Server {
    /// A server without methods, on the node that is running now.
    ///
    /// # Panics
    /// Outside a simulation.
    #[expect(clippy::new_without_default, reason = "it depends on who is running")]
    pub fn new() -> Self {
        let life = World::current().current_life();
        Self { core: Core { life, count: Cell::new(0), methods: Vec::new() } }
    }

    /// Registers a handler that answers at once.
    ///
    /// # Panics
    /// If the method is already registered.
    #[track_caller]
    pub fn on<T: 'static, A: Rpc>(
        &mut self,
        receiver: &Rc<T>,
        handler: impl Fn(&Rc<T>, A) -> A::Reply + 'static,
    ) {
        let receiver = receiver.clone();
        self.add(A::METHOD, Location::caller(), true, move |bytes, _| {
            let args = labgob::decode_shared(bytes)?;
            Ok(Some(Reply::of::<A>(&handler(&receiver, args))))
        });
    }

    /// Registers a handler that may wait before it answers. It runs as a task of the server's node.
    ///
    /// # Panics
    /// If the method is already registered.
    #[track_caller]
    pub fn on_async<T: 'static, A: Rpc, F>(
        &mut self,
        receiver: &Rc<T>,
        handler: impl Fn(Rc<T>, A) -> F + 'static,
    ) where
        F: Future<Output = A::Reply> + 'static,
    {
        let receiver = receiver.clone();
        let site = Location::caller();
        self.add(A::METHOD, site, false, move |bytes, answer| {
            let args = labgob::decode_shared(bytes)?;
            let handling = handler(receiver.clone(), args);
            let task = async move { answer.give(Reply::of::<A>(&handling.await)) };
            World::current().spawn_from(task, site);
            Ok(None)
        });
    }

    fn add(
        &mut self,
        name: &'static str,
        site: &'static Location<'static>,
        at_once: bool,
        handler: impl Fn(&Bytes, Answer) -> Result<Option<Reply>, labgob::DecodeError> + 'static,
    ) {
        assert!(self.core.find(name).is_none(), "the method {name:?} is registered twice");
        self.core.methods.push(Method { name, site, at_once, handler: Box::new(handler) });
    }

    pub(crate) fn into_core(self) -> Rc<Core> {
        Rc::new(self.core)
    }
}

impl Core {
    fn find(&self, name: &str) -> Option<&Method> {
        self.methods.iter().find(|method| method.name == name)
    }

    /// Where the handler of a method was registered.
    pub(crate) fn site(&self, method: &str) -> Option<&'static Location<'static>> {
        self.find(method).map(|method| method.site)
    }

    /// Whether the handler of `method` answers before it returns. One that is not there never answers.
    pub(crate) fn answers_at_once(&self, method: &str) -> bool {
        self.find(method).is_some_and(|method| method.at_once)
    }

    /// Runs the handler of `method`. `None`: it will answer later.
    pub(crate) fn dispatch(
        &self,
        method: &'static str,
        args: &Bytes,
        answer: Answer,
    ) -> Result<Option<Reply>, BadRequest> {
        self.count.set(self.count.get() + 1);
        let Some(Method { handler, .. }) = self.find(method) else {
            let choices = self.methods.iter().map(|method| method.name).collect();
            return Err(BadRequest::UnknownMethod { method, choices });
        };
        handler(args, answer).map_err(|error| BadRequest::BadArguments { method, error })
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").field("life", &self.life).field("count", &self.count).finish_non_exhaustive()
    }
}

impl Reply {
    fn of<A: Rpc>(reply: &A::Reply) -> Self {
        let bytes = labgob::encode(reply)
            .unwrap_or_else(|error| panic!("the reply of {:?} cannot be encoded: {error}", A::METHOD));
        let content = World::current().recording().then(|| Content::of::<A::Reply>(&bytes));
        Self { bytes, content }
    }
}
