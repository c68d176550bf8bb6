//! The reference Raft: the protocol of Ongaro and Ousterhout, *In Search of an Understandable Consensus
//! Algorithm (Extended Version)*, with the lab's fast back-up and with snapshots, written to be read. Figure
//! and section numbers (§) are the paper's.
//!
//! # Reading order
//!
//! One file for each thing that happens in the protocol:
//!
//! | file | what happens there | paper |
//! |---|---|---|
//! | `peer` | a peer is made; the calls of the service above; the whole state | Figure 2, State |
//! | `messages` | what peers say to each other | Figures 2 and 13 |
//! | `timing` | every duration, and why it is that long | §5.6, §9.3 |
//! | `roles` | follower, candidate, leader, and the steps between them | §5.1, Figure 4 |
//! | `election` | silence is noticed, votes are asked for and counted | §5.2 |
//! | `request_vote` | a vote is given or refused | §5.2, §5.4.1 |
//! | `log` | indices, terms, comparing logs | §5.3, §5.4.1 |
//! | `replication` | the leader sends its log and hears back | §5.3 |
//! | `progress` | what the leader knows about one follower | §5.3 |
//! | `append_entries` | a follower checks and takes entries | §5.3 |
//! | `backtrack` | two logs that differ find where they agree | §5.3, last part |
//! | `commit` | an entry becomes final | §5.3, §5.4.2, Figure 8 |
//! | `apply` | final entries go up to the service | §5.3 |
//! | `persistence` | what must survive a crash is saved | §5.1, §5.2 |
//! | `snapshot` | the service replaces the beginning of the log | §7 |
//! | `install_snapshot` | a follower too far behind gets the snapshot | §7, Figure 13 |
//!
//! # How it is built
//!
//! A peer is one [`Peer`] behind one lock. Whatever happens (a message, an answer, a timer, a call from
//! above) takes the lock, changes the state in one go, saves it if something persistent changed, and lets go.
//! The lock is never held across an `.await`: tasks wait without it, for silence to last, for the next
//! heartbeat, for a batch to fill, for an answer, or for the service to take what is handed up.

mod append_entries;
mod apply;
mod backtrack;
mod commit;
mod election;
mod install_snapshot;
mod log;
mod messages;
mod peer;
mod persistence;
mod progress;
mod replication;
mod request_vote;
mod roles;
mod snapshot;
mod timing;

pub use crate::peer::Peer;
