//! Rules of applying: what the service is given.

use super::{Card, Group};

/// The group of these rules.
pub(super) const GROUP: Group =
    Group { title: "Applying", about: "What the service is given.", cards: CARDS };

const CARDS: &[Card] = &[
    Card {
        rule: "applied-commands-agree",
        title: "All peers apply the same command at an index",
        source: "§5.4.3; Figure 3, State Machine Safety",
        protects: "State machines that run the same commands in the same order stay copies of each other, \
                   and this is what Raft is for. Something that was taken for committed was not, or was \
                   replaced afterwards; the two commands at this index have different histories, and the \
                   place where these part is worth finding.",
        mistakes: &[
            "A leader commits an entry of an earlier term by counting replicas (§5.4.2, Figure 8).",
            "A vote goes to a candidate whose log is less up to date than the voter's (§5.4.1).",
            "A follower moves commit_index to an entry that it has not compared with the leader's, by a \
             heartbeat or beyond the last new entry (AppendEntries 2 and 5).",
            "An acknowledged entry was not saved, and a crash took it.",
        ],
    },
    Card {
        rule: "apply-order",
        title: "Entries are applied one by one, in order, each once",
        source: "§5.3; Figure 2, All Servers; lab 2B",
        protects: "A service has no other order than the one in which commands arrive. A gap or a repeat \
                   makes its state differ from that of all others.",
        mistakes: &[
            "Several tasks hand entries up, one for each entry or one for commands and one for snapshots: \
             let a single task do it, from last_applied + 1 to commit_index.",
            "last_applied is not moved to a snapshot's index, or moved back by an older snapshot.",
            "Only the newest entry is handed up after several were committed at once.",
            "After a restart, entries that the snapshot holds are applied once more.",
        ],
    },
];
