//! What is lost in a crash (Figure 2, persistent state).

use super::{Bug, Origin, Part, Specimen};

pub(super) const ALL: [Specimen; 5] = [
    Specimen {
        bug: Bug::NoPersistVote,
        id: "no-persist-vote",
        part: Part::Persistence,
        origin: Origin::Folklore,
        mistake: "does not save `voted_for`",
        breaks: "votes twice, before and after a crash",
        right_rules: &["durable-vote"],
        nets: &["concurrent_starts_2B", "acked_then_crashed_X"],
    },
    Specimen {
        bug: Bug::NoPersistTerm,
        id: "no-persist-term",
        part: Part::Persistence,
        origin: Origin::Folklore,
        mistake: "does not save `current_term`",
        breaks: "begins again at term 0 after a crash",
        right_rules: &["durable-term"],
        nets: &["concurrent_starts_2B", "persist2_2C"],
    },
    Specimen {
        bug: Bug::NoPersistLog,
        id: "no-persist-log",
        part: Part::Persistence,
        origin: Origin::Folklore,
        mistake: "acknowledges entries that it has not saved",
        breaks: "committed entries are lost in a crash",
        right_rules: &["durable-log"],
        nets: &["concurrent_starts_2B", "persist1_2C"],
    },
    Specimen {
        bug: Bug::LeaderNoPersist,
        id: "leader-no-persist",
        part: Part::Persistence,
        origin: Origin::Folklore,
        mistake: "counts itself among the replicas of an entry that it has not saved",
        breaks: "committed entries are lost in a crash",
        right_rules: &["durable-log", "commit-needs-majority", "leader-completeness"],
        nets: &["persist3_2C", "acked_then_crashed_X"],
    },
    Specimen {
        bug: Bug::ReplyBeforePersist,
        id: "reply-before-persist",
        part: Part::Persistence,
        origin: Origin::Folklore,
        mistake: "answers first and saves in another task",
        breaks: "whatever was promised may be lost in a crash",
        right_rules: &["durable-term", "durable-vote", "durable-log", "durable-snapshot"],
        nets: &["concurrent_starts_2B", "acked_then_crashed_X"],
    },
];
