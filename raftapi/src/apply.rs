//! The way from a peer up to its service: the lab's `applyCh`.

use std::fmt;
use std::future::{self, Future};
use std::panic::Location;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

use bytes::Bytes;
use sim::channel::{self, Receiver, Sender};
use sim::{Awaited, World};

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

/// What diagnoses call [`ApplySender::send`].
const SEND: &str = "ApplySender::send";

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
        let place = Some(Location::caller());
        async move {
            let mut handing_up = pin!(self.sender.send(msg));
            let taken = future::poll_fn(|cx| {
                let outcome = handing_up.as_mut().poll(cx);
                if outcome.is_pending() {
                    let what = "the service to take what is handed up by";
                    World::current().awaits(Awaited { what, subject: SEND, place });
                }
                outcome
            });
            if taken.await.is_err() {
                future::poll_fn(|_| {
                    let what = "a service that is gone, in";
                    World::current().awaits(Awaited { what, subject: SEND, place });
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
