//! Handlers that keep their callers waiting for ever.

use std::rc::Rc;
use std::time::Duration;

use sim::Instant;

/// A handler has not answered for as long as
/// [`Network::set_handler_limit`](crate::Network::set_handler_limit) allows, though its answer could have
/// been delivered all along. It ends the run.
///
/// The [`sim::Place`] that is told with it is the server's node and where the handler was registered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the handler of {method:?}, called by {caller}, has not answered since {since} s")]
pub struct SilentHandler {
    /// The method called.
    pub method: &'static str,
    /// Who called: the label of a node, or `test script`.
    pub caller: Rc<str>,
    /// When the request was handed to the handler.
    pub since: Instant,
}

/// When a handler counts as silent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Patience {
    limit: Option<Duration>,
}

impl Patience {
    pub(crate) const fn of(limit: Duration) -> Self {
        Self { limit: Some(limit) }
    }

    /// Whether it is over for a handler that was called at `since`.
    pub(crate) fn is_over(self, since: Instant, now: Instant) -> bool {
        self.limit.is_some_and(|limit| now - since >= limit)
    }
}
