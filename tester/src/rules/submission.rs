//! Rules of submitting commands: what `start` and `state` promise.

use super::{Card, Group};

/// The group of these rules.
pub(super) const GROUP: Group =
    Group { title: "Submitting commands", about: "What start() and state() promise.", cards: CARDS };

const CARDS: &[Card] = &[
    Card {
        rule: "only-leaders-start",
        title: "Only a leader takes a command",
        source: "§5.1; lab 2B, start()",
        protects: "A command taken anywhere else never reaches the leader's log. Whoever submitted it waits \
                   for an index that will hold another command, or none.",
        mistakes: &[
            "start() appends first and looks at the role later, or not at all.",
            "start() goes by the leader that it last heard of, and not by its own role.",
            "Stepping back changes the term, but not the flag that start() looks at.",
        ],
    },
    Card {
        rule: "leader-accepts",
        title: "A leader takes every command at once",
        source: "lab 2B, start() and state()",
        protects: "state() tells clients whom to ask. If a peer says that it leads and yet refuses commands, \
                   there is nobody left to ask.",
        mistakes: &[
            "state() and start() look at different variables, or one of them is brought up to date later.",
            "start() refuses while earlier commands are under way.",
        ],
    },
    Card {
        rule: "term-of-command",
        title: "start() tells the term that the command is logged in",
        source: "lab 2B, start()",
        protects: "Index and term together name a command: whoever submitted it knows that it failed when \
                   another term's entry is applied at that index. A wrong term makes a success of a failure.",
        mistakes: &[
            "start() reads the term before or after the append, with the lock given up in between.",
            "The entry is appended with one term and the reply made with another.",
        ],
    },
    Card {
        rule: "index-of-command",
        title: "Commands get consecutive indices from 1 on",
        source: "lab 2B, start(); Figure 2, State",
        protects: "The service relies on start() to say at which index it will meet its command. The lab's \
                   logs hold submitted commands and nothing else.",
        mistakes: &[
            "A new leader appends an empty entry (as in §8): in this lab it may not.",
            "Indices begin at 0, or the placeholder in front of the log counts as an entry.",
            "The index is the length of what is left of the log, without what a snapshot has replaced.",
        ],
    },
    Card {
        rule: "index-once-per-term",
        title: "A leader gives each index away once",
        source: "§5.3; lab 2B, start()",
        protects: "A command is known by its index and term. If two are given the same, two clients wait for \
                   one entry, and one is told of a success that is not its own.",
        mistakes: &[
            "start() works out the index, gives up the lock and appends later.",
            "The index comes from commit_index or next_index and not from the end of the log.",
            "The leader's own log became shorter within its term: see leader-append-only.",
        ],
    },
    Card {
        rule: "submitted-is-applied",
        title: "The command at an index is the one that start() put there",
        source: "§5.3; lab 2B",
        protects: "While leader and term stay the same, the index that start() gave is where the command is \
                   applied. Clients find their answers by it.",
        mistakes: &[
            "One index is given to two commands.",
            "An entry of the same index and term is replaced as if it were a conflict.",
            "Commands are looked up by a position that moved when the log was shortened.",
        ],
    },
    Card {
        rule: "only-submitted-commands",
        title: "Nothing is applied that nobody submitted",
        source: "lab 2B; §5.3",
        protects: "A state machine may only run commands that a client gave to a leader. Anything else \
                   changes the state without anybody having asked for it.",
        mistakes: &[
            "A placeholder is handed up: the entry in front of the log, or what stands for a snapshot's last \
             entry.",
            "start() appends the command and then says that it did not take it.",
            "A command comes back changed from the persister: fields are read in another order than they \
             were written.",
        ],
    },
];
