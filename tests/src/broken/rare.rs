//! Peers that are right most of the time, or nearly always.

use raftapi::apply_channel;
use raftapi::prelude::*;
use tester::host::Factory;

/// The peer that may go wrong.
const CULPRIT: usize = 1;

/// Peers with the flaw of this name; `None` if there is no such flaw.
pub(super) fn factory(name: &str) -> Option<Factory> {
    // One life in so many goes wrong.
    let odds = match name {
        "often-contradicts" => 5,
        "rarely-contradicts" => 1000,
        _ => return None,
    };
    Some(Factory::new(move |cx| make(odds, cx)))
}

fn make(odds: u64, mut cx: PeerContext) -> Rc<raft::Peer> {
    let (from_raft, mut commands) = apply_channel();
    let apply = std::mem::replace(&mut cx.apply, from_raft);
    let is_wrong = cx.me == CULPRIT && sim::random_range(0..odds) == 0;
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
