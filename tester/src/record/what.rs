//! What an event is, as the trace has it.

use labrpc::Name;
use labrpc::content::Content;
use labrpc::facts::{
    CallFailed, ReplyDelivered, ReplySent, RequestDelivered, RequestDuplicated, RequestSent,
};
use raftapi::Persisted;
use serde_json::Value as Json;
use sim::{Event, NodeId, Panicked};
use timeline::record::What;

use super::spelling;
use crate::facts::{
    Applied, ApplyRefused, Chaos, Checkpoint, Fault, RoleChange, SnapshotInstalled, SnapshotTaken, Submitted,
    Violated, Weather,
};

/// What an event is, for a record of it.
pub(super) struct Account {
    /// Without what the message says, where it is one.
    pub(super) what: What,
    /// In words.
    pub(super) text: String,
    /// What the message says, as JSON: the record's `args`.
    pub(super) args: Option<String>,
}

/// What the event is.
pub(super) fn of(event: &Event) -> Account {
    if let Some(message) = message(event) {
        return message;
    }
    let what = network(event).or_else(|| tester(event)).or_else(|| service(event)).unwrap_or(What::Note {});
    Account { what, text: event.fact.to_string(), args: None }
}

/// Requests and replies: their text is short, since all that they say is beside it.
fn message(event: &Event) -> Option<Account> {
    let summed = |args: Option<&str>, method: &str| {
        let name = method.rsplit('.').next().unwrap_or(method);
        let summary = args.map(spelling::summary).unwrap_or_default();
        if summary.is_empty() { name.to_owned() } else { format!("{name}: {summary}") }
    };
    if let Some(RequestSent { call, to, method, size, content, .. }) = event.fact() {
        let (args, to) = (json(content.as_ref()), peer(to.as_ref()));
        let text = format!("#{call} to {}: {}", told(to, "nowhere"), summed(args.as_deref(), method));
        let method = (*method).to_owned();
        let what = What::Send { call: *call, to, method, size: *size, args: Json::Null };
        return Some(Account { what, text, args });
    }
    let ReplySent { call, to, method, size, content, .. } = event.fact()?;
    let (args, to) = (json(content.as_ref()), to.map(NodeId::index));
    let text = format!("#{call} back to {}: {}", told(to, "the script"), summed(args.as_deref(), method));
    let method = (*method).to_owned();
    let what = What::Reply { call: *call, to, method, size: *size, args: Json::Null };
    Some(Account { what, text, args })
}

fn told(peer: Option<usize>, nobody: &str) -> String {
    peer.map_or_else(|| nobody.to_owned(), |peer| peer.to_string())
}

fn json(content: Option<&Content>) -> Option<String> {
    content?.json(&spelling::spell)
}

/// The peer of this name.
fn peer(name: Option<&Name>) -> Option<usize> {
    match name? {
        Name::Number(number) => usize::try_from(*number).ok(),
        Name::Text(_) => None,
    }
}

/// What else the network tells.
fn network(event: &Event) -> Option<What> {
    if let Some(RequestDelivered { call, from, method, .. }) = event.fact() {
        let from = from.map(NodeId::index);
        return Some(What::Deliver { call: *call, from, method: (*method).to_owned() });
    }
    if let Some(ReplyDelivered { call, from, method, awaited }) = event.fact() {
        let (from, method) = (peer(from.as_ref()), (*method).to_owned());
        return Some(What::Answer { call: *call, from, method, awaited: *awaited });
    }
    if let Some(CallFailed { call, to, method, reason }) = event.fact() {
        let (to, method) = (peer(to.as_ref()), (*method).to_owned());
        return Some(What::Drop { call: *call, to, method, reason: reason.to_string() });
    }
    let RequestDuplicated { call, method } = event.fact()?;
    Some(What::Duplicate { call: *call, method: (*method).to_owned() })
}

