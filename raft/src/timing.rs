//! Every duration of this Raft in one place. §5.6 asks for broadcast time ≪ election timeout ≪ time between
//! failures.

use std::ops::Range;

use raftapi::prelude::*;

/// How often a leader is heard of. The lab allows about ten heartbeats a second.
pub(crate) const HEARTBEAT_INTERVAL: Duration = Duration::from_millis(100);

/// How long a follower bears silence before it stands for election, drawn anew each time (§5.2).
///
/// At least three heartbeats, so that on a bad network two may get lost in a row without deposing a good
/// leader. Wide, so that two peers rarely stand at once and split the vote. And short: the lab wants a leader
/// within five seconds of the old one's failure, several failed elections included.
pub(crate) const ELECTION_TIMEOUT: Range<Duration> = Duration::from_millis(300)..Duration::from_millis(600);

/// How long a leader waits for more commands before it sends the first. What comes in within this time goes
/// out in one message to each follower: the lab counts messages. Short beside the heartbeat interval and
/// beside the patience of any client.
pub(crate) const BATCH_DELAY: Duration = Duration::from_millis(5);
