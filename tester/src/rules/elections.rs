//! Rules of elections: who may lead, and when it must be somebody.

use super::{Card, Group};

/// The group of these rules.
pub(super) const GROUP: Group =
    Group { title: "Elections", about: "Who may lead, and when it must be somebody.", cards: CARDS };

const CARDS: &[Card] = &[
    Card {
        rule: "one-leader-per-term",
        title: "A term has at most one leader",
        source: "§5.2; Figure 3, Election Safety",
        protects: "Peers take whatever arrives under their current term as the word of one leader. With two \
                   leaders in a term, different entries get the same index and term, and nothing that Raft \
                   compares can tell them apart again.",
        mistakes: &[
            "A vote is granted without looking at voted_for, or something within the same term clears it: a \
             heartbeat, a refused request, a step back to follower.",
            "A candidate counts a reply to a request of an earlier term: before counting, compare the term \
             that was asked for with current_term, and look whether this is still a candidate.",
            "voted_for or current_term is not saved before the vote leaves, so a peer votes again after a \
             restart.",
        ],
    },
    Card {
        rule: "leader-needs-majority",
        title: "A leader has the votes of more than half of all peers",
        source: "§5.2; Figure 2, Candidates",
        protects: "Any two majorities have a peer in common, and that peer has one vote a term. This alone \
                   keeps a term from having two leaders; so the majority is one of the whole cluster, with \
                   the dead and the cut off.",
        mistakes: &[
            "The count is compared with n / 2 by `>=`, which an even half satisfies.",
            "Calls that failed count as votes, or the majority is one of the peers that answered.",
            "Replies of an earlier election are counted, or the reply of one peer more than once.",
        ],
    },
    Card {
        rule: "leader-in-time",
        title: "Peers that make up a majority soon elect a leader",
        source: "§5.2, §5.6; lab 2A",
        protects: "Without a leader nothing can be agreed on. After a failure the lab allows five seconds, \
                   enough for a few elections that nobody wins; timeouts drawn at random see to it that \
                   there are no more of them.",
        mistakes: &[
            "Timeouts are equal or close together: draw a new one at every reset, from a range much wider \
             than a round trip.",
            "RequestVote goes to one peer after the other, each waiting for the reply before: a peer that is \
             cut off can take seconds to fail.",
            "The timer restarts at anything that arrives, refused votes and messages of old leaders too, so \
             that peers who cannot win keep the one who can from standing.",
            "A candidate does not start another election when its timeout elapses without a winner.",
        ],
    },
    Card {
        rule: "terms-agree",
        title: "Peers that hear each other are soon in one term",
        source: "§5.1; Figure 2, All Servers",
        protects: "Terms tell old messages from new ones. Whoever sees a higher one takes it over at once, \
                   whether it comes in a request or in a reply, so peers that nothing disturbs are in the \
                   same term.",
        mistakes: &[
            "The term of a reply is not looked at.",
            "A request is refused for another reason (a log that is not up to date, a previous entry that \
             does not match) before its higher term is taken over.",
            "Heartbeats are missed, so that elections go on where nothing is wrong: see stable-term.",
        ],
    },
    Card {
        rule: "election-raises-term",
        title: "Every election has a new term",
        source: "§5.2; Figure 2, Candidates",
        protects: "A term is the number of an election. In a term that is not new, voters have given their \
                   votes already, and a leader could not be told from the one before.",
        mistakes: &[
            "current_term is not incremented, or only after votes were asked for.",
            "state() reports another variable than the one that elections change, or terms do not begin at \
             0.",
        ],
    },
    Card {
        rule: "stable-term",
        title: "A leader that nothing disturbs goes on to lead",
        source: "§5.2, §5.6; lab 2A",
        protects: "A leader keeps its followers from standing by being heard before their timeouts elapse. \
                   If a working leader is replaced again and again, no command has the time to commit.",
        mistakes: &[
            "Heartbeats are sent to one peer after the other and wait for the replies, so that one dead peer \
             holds up those of all others.",
            "AppendEntries with entries, or one that fails the log check, does not reset the timer though it \
             comes from the current leader.",
            "The shortest timeout leaves no room for a heartbeat or two to be lost.",
        ],
    },
    Card {
        rule: "term-never-falls",
        title: "A peer's term only grows",
        source: "§5.1; Figure 2, State",
        protects: "Terms are Raft's clock: what is obeyed and what is refused is decided by comparing them. \
                   A peer that goes back believes a leader that was deposed, and can vote a second time in a \
                   term.",
        mistakes: &[
            "The term of a message is copied without a comparison: take it over only if it is higher.",
            "A task remembers the term across an `.await` and writes it back afterwards.",
            "A candidate that did not win goes back to the term it came from.",
        ],
    },
    Card {
        rule: "higher-term-obeyed",
        title: "A higher term in a reply ends the lower one",
        source: "§5.1; Figure 2, All Servers",
        protects: "A reply with a higher term says that the cluster has moved on. A leader or candidate that \
                   does not hear of it works on in a term that is over, takes commands that can never \
                   commit, and asks for votes nobody can give.",
        mistakes: &[
            "Only requests are checked for a higher term. The replies to RequestVote, AppendEntries and \
             InstallSnapshot need the same check.",
            "A reply is thrown away as stale before its term is compared with current_term.",
            "A handler answers with the term of the request, and not with its own.",
        ],
    },
    Card {
        rule: "candidate-yields",
        title: "A candidate gives way to the leader of its term",
        source: "§5.2; Figure 2, Candidates",
        protects: "A message that only a leader sends, in the candidate's own term, means that somebody else \
                   has won it. A candidate that goes on to stand raises the term and unseats a leader that \
                   works.",
        mistakes: &[
            "AppendEntries makes a peer a follower only if the term is higher: an equal one must do so too.",
            "A log that does not match makes AppendEntries return before the candidate has stepped back.",
            "InstallSnapshot lacks the step that AppendEntries has.",
        ],
    },
    Card {
        rule: "vote-resets-timer",
        title: "Granting a vote restarts the election timer",
        source: "§5.2; Figure 2, Followers",
        protects: "Whoever has just voted gives the candidate a whole timeout to win and to be heard. \
                   Otherwise voters stand against the candidate of their choice, and elections fail that \
                   need not.",
        mistakes: &[
            "The timer is restarted by AppendEntries alone.",
            "The timer's task computed its deadline before the vote, and does not look again when it wakes.",
        ],
    },
    Card {
        rule: "one-vote-per-term",
        title: "A vote is given once in a term",
        source: "§5.2; Figure 2, RequestVote 2",
        protects: "A vote is a promise for the rest of the term, restarts included. Two majorities may have \
                   no more than one peer in common; if that one takes its promise back, the term can have \
                   two leaders.",
        mistakes: &[
            "The request is granted without asking whether voted_for is empty or names this same candidate.",
            "Every step back to follower clears voted_for: only a new term may.",
            "voted_for is not saved, saved after the reply has left, or restored without the term it belongs \
             to.",
        ],
    },
    Card {
        rule: "leader-completeness",
        title: "A new leader has every committed entry",
        source: "§5.4.1; Figure 3, Leader Completeness",
        protects: "Entries flow from the leader to the others and never back, so what a leader lacks is \
                   lost. Voters see to it that it lacks nothing: they refuse every candidate whose log is \
                   less up to date than their own.",
        mistakes: &[
            "The check of §5.4.1 is missing, or compares lengths alone: the later last term wins, and only \
             between equal terms the longer log.",
            "Last index and last term come from what is left of the log, and are wrong once a snapshot has \
             emptied it.",
            "A follower acknowledged entries that it had not saved, and lost them in a crash.",
        ],
    },
];
