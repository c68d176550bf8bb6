//! The log that `ShiViz` and `TSViz` draw: who can have known of what, as vector clocks.
//!
//! # What it models
//! The first line is the regular expression that takes the other lines apart, the second, which is empty, the
//! one that would tell executions apart. Then comes a line for each event: its host, its clock, its virtual
//! nanoseconds (`timestamp` to `TSViz`), its kind and its words. Hosts are `peer0`, `peer1` and so on, and
//! `test` for the script.
//!
//! A clock counts, for every host, its events that the event can have come of: those before it on its own
//! host, and whatever its causes have come of. A host's own entry goes up by one with each of its events.
//!
//! # What it leaves out
//! States and logged lines: they are no events.

use std::io::Write;

use crate::record::{Event, Header, Record};
use crate::{ExportError, TraceError};

/// The first line: how the other lines are to be read.
pub const PARSER: &str = r"(?<host>\w+) (?<clock>\{[^}]*\}) (?<timestamp>\d+) (?<kind>\S+) (?<event>.*)";

/// Writes a trace for `ShiViz`. Holds the clock of every event, some 30 bytes each, and nothing else.
pub fn write(
    header: &Header,
    records: impl Iterator<Item = Result<Record, TraceError>>,
    out: &mut impl Write,
) -> Result<(), ExportError> {
    writeln!(out, "{PARSER}\n")?;
    let mut clocks = Clocks::new(header.peers);
    for record in records {
        let Record::Event(event) = record? else { continue };
        let host = event.node.unwrap_or(header.peers);
        let clock = clocks.tick(host, &event);
        let clock = entries(clock);
        let text = event.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = name(host, header.peers);
        writeln!(out, "{name} {{{clock}}} {} {} {text}", event.at, event.what.kind())?;
    }
    Ok(())
}

fn name(host: usize, peers: usize) -> String {
    if host == peers { "test".to_owned() } else { format!("peer{host}") }
}

/// The entries of a clock, as JSON, without those that are 0.
fn entries(clock: &[u32]) -> String {
    let hosts = clock.len() - 1;
    let entries = clock.iter().enumerate().filter(|(_, count)| **count > 0);
    let entries: Vec<String> =
        entries.map(|(host, count)| format!("\"{}\":{count}", name(host, hosts))).collect();
    entries.join(",")
}

/// The clocks of all events so far.
struct Clocks {
    /// Peers and the script.
    hosts: usize,
    /// Where each host stands.
    now: Vec<Vec<u32>>,
    ids: Vec<u64>,
    /// One clock after the other, in the order of `ids`.
    past: Vec<u32>,
}

impl Clocks {
    fn new(peers: usize) -> Self {
        let hosts = peers + 1;
        Self { hosts, now: vec![vec![0; hosts]; hosts], ids: Vec::new(), past: Vec::new() }
    }

    /// The clock of an event on `host`.
    fn tick(&mut self, host: usize, event: &Event) -> &[u32] {
        let now = &mut self.now[host];
        // A trace may leave events out, and causes among them.
        for position in event.parents.iter().filter_map(|parent| self.ids.binary_search(parent).ok()) {
            let known = &self.past[position * self.hosts..][..self.hosts];
            for (mine, theirs) in now.iter_mut().zip(known) {
                *mine = (*mine).max(*theirs);
            }
        }
        now[host] += 1;
        self.ids.push(event.id);
        self.past.extend_from_slice(now);
        now
    }
}
