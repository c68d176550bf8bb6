//! What can happen in a run.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What happened: `kind` on the line says which of these, `data` holds the rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "kebab-case", deny_unknown_fields)]
pub enum What {
    /// A request went out: at the caller.
    Send {
        /// The number of the call; its reply, its copies and its loss carry the same.
        call: u64,
        /// The peer that it is for.
        to: Option<usize>,
        /// The method, such as `Raft.AppendEntries`.
        method: String,
        /// The encoded arguments' size in bytes.
        size: usize,
        /// The decoded arguments.
        args: Value,
    },
    /// A storm makes a second delivery of a request: at the caller.
    Duplicate {
        /// The number of the call.
        call: u64,
        /// The method.
        method: String,
    },
    /// A request arrived, and its handler runs: at the server.
    Deliver {
        /// The number of the call.
        call: u64,
        /// The caller.
        from: Option<usize>,
        /// The method.
        method: String,
    },
    /// A handler has answered: at the server.
    Reply {
        /// The number of the call.
        call: u64,
        /// The caller.
        to: Option<usize>,
        /// The method.
        method: String,
        /// The encoded reply's size in bytes.
        size: usize,
        /// The decoded reply.
        args: Value,
    },
    /// A reply arrived: at the caller.
    Answer {
        /// The number of the call.
        call: u64,
        /// The server.
        from: Option<usize>,
        /// The method.
        method: String,
        /// Whether the caller still waited for it.
        awaited: bool,
    },
    /// A call came to nothing: at the caller, when it learns of it.
    Drop {
        /// The number of the call.
        call: u64,
        /// The peer that it was for.
        to: Option<usize>,
        /// The method.
        method: String,
        /// `nobody there`, `request lost`, `reply lost` or `cut off`.
        reason: String,
    },
    /// A peer saved its state.
    Persist {
        /// Bytes of state now saved.
        state_size: usize,
        /// Bytes of snapshot now saved.
        snapshot_size: usize,
        /// Whether the snapshot is another than before.
        snapshot_changed: bool,
    },
    /// A peer's term, or its belief that it leads, has changed.
    Role {
        /// Its term now.
        term: u64,
        /// Whether it believes that it leads.
        leader: bool,
    },
    /// A peer took a command as leader.
    Start {
        /// The index that it promised.
        index: u64,
        /// The term.
        term: u64,
        /// The command, in words.
        command: String,
        /// The digest of the command, as in the logs.
        digest: String,
    },
    /// The service took a command.
    Apply {
        /// The command's index.
        index: u64,
        /// The command, in words.
        command: String,
        /// The digest of the command, as in the logs.
        digest: String,
    },
    /// The service found fault with what it was handed.
    ApplyError {
        /// What is wrong.
        message: String,
    },
    /// The service replaced all it knew by a snapshot.
    Install {
        /// The last index that it covers.
        index: u64,
    },
    /// The service took a snapshot and gave it to Raft.
    Snapshot {
        /// The last index that it covers.
        index: u64,
        /// Its size in bytes.
        bytes: usize,
    },
    /// A peer was linked with every connected peer.
    Connect {},
    /// A peer was cut off from everybody.
    Disconnect {},
    /// A peer was stopped.
    Crash {},
    /// A peer was started with what it had saved.
    Boot {
        /// Which life this is, from 1 on.
        life: u64,
    },
    /// A peer stands still.
    Pause {
        /// Until when, in virtual nanoseconds.
        until: u64,
    },
    /// A peer's clock runs fast or slow.
    Clock {
        /// In thousandths of true time.
        permille: u32,
    },
    /// A peer will crash at one of its saves.
    Arm {
        /// Which one: 1 is the next.
        save: u32,
        /// On which side of it, in words.
        moment: String,
    },
    /// The save has come at which a peer was to crash.
    Due {
        /// On which side of it, in words.
        moment: String,
    },
    /// The network loses and delays messages, or stops doing so.
    Reliable {
        /// Whether it is reliable now.
        on: bool,
    },
    /// The network reorders replies, or stops doing so.
    Reordering {
        /// Whether it does so now.
        on: bool,
    },
    /// A storm blows, or no storm any more.
    Storm {
        /// Whether one blows now.
        on: bool,
    },
    /// These directed links, and no others, are cut from now on.
    Cut {
        /// From whom to whom.
        links: Vec<(usize, usize)>,
    },
    /// A fault of the plan begins or ends.
    Chaos {
        /// The fault's place in the plan, from 1 on; 0 where everything heals.
        number: usize,
        /// Whether it begins.
        begins: bool,
        /// Whom it strikes.
        struck: Vec<usize>,
    },
    /// A step of the test's script.
    Test {
        /// Which kind of step: `begin`, `round`, `leader`, `no-leader`, `term`, `propose`, `agreed`,
        /// `applied`.
        step: String,
    },
    /// Something is odd, but no failure.
    Warning {},
    /// The test passed.
    Passed {},
    /// The test failed.
    Failed {
        /// How gravely.
        class: String,
        /// The sentence for people.
        message: String,
    },
    /// An oracle saw a rule broken.
    Violation {
        /// The rule.
        rule: String,
        /// The sentence for people.
        message: String,
        /// The peers concerned.
        peers: Vec<usize>,
    },
    /// A line that the implementation left with `note!`.
    Note {},
    /// The code panicked.
    Panic {},
}

impl What {
    /// What a line says in its field `kind`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Send { .. } => "send",
            Self::Duplicate { .. } => "duplicate",
            Self::Deliver { .. } => "deliver",
            Self::Reply { .. } => "reply",
            Self::Answer { .. } => "answer",
            Self::Drop { .. } => "drop",
            Self::Persist { .. } => "persist",
            Self::Role { .. } => "role",
            Self::Start { .. } => "start",
            Self::Apply { .. } => "apply",
            Self::ApplyError { .. } => "apply-error",
            Self::Install { .. } => "install",
            Self::Snapshot { .. } => "snapshot",
            Self::Connect { .. } => "connect",
            Self::Disconnect { .. } => "disconnect",
            Self::Crash { .. } => "crash",
            Self::Boot { .. } => "boot",
            Self::Pause { .. } => "pause",
            Self::Clock { .. } => "clock",
            Self::Arm { .. } => "arm",
            Self::Due { .. } => "due",
            Self::Reliable { .. } => "reliable",
            Self::Reordering { .. } => "reordering",
            Self::Storm { .. } => "storm",
            Self::Cut { .. } => "cut",
            Self::Chaos { .. } => "chaos",
            Self::Test { .. } => "test",
            Self::Warning { .. } => "warning",
            Self::Passed { .. } => "passed",
            Self::Failed { .. } => "failed",
            Self::Violation { .. } => "violation",
            Self::Note { .. } => "note",
            Self::Panic { .. } => "panic",
        }
    }

    /// The peers that it names, besides the one where it happened.
    pub fn peers(&self) -> Vec<usize> {
        match self {
            Self::Send { to, .. } | Self::Reply { to, .. } | Self::Drop { to, .. } => Vec::from_iter(*to),
            Self::Deliver { from, .. } | Self::Answer { from, .. } => Vec::from_iter(*from),
            Self::Cut { links } => links.iter().flat_map(|(from, to)| [*from, *to]).collect(),
            Self::Chaos { struck: peers, .. } | Self::Violation { peers, .. } => peers.clone(),
            _ => Vec::new(),
        }
    }
}
