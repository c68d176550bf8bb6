//! Rules of replication: how logs become alike.

use super::{Card, Group};

/// The group of these rules.
pub(super) const GROUP: Group = Group { title: "Replication", about: "How logs become alike.", cards: CARDS };

const CARDS: &[Card] = &[
    Card {
        rule: "leader-append-only",
        title: "A leader only appends to its log",
        source: "§5.3; Figure 3, Leader Append-Only",
        protects: "All other logs are made to match the leader's. It has sent its entries out under their \
                   index and its term; if it drops or changes one, that pair stands for two entries.",
        mistakes: &[
            "A leader handles AppendEntries as a follower would: an older term must be refused first, and \
             its own term has no other leader.",
            "A task that began before the election cuts or replaces the log after it.",
            "start() works out the index, gives up the lock and writes there later, over an entry that came \
             in between.",
        ],
    },
    Card {
        rule: "log-matching",
        title: "Same index and term: the same entry, and the same before it",
        source: "§5.3; Figure 3, Log Matching",
        protects: "If two logs have the same term at an index, they are equal up to there. So AppendEntries \
                   can compare a single position instead of all of the log, and everything else in Raft \
                   relies on its answer.",
        mistakes: &[
            "Entries are taken without the check of prev_log_index and prev_log_term (AppendEntries 2), or \
             with one that passes where the entry is missing.",
            "Entries go to a wrong place, most often after a snapshot, when an index is no longer a position \
             in the vector.",
            "At a conflict one entry is replaced, and those behind it stay.",
        ],
    },
    Card {
        rule: "only-conflicts-removed",
        title: "A follower removes entries only at a conflict",
        source: "Figure 2, AppendEntries 3 and 4; §5.3",
        protects: "Requests come late, twice and out of order. One that ends before the log does says \
                   nothing of what lies behind, and that may be acknowledged and counted by the leader \
                   already.",
        mistakes: &[
            "The log is cut after prev_log_index and the entries are appended, whether or not they were \
             there.",
            "A heartbeat, which has no entries, cuts the log at prev_log_index.",
            "Terms are compared at indices that are off by one, so that equal entries look like a conflict.",
        ],
    },
    Card {
        rule: "agreement-in-time",
        title: "A connected majority soon agrees on a command",
        source: "§5.3; Figure 2, Leaders; lab 2B",
        protects: "Whoever submits a command waits until it is applied. A leader that reaches a majority \
                   gets an entry there in a round trip, and brings followers up to date that were away, at \
                   the cost of a few more.",
        mistakes: &[
            "next_index steps back by one entry for each rejection. Skip a whole term at a time, with what \
             the follower tells of its log (end of §5.3).",
            "A request that failed is not repeated, or one follower has to wait for the replies of another.",
            "A late reply lowers match_index, or next_index is taken for knowledge of what a follower has.",
            "New entries wait for the next heartbeat, or heartbeats do not carry them.",
        ],
    },
    Card {
        rule: "applied-by-enough",
        title: "What is committed is applied by all that are connected",
        source: "§5.3; Figure 2, All Servers; lab 2B",
        protects: "The leader tells how far it has committed in every AppendEntries, and each peer applies \
                   up to there by itself. A peer that does not serves clients an old state, though its log \
                   is complete.",
        mistakes: &[
            "Followers learn of leader_commit from entries alone: heartbeats must carry it as well.",
            "commit_index moves, and nothing wakes the task that applies.",
            "A follower needs entries that the leader has thrown away, and nobody sends it the snapshot.",
        ],
    },
    Card {
        rule: "equal-logs",
        title: "Undisturbed peers end with equal logs",
        source: "§5.3; Figure 2, Leaders",
        protects: "The leader compares and repairs each follower's log until it equals its own, even if no \
                   new command ever comes. A difference that stays will surface in the next election.",
        mistakes: &[
            "A follower is only repaired when there is something new to send it: a rejected heartbeat must \
             start the repair too.",
            "next_index does not move for one follower: rejected again and again at the same place, or held \
             back by a call that never ended.",
            "A follower keeps entries behind a conflict, or behind a snapshot that does not match its log.",
        ],
    },
];
