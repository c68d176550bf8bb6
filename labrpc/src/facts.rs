//! What the network lets the trace know.

use std::fmt;

use sim::{Digest, Fact, NodeId};

use crate::Name;
use crate::content::Content;

/// A request went out: on the caller's node.
#[derive(Debug, Clone)]
pub struct RequestSent {
    /// The number of the call in this run, from 1 on; request, reply and loss carry the same.
    pub call: u64,
    /// The server that the end points at, if any.
    pub to: Option<Name>,
    /// The method called.
    pub method: &'static str,
    /// The encoded arguments' size in bytes.
    pub size: usize,
    /// The encoded arguments' digest.
    pub digest: u64,
    /// The arguments, where the trace is kept.
    pub content: Option<Content>,
}

/// A storm makes a second delivery of a request: on the caller's node, when it goes out. Both deliveries
/// carry the number of the call.
#[derive(Debug, Clone)]
pub struct RequestDuplicated {
    /// The number of the call.
    pub call: u64,
    /// The method called.
    pub method: &'static str,
}

/// A request reached its server, and the handler runs: on the server's node.
#[derive(Debug, Clone)]
pub struct RequestDelivered {
    /// The number of the call.
    pub call: u64,
    /// The caller's node.
    pub from: Option<NodeId>,
    /// The method called.
    pub method: &'static str,
    /// Whether its handler answers before it returns. Not part of the run's digest.
    pub at_once: bool,
    /// Whether it is the second delivery of a request. Not part of the run's digest.
    pub is_copy: bool,
}

/// A handler has answered: on the server's node. The reply may still be lost.
#[derive(Debug, Clone)]
pub struct ReplySent {
    /// The number of the call.
    pub call: u64,
    /// The caller's node.
    pub to: Option<NodeId>,
    /// The method called.
    pub method: &'static str,
    /// The encoded reply's size in bytes.
    pub size: usize,
    /// The encoded reply's digest.
    pub digest: u64,
    /// The reply, where the trace is kept.
    pub content: Option<Content>,
    /// Whether it answers the second delivery of a request, and nobody gets it. Not part of the run's digest.
    pub is_copy: bool,
}

/// A reply reached its caller: on the caller's node.
#[derive(Debug, Clone)]
pub struct ReplyDelivered {
    /// The number of the call.
    pub call: u64,
    /// The server that answered.
    pub from: Option<Name>,
    /// The method called.
    pub method: &'static str,
    /// Whether the caller still waited for it. Not part of the run's digest.
    pub awaited: bool,
}

/// A call failed: on the caller's node, when the caller learns of it.
#[derive(Debug, Clone)]
pub struct CallFailed {
    /// The number of the call.
    pub call: u64,
    /// The server that the end pointed at, if any.
    pub to: Option<Name>,
    /// The method called.
    pub method: &'static str,
    /// Why.
    pub reason: Reason,
}

/// Why a call failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// When the request went out, the end was disabled or pointed nowhere, or there was no such server.
    NobodyThere,
    /// The network lost the request.
    RequestLost,
    /// The network lost the reply; the handler has run.
    ReplyLost,
    /// When the answer was due, the link had been cut or the server replaced; the handler may have run.
    CutOff,
}

impl Reason {
    const fn text(self) -> &'static str {
        match self {
            Self::NobodyThere => "nobody there",
            Self::RequestLost => "request lost",
            Self::ReplyLost => "reply lost",
            Self::CutOff => "cut off",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

fn server(name: Option<&Name>) -> String {
    name.map_or_else(|| "nowhere".to_owned(), ToString::to_string)
}

fn caller(node: Option<NodeId>) -> String {
    node.map_or_else(|| "the script".to_owned(), |node| node.index().to_string())
}

/// What was sent: in words if the trace has it, else the bare method and size.
fn words(content: Option<&Content>, method: &str, size: usize) -> String {
    content.and_then(Content::words).unwrap_or_else(|| format!("{method}, {size} bytes"))
}

impl fmt::Display for RequestSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content = words(self.content.as_ref(), self.method, self.size);
        write!(f, "#{} to {}: {content}", self.call, server(self.to.as_ref()))
    }
}

impl fmt::Display for RequestDuplicated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}: {} will be delivered twice", self.call, self.method)
    }
}

impl fmt::Display for RequestDelivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} from {}: {} arrives", self.call, caller(self.from), self.method)
    }
}

impl fmt::Display for ReplySent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content = words(self.content.as_ref(), self.method, self.size);
        write!(f, "#{} back to {}: {content}", self.call, caller(self.to))
    }
}

impl fmt::Display for ReplyDelivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} back from {}: {} answered", self.call, server(self.from.as_ref()), self.method)
    }
}

impl fmt::Display for CallFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{} to {}: {} failed, {}", self.call, server(self.to.as_ref()), self.method, self.reason)
    }
}

impl Fact for RequestSent {
    fn kind(&self) -> &'static str {
        "send"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.call);
        digest.word(self.digest);
    }
}

impl Fact for RequestDuplicated {
    fn kind(&self) -> &'static str {
        "duplicate"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.call);
    }
}

impl Fact for RequestDelivered {
    fn kind(&self) -> &'static str {
        "deliver"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.call);
    }
}

impl Fact for ReplySent {
    fn kind(&self) -> &'static str {
        "reply"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.call);
        digest.word(self.digest);
    }
}

impl Fact for ReplyDelivered {
    fn kind(&self) -> &'static str {
        "answer"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.call);
    }
}

impl Fact for CallFailed {
    fn kind(&self) -> &'static str {
        "drop"
    }

    fn fold(&self, digest: &mut Digest) {
        digest.word(self.call);
        digest.bytes(self.reason.text().as_bytes());
    }
}
