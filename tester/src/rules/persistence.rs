//! Rules of persistence: what must be on disk before others hear of it.

use super::{Card, Group};

/// The group of these rules.
pub(super) const GROUP: Group =
    Group { title: "Persistence", about: "What must be on disk before others hear of it.", cards: CARDS };

const CARDS: &[Card] = &[
    Card {
        rule: "durable-term",
        title: "current_term is saved before others hear of it",
        source: "Figure 2, State; §5.1",
        protects: "A reply, a vote or a leadership in a term is a promise not to go back behind it. A peer \
                   that forgets the term in a crash obeys an old leader once more, and votes once more in a \
                   term in which it has.",
        mistakes: &[
            "One of the paths that change current_term does not save: a request, a reply, becoming a \
             candidate.",
            "Saving is left to a spawned task or to the next tick, and the reply leaves first.",
            "make() does not restore the term, or takes state that it cannot read for none.",
        ],
    },
    Card {
        rule: "durable-vote",
        title: "voted_for is saved before the vote leaves",
        source: "Figure 2, State and RequestVote 2; §5.2",
        protects: "The candidate counts the vote as soon as it arrives. A voter that crashes and does not \
                   remember it can give a second one in the same term, and the term gets two leaders.",
        mistakes: &[
            "voted_for is not among what is saved, or is not restored.",
            "The handler saves before it sets voted_for, or only when the term changes.",
            "A candidate's vote for itself is not saved.",
        ],
    },
    Card {
        rule: "durable-log",
        title: "Entries are saved before they are acknowledged",
        source: "Figure 2, State; §5.3",
        protects: "The leader counts an acknowledgement towards the majority, its own copy too. If a peer \
                   that was counted forgets the entry in a crash, a majority that never had it can elect a \
                   leader without it.",
        mistakes: &[
            "AppendEntries saves only if the term changed, or returns before it saves on one of its ways \
             out.",
            "start() appends and does not save: the leader counts itself.",
            "Saving is left to a spawned task, and the reply leaves first.",
            "A removal at a conflict is not saved, or what is restored has an entry more or less than the \
             log.",
        ],
    },
    Card {
        rule: "durable-snapshot",
        title: "A snapshot is saved together with the log that goes on from it",
        source: "§7; lab 2D, Persister",
        protects: "The log that is left makes sense only behind the snapshot that replaced its beginning. \
                   Saved one without the other, a crash leaves a hole, or a snapshot that does not fit its \
                   log.",
        mistakes: &[
            "The shortened log is saved with an empty or an old snapshot: save() replaces both.",
            "A later save of the state alone forgets to pass the snapshot on, which erases it.",
            "InstallSnapshot answers before it has saved; or snapshot_index and snapshot_term are not saved \
             along with the log.",
        ],
    },
];
