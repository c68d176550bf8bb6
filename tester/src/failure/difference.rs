//! Where two runs of one seed part.

use std::fmt;

use crate::runner::LogEvent;

/// How many of the events that two runs have in common are shown.
const COMMON: usize = 10;

/// The point at which two runs of one seed part: the last events that both have, and how each goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    common: Vec<LogEvent>,
    one: Option<LogEvent>,
    other: Option<LogEvent>,
}

impl Difference {
    /// Where these two logs part; `None` if they do not.
    pub fn between(one: &[LogEvent], other: &[LogEvent]) -> Option<Self> {
        let first = one.iter().zip(other).position(|(left, right)| left.digest != right.digest);
        let first = first.unwrap_or_else(|| one.len().min(other.len()));
        if first == one.len() && first == other.len() {
            return None;
        }
        Some(Self {
            common: one[first.saturating_sub(COMMON)..first].to_vec(),
            one: one.get(first).cloned(),
            other: other.get(first).cloned(),
        })
    }

    /// Where the task was spawned in which they part, as far as one is known.
    pub fn spawned(&self) -> Option<&str> {
        let events = [self.one.as_ref(), self.other.as_ref()];
        events.into_iter().flatten().find_map(|event| event.task.as_deref())
    }
}

/// Several lines: where they part, what they have in common, and both versions of what comes next.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let next = self.one.as_ref().or(self.other.as_ref());
        let (id, at) = next.map(|event| (event.id, event.at)).unwrap_or_default();
        write!(f, "from event {id} on, at {at} s")?;
        if let Some(site) = self.spawned() {
            write!(f, ", in the task spawned at {site}")?;
        }
        if !self.common.is_empty() {
            write!(f, "\nthe last events that both runs have:")?;
        }
        for event in &self.common {
            write!(f, "\n  {}", Line(event))?;
        }
        write!(f, "\nthen one run goes on with\n  {}", Version(self.one.as_ref()))?;
        write!(f, "\nand the other with\n  {}", Version(self.other.as_ref()))
    }
}

/// One event on a line.
struct Line<'a>(&'a LogEvent);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LogEvent { at, node, kind, text, .. } = self.0;
        let who = node.map_or_else(|| "script".to_owned(), |peer| format!("peer {peer}"));
        write!(f, "{at:>10}  {who:<6}  {kind:<10}  {text}")
    }
}

/// What comes next in one of the runs.
struct Version<'a>(Option<&'a LogEvent>);

impl fmt::Display for Version<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            None => f.write_str("nothing: it ends here"),
            Some(event) => {
                write!(f, "{}", Line(event))?;
                event.task.as_ref().map_or(Ok(()), |site| write!(f, " (task spawned at {site})"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use sim::Instant;

    use super::*;

    fn event(id: u64, text: &str) -> LogEvent {
        LogEvent {
            id,
            at: Instant::from_nanos(id * 1_000_000),
            node: Some(1),
            term: None,
            kind: "note".to_owned(),
            text: text.to_owned(),
            task: (id > 0).then(|| "src/raft.rs:7".to_owned()),
            digest: sim::Digest::of(text.as_bytes()),
        }
    }

    #[test]
    fn equal_logs_do_not_part() {
        let log = [event(0, "a"), event(1, "b")];
        assert_eq!(Difference::between(&log, &log), None);
    }

    #[test]
    fn both_versions_are_shown_after_what_is_common() {
        let difference = Difference::between(
            &[event(0, "a"), event(1, "b")],
            &[event(0, "a"), event(1, "c"), event(2, "d")],
        );
        let text = "from event 1 on, at 0.001000 s, in the task spawned at src/raft.rs:7\n\
                    the last events that both runs have:\n\
                    \x20   0.000000  peer 1  note        a\n\
                    then one run goes on with\n\
                    \x20   0.001000  peer 1  note        b (task spawned at src/raft.rs:7)\n\
                    and the other with\n\
                    \x20   0.001000  peer 1  note        c (task spawned at src/raft.rs:7)";
        assert_eq!(difference.map(|difference| difference.to_string()), Some(text.to_owned()));
    }

    #[test]
    fn a_run_may_just_end_earlier() {
        let long = [event(0, "a"), event(1, "b")];
        let told = Difference::between(&long, &long[..1]).map(|difference| difference.to_string());
        assert!(told.is_some_and(|told| told.ends_with("and the other with\n  nothing: it ends here")));
    }
}
