//! Nodes: simulated machines, which own tasks and random streams, and which crash.

use std::fmt;
use std::panic::Location;
use std::rc::Rc;

use crate::Instant;
use crate::clock::Rate;
use crate::pause::Pause;
use crate::streams::Stream;

/// A simulated machine. Its number is its place in the order in which nodes were added, from 0 on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    pub(crate) fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).expect("fewer than 2^32 nodes"))
    }

    /// The number of the node, from 0 on.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "node {}", self.0)
    }
}

/// One life of a node: between two crashes. The test script, which belongs to no node, has one that never
/// ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Life {
    pub(crate) node: Option<NodeId>,
    pub(crate) incarnation: u32,
}

impl Life {
    pub(crate) const SCRIPT: Self = Self { node: None, incarnation: 0 };

    /// The node; `None` for the test script.
    pub const fn node(self) -> Option<NodeId> {
        self.node
    }
}

/// What the world knows about a node.
pub(crate) struct Node {
    pub(crate) label: Rc<str>,
    pub(crate) incarnation: u32,
    /// invariant: this is the stream of the current incarnation.
    pub(crate) stream: Stream,
    pub(crate) observer: Option<Rc<dyn Fn()>>,
    /// Whether it stands still. No business of the next incarnation.
    pub(crate) pause: Option<Pause>,
    /// How fast its clock runs, in all incarnations.
    pub(crate) rate: Rate,
}

/// Where in the simulation something happened: what a diagnosis names.
#[derive(Clone, Debug)]
pub struct Place {
    /// The node; `None` for the test script.
    pub node: Option<NodeId>,
    /// The node's label, or `test script`.
    pub label: Rc<str>,
    /// Where the running task was spawned; `None` in a handler or other code that runs outside a task.
    pub spawned: Option<&'static Location<'static>>,
    /// When.
    pub at: Instant,
}

/// As in `peer 2, in the task spawned at src/election.rs:31, at 1.204031 s`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.label)?;
        if let Some(site) = self.spawned {
            write!(f, ", in the task spawned at {}:{}", site.file(), site.line())?;
        }
        write!(f, ", at {} s", self.at)
    }
}
