//! Rules of the simulation: what a peer owes to the world it runs in.

use super::{Card, Group};

/// The group of these rules.
pub(super) const GROUP: Group =
    Group { title: "The simulation", about: "What a peer owes to the world it runs in.", cards: CARDS };

const CARDS: &[Card] = &[
    Card {
        rule: "no-deadlock",
        title: "Somebody can always go on",
        source: "the simulator's rules",
        protects: "Every task waits for another, no timer is set, and nothing will ever happen again. On \
                   real machines the process would just stand there.",
        mistakes: &[
            "A lock is held while its task waits for something that needs the lock: most often while it \
             sends to the apply channel, and the service calls snapshot().",
            "Two tasks wait for each other's channel.",
            "A signal was given before anybody listened for it.",
        ],
    },
    Card {
        rule: "no-livelock",
        title: "Time must be able to pass",
        source: "the simulator's rules",
        protects: "No virtual time passes while tasks are ready to run. A loop that is always ready keeps \
                   everybody's timers from firing.",
        mistakes: &[
            "A loop yields until something changes: wait for a channel, or sleep.",
            "A sleep of zero, or until a moment that has passed, in a loop.",
        ],
    },
    Card {
        rule: "step-limit",
        title: "Loops wait long enough",
        source: "the simulator's rules",
        protects: "The run took millions of steps and hardly any time passed. On a real machine such a loop \
                   keeps a core busy.",
        mistakes: &[
            "A loop polls a condition with a sleep of microseconds: some milliseconds are usual.",
            "A deadline is worked out anew each time and comes closer without being reached.",
        ],
    },
    Card {
        rule: "event-limit",
        title: "A run has an end",
        source: "the simulator's rules",
        protects: "The run has more events than any sound one: something sends, saves or notes without a \
                   pause.",
        mistakes: &[
            "A failed call is repeated at once, or each reply causes the next request.",
            "Every message spawns tasks that send more than one each.",
            "A sim::note! stands in a busy loop.",
        ],
    },
    Card {
        rule: "test-time",
        title: "A test is done in 120 seconds of its time",
        source: "lab, time limit of a test",
        protects: "Each step of a test came to its end, but all together took too long. The peers do work, \
                   only slowly.",
        mistakes: &[
            "Every entry costs a round of heartbeats, or a fixed sleep, before it is applied.",
            "A peer that was away is brought up to date entry by entry.",
            "After each failure it takes many elections to find a leader.",
        ],
    },
    Card {
        rule: "handlers-answer",
        title: "A handler answers by itself",
        source: "the simulator's rules",
        protects: "The caller waits until the handler returns. If the handler waits for other peers or for a \
                   condition, chains of waiting calls grow, and a crash in the middle leaves them for ever.",
        mistakes: &[
            "A handler calls another peer, or waits until an entry is committed.",
            "A handler sends to the apply channel, which is taken up only when the service is ready.",
        ],
    },
    Card {
        rule: "no-panic",
        title: "A peer does not panic",
        source: "the simulator's rules",
        protects: "A panic is a failed assumption about the peer's own state. The first frame that is yours \
                   names the line; the question is how the state came to be so.",
        mistakes: &[
            "An index into the log is used as a position in the vector, which no longer begins at 1 after a \
             snapshot.",
            "A subtraction goes below zero: prev_log_index, next_index - 1, or an index below the \
             snapshot's.",
            "A reply is handled as if role, term and log were what they were when the request was sent.",
        ],
    },
    Card {
        rule: "all-is-written",
        title: "What is called is written",
        source: "the handout's steps",
        protects: "The starter marks what is yours to write by a call of unwritten(). A run that comes to \
                   such a place ends there, since nothing after it could be judged.",
        mistakes: &[
            "This is the next step to do: the message names the part and the step, and the handout has \
             hints for it.",
            "A later part's code is called too early: start() answers None on all but leaders, and nobody \
             restores what was never saved.",
            "The step is done in another function, and the call of unwritten() was left behind.",
        ],
    },
    Card {
        rule: "no-lock-across-await",
        title: "No lock is held across an `.await`",
        source: "the simulator's rules",
        protects: "One thread runs the whole world, so a lock that is wanted while its holder waits at an \
                   `.await` is never released in time. On real machines everybody who wants it hangs; here \
                   the run ends at once, with both places.",
        mistakes: &[
            "The guard lives to the end of its block, and the block calls another peer.",
            "The lock is held while a message goes to the apply channel, and the service calls snapshot().",
            "`match` and `if let` on what is behind a lock keep the guard to their end: copy it out first.",
        ],
    },
    Card {
        rule: "sound-calls",
        title: "Calls can be carried out",
        source: "the simulator's rules",
        protects: "A call names a method that the other side has registered, with arguments that it can \
                   read. Anything else is a mistake in the program and no weather on the network.",
        mistakes: &[
            "A method is called that register() does not register, or under another name.",
            "A message's type differs between caller and handler.",
            "A command or a message is too large to be encoded.",
        ],
    },
    Card {
        rule: "tasks-yield",
        title: "A task comes to an `.await` again and again",
        source: "the simulator's rules",
        protects: "One thread runs the whole world, so a task that never waits keeps everybody else from \
                   running, and no timer can interrupt it.",
        mistakes: &[
            "A loop waits for a condition that only another task can change: it must sleep or yield.",
            "The thread itself is blocked: a lock or channel of std::sync, std::thread::sleep.",
            "A loop over the log does not end: its bound moves along, or its index does not.",
        ],
    },
    Card {
        rule: "bounded-recursion",
        title: "Recursion has an end",
        source: "the simulator's rules",
        protects: "A stack that overflows ends the process of all peers at once. Logs are long; a function \
                   that calls itself for each entry goes as deep.",
        mistakes: &[
            "A function calls itself for every entry, or to try again after a failure.",
            "Two functions call each other: each steps down, and so tells the other to.",
            "A Drop or a Display runs into itself.",
        ],
    },
    Card {
        rule: "process-survives",
        title: "A peer does not end its process",
        source: "the simulator's rules",
        protects: "Machines of a cluster fail one by one. Here they share a process, and who ends it takes \
                   all peers along, and the test.",
        mistakes: &[
            "std::process::exit or std::process::abort is called where an error should be returned.",
            "A destructor panics while a panic is under way.",
            "Memory grows without end, until the system ends the process (signal 9).",
            "A thread did it that an earlier run left behind: if the replay passes, try `cargo lab check`.",
        ],
    },
    Card {
        rule: "one-seed-one-run",
        title: "A seed decides all of a run",
        source: "the simulator's rules",
        protects: "A failure is worth something if it can be repeated. Everything that is left to chance \
                   comes from the seed, unless the peer takes time or chance from elsewhere.",
        mistakes: &[
            "The order of a HashMap or HashSet decides something: use BTreeMap or IndexMap.",
            "Time or chance comes from outside: Instant::now, SystemTime, thread::spawn, rand without a \
             seed. Use sim::now, sim::spawn and sim::random_range.",
            "A static or a thread_local! outlives the run. `cargo lab check` shows where two runs part; a \
             replay may well pass.",
        ],
    },
];
