//! Rules of snapshots: logs that do not begin at 1.

use super::{Card, Group};

/// The group of these rules.
pub(super) const GROUP: Group =
    Group { title: "Snapshots", about: "Logs that do not begin at 1.", cards: CARDS };

const CARDS: &[Card] = &[
    Card {
        rule: "snapshot-boundary",
        title: "A snapshot keeps the index and term of its last entry",
        source: "§7; Figure 13",
        protects: "The entry before the first one that is left is still needed: AppendEntries compares its \
                   term, and an empty log votes by it. A wrong one makes followers reject for ever, or \
                   accept what does not match. And only what is applied can be in a snapshot.",
        mistakes: &[
            "The term is forgotten or read after the entry is gone: look it up before cutting the log.",
            "The term that is kept is current_term, or that of the first entry that is left.",
            "snapshot() moves the boundary back when it is called with an older index than before, or beyond \
             what was applied.",
        ],
    },
    Card {
        rule: "snapshot-index",
        title: "A snapshot is handed up under the index it was taken at",
        source: "§7; lab 2D, ApplyMsg",
        protects: "The service goes on from that index. One that is too low makes it run commands twice, one \
                   that is too high makes it miss some.",
        mistakes: &[
            "The index is that of the log's end, of commit_index, or of a newer snapshot that came in \
             between.",
            "Index and bytes are read at different times.",
        ],
    },
    Card {
        rule: "snapshot-content",
        title: "A snapshot's bytes are those that the service made",
        source: "§7; lab 2D, Persister",
        protects: "Raft stores and carries snapshots, and never looks into them. Other bytes under that name \
                   leave the service without the state that the log no longer holds.",
        mistakes: &[
            "State and snapshot change places, in save() or when they are read back.",
            "A save of the state alone writes an empty snapshot.",
            "The snapshot is encoded once more on its way and not decoded.",
        ],
    },
    Card {
        rule: "log-size",
        title: "Snapshots shorten the log",
        source: "§7; lab 2D",
        protects: "Without them a log grows until no disk holds it. The lab looks at the size of the saved \
                   state after each snapshot.",
        mistakes: &[
            "snapshot() keeps the entries up to its index, or drops them in memory only and saves the old \
             log.",
            "A part of the peer's state that grows with every command is saved along.",
            "Snapshots from the leader do not shorten the follower's log.",
        ],
    },
];
