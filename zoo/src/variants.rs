//! The zoo's sound Rafts: those that the harness must not accuse.

use tester::host::Factory;

use crate::Peer;

/// A Raft without a bug.
#[derive(Debug)]
pub struct Variant {
    /// Its name on the command line.
    pub id: &'static str,
    /// What is particular about it.
    pub about: &'static str,
    /// Its peers.
    pub factory: fn() -> Factory,
}

/// All of them.
pub const ALL: [Variant; 2] = [
    Variant {
        id: "none",
        about: "has none of the bugs",
        factory: || Factory::new(|cx| Peer::with_bug(cx, None)),
    },
    Variant {
        id: "async",
        about: "answers from asynchronous handlers, which save once for several requests",
        factory: || Factory::new(Peer::in_batches),
    },
];
