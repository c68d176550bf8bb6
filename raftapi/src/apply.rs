//! The way from a peer up to its service: the lab's `applyCh`.

use std::fmt;
use std::future::{self, Future};
use std::panic::Location;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use bytes::Bytes;
use sim::channel::{self, Receiver, Sender};
use sim::{Wait, World};

/// One message from a peer to its service.
///
/// Messages come in index order without gaps: after the command at `i` comes the command at `i + 1`, or a
/// snapshot with an index above `i`; after a snapshot at `i`, the command at `i + 1`. A peer restarted with a
/// snapshot in its persister goes on behind that snapshot, which the service has loaded by itself; one
/// restarted without begins again at 1.
#[derive(Clone, PartialEq, Eq)]
pub enum ApplyMsg {
    /// A committed log entry (§5.3).
    Command {
        /// The entry's index, from 1.
        index: u64,
        /// The command that was given to [`Raft::start`](crate::Raft::start).
        command: Bytes,
    },
    /// A snapshot that a leader sent to replace what the service has (§7).
    Snapshot {
        /// The last index that the snapshot covers.
        index: u64,
        /// The term of the entry at `index`.
        term: u64,
        /// What the leader's service passed to [`Raft::snapshot`](crate::Raft::snapshot).
        snapshot: Bytes,
    },
}

impl ApplyMsg {
    /// The last index that the service has seen once it has taken this message.
    pub fn index(&self) -> u64 {
        match *self {
            ApplyMsg::Command { index, .. } | ApplyMsg::Snapshot { index, .. } => index,
        }
    }
}

impl fmt::Debug for ApplyMsg {
    /// Sizes in place of contents: commands of the lab run to thousands of bytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ApplyMsg::Command { index, command } => write!(f, "command {index} ({} bytes)", command.len()),
            ApplyMsg::Snapshot { index, term, snapshot } => {
                write!(f, "snapshot up to {index} of term {term} ({} bytes)", snapshot.len())
            }
        }
    }
}

/// Makes the channel between one peer and its service: unbuffered, like the lab's.
pub fn apply_channel() -> (ApplySender, ApplyReceiver) {
    let (sender, receiver) = channel::rendezvous();
    (ApplySender { sender: Rc::new(sender) }, ApplyReceiver { receiver })
}

/// The peer's half of the apply channel. Clones send into the same channel.
#[derive(Clone)]
pub struct ApplySender {
    sender: Rc<Sender<ApplyMsg>>,
}

static HANDING_UP: Wait =
    Wait { what: "the service to take what it is given by", subject: "ApplySender::send" };
static GONE: Wait = Wait { what: "a service that is gone, in", subject: "ApplySender::send" };

impl ApplySender {
    /// Hands `msg` up and waits until the service takes it.
    ///
    /// Nothing is buffered, so hold no lock meanwhile: before it reads on, the service may call
    /// [`Raft::snapshot`](crate::Raft::snapshot), which wants that lock.
    ///
    /// Never resolves once the service is gone. That happens only to a peer that is being thrown away, and
    /// such a peer must not believe that anything it sent was applied.
    #[track_caller]
    pub fn send(&self, msg: ApplyMsg) -> impl Future<Output = ()> {
        let place = Location::caller();
        async move {
            let mut handing_up = pin!(self.sender.send(msg));
            let taken = future::poll_fn(|cx| {
                let outcome = handing_up.as_mut().poll(cx);
                if outcome.is_pending() {
                    World::current().awaits(&HANDING_UP, place);
                }
                outcome
            });
            if taken.await.is_err() {
                future::poll_fn(|_| {
                    World::current().awaits(&GONE, place);
                    Poll::<()>::Pending
                })
                .await;
            }
        }
    }
}

impl fmt::Debug for ApplySender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApplySender")
    }
}

/// The service's half of the apply channel.
pub struct ApplyReceiver {
    receiver: Receiver<ApplyMsg>,
}

impl ApplyReceiver {
    /// Waits for the next message; `None` once every sender is gone.
    #[track_caller]
    pub fn recv(&mut self) -> impl Future<Output = Option<ApplyMsg>> {
        self.receiver.recv()
    }
}

impl fmt::Debug for ApplyReceiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApplyReceiver")
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// What a peer waits for that sends one message up, a second after its service has done as told. What
    /// the service returns is kept that long.
    fn awaited<F>(service: impl FnOnce(ApplyReceiver) -> F + 'static) -> Option<String>
    where
        F: Future<Output = Option<ApplyReceiver>> + 'static,
    {
        let report = sim::run(sim::Config::new(1), |world| async move {
            let (sender, receiver) = apply_channel();
            let msg = ApplyMsg::Command { index: 1, command: Bytes::from_static(b"x") };
            let peer = world.add_node("peer 0");
            world.spawn_on(peer, async move { sender.send(msg).await });
            let _kept = service(receiver).await;
            sim::sleep(Duration::from_secs(1)).await;
        });
        report.waiting.first()?.awaits.map(|awaited| awaited.to_string())
    }

    #[test]
    fn a_peer_that_hands_something_up_says_what_it_waits_for() {
        let busy = awaited(|receiver| async { Some(receiver) }).unwrap_or_default();
        let call = "ApplySender::send, called at raftapi/src/apply.rs:";
        assert!(busy.starts_with(&format!("the service to take what it is given by {call}")), "{busy}");
        let gone = awaited(|_| async { None }).unwrap_or_default();
        assert!(gone.starts_with(&format!("a service that is gone, in {call}")), "{gone}");
        let served = awaited(|mut receiver| async move {
            receiver.recv().await;
            Some(receiver)
        });
        assert_eq!(served, None);
    }
}
