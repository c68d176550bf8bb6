//! Rules of cost: messages, bytes and time that a sound peer does not need.

use super::{Card, Group};

/// The group of these rules.
pub(super) const GROUP: Group =
    Group { title: "Cost", about: "Messages, bytes and time that a sound peer does not need.", cards: CARDS };

const CARDS: &[Card] = &[
    Card {
        rule: "rpc-count",
        title: "Peers send no more messages than they need",
        source: "lab 2B and 2A",
        protects: "Heartbeats ten times a second and about one message an entry and follower are enough. \
                   More than that is a loop without a pause, which a real network would feel.",
        mistakes: &[
            "Heartbeats are much closer together than 100 ms.",
            "A request that failed is repeated at once and for ever.",
            "Every new command sends all those once more that are under way already.",
            "No message is sent at all: the peers do not elect their leader by votes.",
        ],
    },
    Card {
        rule: "rpc-bytes",
        title: "Each entry goes to each peer about once",
        source: "lab 2B",
        protects: "Entries that a follower has need not be sent again. With large commands or a long log, \
                   resending is what fills the network.",
        mistakes: &[
            "AppendEntries carries the whole log instead of what is behind next_index.",
            "next_index does not move on after a success.",
            "Requests with the same entries are sent again before the reply to the first can have come.",
        ],
    },
];
