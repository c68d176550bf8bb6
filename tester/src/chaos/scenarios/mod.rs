//! The tests of the chaos suite, one file each.
//!
//! | test | what it is about |
//! |---|---|
//! | `swarm_X` | everything at once: each seed draws its own world |
//! | `bridge_X` | two halves that share one peer |
//! | `majority_ring_X` | everybody sees a majority, and no two the same one |
//! | `flapping_X` | links that come and go faster than elections |
//! | `blackout_X` | everybody down at once, again and again, with snapshots |
//! | `crash_at_save_X` | crashes in the middle of saves, wherever they fall |
//! | `old_term_commit_X` | the paper's Figure 8 |
//! | `deposed_tail_X` | a deposed leader with a long tail, on a slow network |
//! | `stale_but_long_X` | a log that is long but out of date must not win |
//! | `diverged_snapshot_X` | a snapshot for a follower whose log went another way |
//! | `slow_heir_X` | one peer can win, and all others are quicker |
//! | `one_way_leader_X` | a leader that hears of newer terms in replies only |
//! | `late_votes_X` | votes that arrive in a later candidacy |
//! | `late_acks_X` | acknowledgements that arrive when the log has grown |
//! | `reelected_X` | acknowledgements that arrive in a later leadership |
//! | `second_vote_X` | voters asked twice in one term, across crashes and heartbeats |
//! | `acked_then_crashed_X` | whoever acknowledged an entry forgets everything but its disk |
//! | `even_split_X` | two halves of an even cluster |
//! | `stale_appends_X` | old copies of appends, after the entries that followed |
//! | `paused_leader_X` | a leader stops in the middle of a sentence |
//! | `settle_X` | acknowledgements out of order, and then silence |

mod acked_then_crashed;
mod blackout;
mod bridge;
mod crash_at_save;
mod deposed_tail;
mod diverged_snapshot;
mod even_split;
mod flapping;
mod late_acks;
mod late_votes;
mod majority_ring;
mod old_term_commit;
mod one_way_leader;
mod paused_leader;
mod reelected;
mod second_vote;
mod settle;
mod slow_heir;
mod stale_appends;
mod stale_but_long;
mod swarm;

pub(crate) use acked_then_crashed::ACKED_THEN_CRASHED;
pub(crate) use blackout::BLACKOUT;
pub(crate) use bridge::BRIDGE;
pub(crate) use crash_at_save::CRASH_AT_SAVE;
pub(crate) use deposed_tail::DEPOSED_TAIL;
pub(crate) use diverged_snapshot::DIVERGED_SNAPSHOT;
pub(crate) use even_split::EVEN_SPLIT;
pub(crate) use flapping::FLAPPING;
pub(crate) use late_acks::LATE_ACKS;
pub(crate) use late_votes::LATE_VOTES;
pub(crate) use majority_ring::MAJORITY_RING;
pub(crate) use old_term_commit::OLD_TERM_COMMIT;
pub(crate) use one_way_leader::ONE_WAY_LEADER;
pub(crate) use paused_leader::PAUSED_LEADER;
pub(crate) use reelected::REELECTED;
pub(crate) use second_vote::SECOND_VOTE;
pub(crate) use settle::SETTLE;
pub(crate) use slow_heir::SLOW_HEIR;
pub(crate) use stale_appends::STALE_APPENDS;
pub(crate) use stale_but_long::STALE_BUT_LONG;
pub(crate) use swarm::SWARM;

use super::plan::{Fault, Plan, Timed, Workload};
use crate::cluster::Service;

/// The world of a script: nothing goes wrong in it but what the script does.
fn calm(peers: usize, service: Service) -> Plan {
    let workload = Workload::default();
    Plan { peers, clocks: Vec::new(), service, length_ms: 0, workload, faults: Vec::new() }
}

/// A fault from one moment to another.
const fn during(from_ms: u64, to_ms: u64, fault: Fault) -> Timed {
    Timed { at_ms: from_ms, for_ms: to_ms.saturating_sub(from_ms), fault }
}