/// What the tester does, and how far its script has come.
fn tester(event: &Event) -> Option<What> {
    if let Some(RoleChange { term, is_leader }) = event.fact() {
        return Some(What::Role { term: *term, leader: *is_leader });
    }
    if let Some(fault) = event.fact() {
        return Some(of_fault(*fault));
    }
    if let Some(weather) = event.fact() {
        return Some(of_weather(weather));
    }
    if let Some(checkpoint) = event.fact() {
        return Some(of_checkpoint(checkpoint));
    }
    let Violated(violation) = event.fact()?;
    Some(What::Violation {
        rule: violation.rule.as_str().to_owned(),
        message: violation.message.clone(),
        peers: violation.peers.clone(),
    })
}

fn of_fault(fault: Fault) -> What {
    match fault {
        Fault::Connected => What::Connect {},
        Fault::Disconnected => What::Disconnect {},
        Fault::Crashed => What::Crash {},
        Fault::Booted { life } => What::Boot { life },
        Fault::Paused { until } => What::Pause { until: until.as_nanos() },
        Fault::Clock { permille } => What::Clock { permille },
        Fault::CrashArmed { save, moment } => What::Arm { save, moment: moment.to_string() },
        Fault::CrashDue(moment) => What::Due { moment: moment.to_string() },
    }
}

fn of_weather(weather: &Weather) -> What {
    match weather {
        Weather::Reliable(on) => What::Reliable { on: *on },
        Weather::LongReordering(on) => What::Reordering { on: *on },
        Weather::Storm(storm) => What::Storm { on: storm.blows() },
        Weather::Cuts(cuts) => What::Cut { links: cuts.iter().collect() },
    }
}

fn of_checkpoint(checkpoint: &Checkpoint) -> What {
    let step = match checkpoint {
        Checkpoint::Chaos(Chaos { number, begins, struck, .. }) => {
            return What::Chaos { number: *number, begins: *begins, struck: struck.clone() };
        }
        Checkpoint::Healed => return What::Chaos { number: 0, begins: false, struck: Vec::new() },
        Checkpoint::Warning(_) => return What::Warning {},
        Checkpoint::Passed => return What::Passed {},
        Checkpoint::Failed { class, message } => {
            return What::Failed { class: class.as_str().to_owned(), message: message.clone() };
        }
        Checkpoint::Began { .. } => "begin",
        Checkpoint::Round(_) => "round",
        Checkpoint::Leader { .. } => "leader",
        Checkpoint::NoLeader => "no-leader",
        Checkpoint::Term(_) => "term",
        Checkpoint::Proposed { .. } => "propose",
        Checkpoint::Agreed { .. } => "agreed",
        Checkpoint::AppliedByEnough { .. } => "applied",
    };
    What::Test { step: step.to_owned() }
}

/// What a peer does for its service, and what the service sees; and what ended the run.
fn service(event: &Event) -> Option<What> {
    if let Some(save) = event.fact::<Persisted>() {
        let Persisted { state_size, snapshot_size, snapshot_changed, .. } = *save;
        return Some(What::Persist { state_size, snapshot_size, snapshot_changed });
    }
    if let Some(Applied { index, command }) = event.fact() {
        let (digest, command) = (spelling::digest(command), command.to_string());
        return Some(What::Apply { index: *index, command, digest });
    }
    if let Some(Submitted { command, started }) = event.fact() {
        let (digest, command) = (spelling::digest(command), command.to_string());
        return Some(What::Start { index: started.index, term: started.term, command, digest });
    }
    if let Some(SnapshotTaken { index, bytes }) = event.fact() {
        return Some(What::Snapshot { index: *index, bytes: *bytes });
    }
    if let Some(SnapshotInstalled { index }) = event.fact() {
        return Some(What::Install { index: *index });
    }
    if let Some(ApplyRefused(failure)) = event.fact() {
        return Some(What::ApplyError { message: failure.to_string() });
    }
    event.fact::<Panicked>().map(|_| What::Panic {})
}
