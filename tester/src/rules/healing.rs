//! Rules for the time after a storm: what a cluster must do once nothing disturbs it.

use super::{Card, Group};

/// The group of these rules.
pub(super) const GROUP: Group = Group {
    title: "After the storm",
    about: "What a cluster must do once nothing disturbs it.",
    cards: CARDS,
};

const CARDS: &[Card] = &[
    Card {
        rule: "leader-after-heal",
        title: "A healed cluster has one leader soon",
        source: "§5.2, §5.6",
        protects: "Safety must survive any storm; in calm weather the cluster must also get on. Ten seconds \
                   without faults are enough for dozens of elections.",
        mistakes: &[
            "Peers stand at the same moments again and again: see leader-in-time.",
            "A task died or waits for ever since the storm: a call whose reply it still expects, a flag that \
             says that an election is under way.",
            "The peer with the best log times out last, and every candidate that cannot win restarts its \
             timer.",
        ],
    },
    Card {
        rule: "accepted-commits",
        title: "What a leader accepted in its term commits in the end",
        source: "§5.3; Figure 2, Leaders",
        protects: "A leader that stays leader goes on to send what it has taken until a majority holds it, \
                   with no new command to remind it.",
        mistakes: &[
            "A late reply lowered match_index, and nothing raises it again while there is nothing new to \
             send.",
            "Entries are sent when they are taken, and not repeated after a loss: every heartbeat must bring \
             what is missing.",
            "One variable serves as next_index and as match_index.",
        ],
    },
    Card {
        rule: "agreement-after-heal",
        title: "A healed cluster agrees on a new command",
        source: "§5.3; Figure 2, Leaders; lab 2B",
        protects: "Whatever the storm left in the logs, the leader can bring every follower to its own log, \
                   by stepping back to where they agree or by a snapshot, and go on from there.",
        mistakes: &[
            "next_index never comes back to where a follower's log agrees, or below where the leader's log \
             begins nobody sends a snapshot.",
            "The task that applies waits for ever: for a lock that is held across its send, or for a signal \
             that was missed.",
            "A follower rejects every request since the term at its snapshot's end is lost.",
        ],
    },
];
