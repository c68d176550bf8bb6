//! The numbers that the lab fixes, each with its name and its place in the lab. Nothing else in this crate
//! spells one of them out, except the sleeps and counts that belong to a single test's script and stand
//! there.

use std::time::Duration;

/// The tester's election allowance: how long an undisturbed cluster may take to settle on a leader.
/// Deliberately much longer than the paper's timeouts.
pub const ELECTION_TIMEOUT: Duration = Duration::from_secs(1);

/// How many times `check_one_leader` looks before it gives up.
pub const LEADER_LOOKS: u32 = 10;

/// The shortest sleep before each look for a leader.
pub const LEADER_LOOK_PAUSE: Duration = Duration::from_millis(450);

/// What is added at random, in whole milliseconds below this bound, to [`LEADER_LOOK_PAUSE`].
pub const LEADER_LOOK_JITTER_MS: u64 = 100;

/// How long `one` keeps looking for a leader that gets its command committed. Tested only between
/// attempts.
pub const AGREEMENT_TIME: Duration = Duration::from_secs(10);

/// How long `one` waits for one accepted submission to be applied by enough peers.
pub const COMMIT_TIME: Duration = Duration::from_secs(2);

/// How often `one` looks whether its submission was applied.
pub const COMMIT_POLL: Duration = Duration::from_millis(20);

/// How long `one` pauses when no connected peer took the command.
pub const LEADER_POLL: Duration = Duration::from_millis(50);

/// How many rounds `wait` sleeps before it gives up: with the doubling below, about 30.7 s in all.
pub const WAIT_ROUNDS: u32 = 30;

/// The first sleep of `wait`; each following one is twice as long, while below [`WAIT_DOUBLING_BELOW`].
pub const WAIT_FIRST_SLEEP: Duration = Duration::from_millis(10);

/// A sleep of `wait` is doubled only while it is shorter than this, so 1280 ms is the longest.
pub const WAIT_DOUBLING_BELOW: Duration = Duration::from_secs(1);

/// The service takes a snapshot at every index whose successor is a multiple of this: 9, 19, 29 and so on.
pub const SNAPSHOT_INTERVAL: u64 = 10;

/// The persisted Raft state of every peer, in bytes, must stay below this while snapshots are taken.
pub const MAX_LOG_SIZE: usize = 2000;

/// A handler that has not answered for so long in virtual time, though it could, never will. No number of the
/// lab's: a sound handler answers at once.
pub const HANDLER_TIME: Duration = Duration::from_secs(10);

/// A test that takes longer than this in virtual time has failed (the 120 s rule).
pub const TEST_TIME: Duration = Duration::from_mins(2);

/// A test that takes more steps than this has failed: a hundred times what the liveliest sound run takes. No
/// number of the lab's.
pub const TEST_STEPS: u64 = 20_000_000;
