//! Ends: what a caller holds of a link.

use std::fmt;
use std::future::Future;
use std::panic::Location;

use sim::Wait;

use crate::content::Content;
use crate::network::{Network, Request};
use crate::server::BadRequest;
use crate::{Name, Rpc};

/// One end of a directed link: made for one caller, pointed at one server. Clones are the same end.
#[derive(Clone)]
pub struct ClientEnd {
    network: Network,
    link: usize,
    name: Name,
}

impl ClientEnd {
    pub(crate) const fn new(network: Network, link: usize, name: Name) -> Self {
        Self { network, link, name }
    }

    /// The end's name.
    pub fn name(&self) -> Name {
        self.name.clone()
    }

    /// Calls a method of the server that this end points at.
    ///
    /// `None` says that there is no answer: the request or the reply was lost, or the server is dead or cut
    /// off. It says nothing about whether the handler ran. Loss is reported at once; only somebody
    /// unreachable makes the caller wait, up to 7 s. Every call returns, unless its handler never does while
    /// its server stays reachable.
    ///
    /// Nothing is sent until the future is first polled. Dropping it then does not call the request back.
    /// Calls on one end may be outstanding side by side, and overtake each other.
    ///
    /// # Panics
    /// Outside a simulation, and if the arguments cannot be encoded.
    #[track_caller]
    pub fn call<A: Rpc>(&self, args: &A) -> impl Future<Output = Option<A::Reply>> {
        let place = Location::caller();
        async move {
            let message = labgob::encode(args).unwrap_or_else(|error| {
                panic!("the arguments of {:?} cannot be encoded: {error}", A::METHOD)
            });
            let wait = const { &Wait { what: "a reply to", subject: A::METHOD } };
            let request = Request { link: self.link, method: A::METHOD, args: message, wait, place };
            let reply = self.network.call(request, Content::of::<A>).await?;
            match labgob::decode_shared(&reply) {
                Ok(reply) => Some(reply),
                Err(error) => {
                    // No answer that could be given here would be true; the run ends after this step.
                    sim::World::current().abort(BadRequest::BadReply { method: A::METHOD, error });
                    std::future::pending().await
                }
            }
        }
    }
}

impl fmt::Debug for ClientEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientEnd({})", self.name)
    }
}
