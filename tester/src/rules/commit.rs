//! Rules of commitment: when an entry is safe for good.

use super::{Card, Group};

/// The group of these rules.
pub(super) const GROUP: Group =
    Group { title: "Commitment", about: "When an entry is safe for good.", cards: CARDS };

const CARDS: &[Card] = &[
    Card {
        rule: "commit-needs-majority",
        title: "An entry is committed once a majority holds it",
        source: "§5.3; Figure 2, Leaders",
        protects: "Committed means that no later leader can be without the entry. That is sure only if more \
                   than half of all peers hold it where a crash cannot reach it: every later leader needs \
                   the vote of one of them.",
        mistakes: &[
            "match_index is set to the end of the leader's log when the reply arrives: it is prev_log_index \
             plus the number of entries in that very request.",
            "A reply that belongs to an earlier term, or a refusal, counts; or next_index counts in place of \
             match_index.",
            "A follower takes over leader_commit beyond the last entry that this request has confirmed \
             (AppendEntries 5).",
        ],
    },
    Card {
        rule: "commit-own-term",
        title: "A leader counts replicas only for entries of its own term",
        source: "§5.4.2, Figure 8; Figure 2, Leaders",
        protects: "An entry of an earlier term can be on a majority and still be overwritten, by a leader \
                   whose last entry is of a later term. Once an entry of the leader's own term is on a \
                   majority, no such leader can be elected, and all entries before it are committed along \
                   with it.",
        mistakes: &[
            "The condition that log[N].term equals current_term is missing.",
            "A new leader commits what it finds on a majority, or all of its own log, as soon as it is \
             elected.",
        ],
    },
    Card {
        rule: "commit-never-falls",
        title: "commit_index and last_applied only grow",
        source: "Figure 2, State",
        protects: "What is committed stays committed, and what is applied cannot be taken back. If one of \
                   the two falls, entries are applied twice or removed though they were safe.",
        mistakes: &[
            "A follower sets commit_index to the smaller of leader_commit and the last new entry, without \
             comparing it with what it has: a late heartbeat then lowers it.",
            "A snapshot from the leader sets both to its own index, though they were beyond it.",
            "An election or a step back resets them: only a restart may.",
        ],
    },
    Card {
        rule: "applied-within-commit",
        title: "last_applied <= commit_index <= last index",
        source: "Figure 2, All Servers; §5.3",
        protects: "Entries are there first, then committed, then applied. Who applies ahead of that order \
                   shows the service something that may still be replaced.",
        mistakes: &[
            "A follower sets commit_index to leader_commit, without the bound by the last new entry.",
            "A snapshot moves last_applied and leaves commit_index behind.",
            "The log is cut below commit_index, as a late request asks for: see only-conflicts-removed.",
        ],
    },
    Card {
        rule: "committed-stays",
        title: "A committed entry is never lost nor replaced",
        source: "§5.3, §5.4; Figure 3, State Machine Safety",
        protects: "Clients were told that it happened. It takes several mistakes, or one in the wrong place, \
                   to lose an entry that a majority held; look for the moment at which it went, not for the \
                   one at which it was missed.",
        mistakes: &[
            "A follower removes entries without a conflict, because of a request that came late.",
            "A leader was elected without the entry: votes go to logs that are not up to date (§5.4.1).",
            "It was not committed at all: an entry of an earlier term was committed by counting (§5.4.2), or \
             before a majority had saved it.",
        ],
    },
];
