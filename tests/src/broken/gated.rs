//! A peer that waits for the test in front of the screen, so that a hunt can be met in the middle of its
//! work.

use std::env;
use std::fs::File;

use raftapi::prelude::*;
use tester::host::Factory;

/// Names the file that is the gate. It is shut while somebody holds a lock on it.
const GATE: &str = "TRIAL_GATE";

/// In clusters of this size the peers wait. Only one test has such a cluster: the runs of the others come
/// through.
const PEERS: usize = 7;

/// Peers with the flaw of this name; `None` if there is no such flaw.
pub(super) fn factory(name: &str) -> Option<Factory> {
    if name != "waits-at-the-gate" {
        return None;
    }
    let gate = env::var_os(GATE).expect("TRIAL_GATE names the gate");
    Some(Factory::new(move |cx: PeerContext| {
        if cx.peers.len() == PEERS {
            let gate = File::open(&gate).expect("the gate is there");
            gate.lock_shared().expect("the gate opens one day");
        }
        raft::Peer::make(cx)
    }))
}
