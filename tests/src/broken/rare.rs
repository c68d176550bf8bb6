//! A peer that is right nearly always.

use raftapi::apply_channel;
use raftapi::prelude::*;
use tester::host::Factory;

/// One life in so many goes wrong.
const ODDS: u64 = 1000;

/// The peer that may go wrong.
const CULPRIT: usize = 1;

/// Peers with the flaw of this name; `None` if there is no such flaw.
pub(super) fn factory(name: &str) -> Option<Factory> {
    (name == "rarely-contradicts").then(|| Factory::new(make))
}

fn make(mut cx: PeerContext) -> Rc<raft::Peer> {
    let (from_raft, mut commands) = apply_channel();
    let apply = std::mem::replace(&mut cx.apply, from_raft);
    let is_wrong = cx.me == CULPRIT && sim::random_range(0..ODDS) == 0;
    sim::spawn(async move {
        while let Some(message) = commands.recv().await {
            apply.send(if is_wrong { nonsense(message.index()) } else { message }).await;
        }
    });
    raft::Peer::make(cx)
}

fn nonsense(index: u64) -> ApplyMsg {
    ApplyMsg::Command { index, command: Bytes::from_static(&[9, 9, 9]) }
}
