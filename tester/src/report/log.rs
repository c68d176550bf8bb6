//! The event log: one line for each event of a run, one column for each node.
//!
//! Time stands at the left, then what the test script did, then a column for every peer, so that the eye can
//! follow one peer down the page and a message across it.

use std::fmt::Write as _;

use sim::Instant;
use timeline::record::Line;

use crate::runner::LogEvent;
use crate::worker::Told;

use super::layout::{cut, one_line, wrap};
use super::style::{self, paint};
use super::topic;

/// The width of a timestamp: `123.456789` and a gap.
const TIME: usize = 12;
/// The width of a column where the width of the output is no limit.
const ROOMY: usize = 40;
/// Columns narrower than this are cut instead of broken into many short lines.
const NARROW: usize = 18;
/// Narrower columns than this say nothing.
const LEAST: usize = 8;
const GAP: usize = 2;

/// Which events a log shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LogFilter {
    /// Only these kinds of event; all if empty.
    pub(crate) kinds: Vec<String>,
    /// Only these nodes, and the test script; all if empty.
    pub(crate) nodes: Vec<usize>,
}

impl LogFilter {
    /// Whether something of this kind is shown, of this node or of the test script.
    fn shows(&self, kind: &str, node: Option<usize>) -> bool {
        let kind = self.kinds.is_empty() || self.kinds.iter().any(|shown| shown == kind);
        let node = node.is_none_or(|node| self.nodes.is_empty() || self.nodes.contains(&node));
        kind && node
    }
}

/// How a log is laid out.
#[derive(Debug, Clone)]
pub(crate) struct LogLayout {
    /// The width of a column.
    column: usize,
    /// The nodes that have a column, besides the test script.
    nodes: Vec<usize>,
    fit: Fit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// One line an event, however long: what a file or a pager gets.
    Overflow,
    /// Long text goes on below, in its own column.
    Wrap,
    /// Long text is cut.
    Cut,
}

impl LogLayout {
    /// The layout for `nodes` nodes on a terminal `width` columns wide, or on none.
    pub(crate) fn new(nodes: usize, width: Option<usize>) -> Self {
        Self::of((0..nodes).collect(), width)
    }

    /// The layout for these nodes.
    pub(crate) fn of(nodes: Vec<usize>, width: Option<usize>) -> Self {
        let columns = nodes.len() + 1;
        let Some(width) = width else {
            return Self { column: ROOMY, nodes, fit: Fit::Overflow };
        };
        let column = (width.saturating_sub(TIME) / columns).max(LEAST + GAP);
        let fit = if column - GAP < NARROW { Fit::Cut } else { Fit::Wrap };
        Self { column, nodes, fit }
    }

    /// The heading: the name of each column.
    pub(crate) fn heading(&self) -> String {
        let mut line = format!("{:<TIME$}{:<width$}", "seconds", "test script", width = self.column);
        for node in &self.nodes {
            let label = format!("peer {node}");
            let _ = write!(line, "{label:<width$}", width = self.column);
        }
        paint(style::STRONG, line.trim_end())
    }

    /// What is told of a run, as lines without a line end at the end, if it is something that a log shows and
    /// `filter` lets pass.
    pub(crate) fn told(&self, told: &Told, filter: &LogFilter) -> Option<String> {
        match told {
            Told::Event(event) => filter.shows(&event.kind, event.node).then(|| self.event(event)),
            Told::Line(line) => filter.shows(topic::LOG, line.node).then(|| self.line(line)),
            Told::Record(_) => None,
        }
    }

    /// The line, or the lines, of one event. What the implementation notes is shown with its term, which it
    /// would otherwise have to tell by itself.
    fn event(&self, event: &LogEvent) -> String {
        let text = match (event.kind.as_str(), event.term) {
            ("note", Some(term)) => format!("[term {term}] {}", event.text),
            _ => event.text.clone(),
        };
        self.block(event.at, event.node, &event.kind, &text)
    }

    /// The line, or the lines, of something logged.
    fn line(&self, line: &Line) -> String {
        let Line { level, text, .. } = line;
        let term = line.term.map(|term| format!("[term {term}] ")).unwrap_or_default();
        self.block(Instant::from_nanos(line.at), line.node, topic::LOG, &format!("{term}{level}: {text}"))
    }

    fn block(&self, at: Instant, node: Option<usize>, kind: &str, text: &str) -> String {
        let place = node.and_then(|node| self.nodes.iter().position(|shown| *shown == node));
        let indent = place.map_or(0, |place| place + 1) * self.column;
        let text = one_line(text);
        let room = self.column - GAP;
        let lines = match self.fit {
            Fit::Overflow => vec![text],
            Fit::Wrap => wrap(&text, room),
            Fit::Cut => vec![cut(&text, room)],
        };
        let style = topic::style(kind);
        let mut block = paint(style::FAINT, format_args!("{:>10}", at.to_string()));
        block.push_str("  ");
        for (number, line) in lines.iter().enumerate() {
            if number > 0 {
                block.push('\n');
                block.extend(std::iter::repeat_n(' ', TIME));
            }
            block.extend(std::iter::repeat_n(' ', indent));
            block.push_str(&paint(style, line));
        }
        block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terminals_width_is_shared_among_the_columns() {
        let layout = LogLayout::new(3, Some(172));
        assert_eq!((layout.column, layout.fit), (40, Fit::Wrap));
        let layout = LogLayout::new(7, Some(80));
        assert_eq!((layout.column, layout.fit), (LEAST + GAP, Fit::Cut));
        let layout = LogLayout::new(7, None);
        assert_eq!((layout.column, layout.fit), (ROOMY, Fit::Overflow));
    }

    #[test]
    fn the_heading_names_every_column() {
        let heading = anstream::adapter::strip_str(&LogLayout::new(2, Some(72)).heading()).to_string();
        assert_eq!(heading, "seconds     test script         peer 0              peer 1");
    }

    /// A short run of two nodes, as it looks on a terminal of this width, or on none.
    fn log(width: Option<usize>) -> String {
        let config = sim::Config { record: true, ..sim::Config::new(1) };
        let report = sim::run(config, |world| async move {
            let nodes = ["peer 0", "peer 1"].map(|label| world.add_node(label));
            sim::note!("the script begins");
            world.enter(nodes[1], || sim::note!("a rather long story\nof elections that were lost"));
            sim::sleep(std::time::Duration::from_micros(1_500)).await;
            world.enter(nodes[0], || sim::note!("short"));
        });
        let layout = LogLayout::new(2, width);
        let lines: Vec<String> =
            report.events.iter().map(|event| layout.event(&LogEvent::from(event))).collect();
        anstream::adapter::strip_str(&lines.join("\n")).to_string()
    }

    #[test]
    fn long_text_goes_on_in_its_own_column() {
        let lines = [
            "  0.000000  the script begins",
            "  0.000000                                          a rather long",
            "                                                    story\\nof",
            "                                                    elections that",
            "                                                    were lost",
            "  0.001500                      short",
        ];
        assert_eq!(log(Some(72)), lines.join("\n"));
    }

    #[test]
    fn narrow_columns_are_cut() {
        let lines = [
            "  0.000000  the script be…",
            "  0.000000                                  a rather long…",
            "  0.001500                  short",
        ];
        assert_eq!(log(Some(60)), lines.join("\n"));
    }

    #[test]
    fn a_file_gets_one_line_for_each_event() {
        assert_eq!(log(None).lines().count(), 3);
        assert!(log(None).contains("a rather long story\\nof elections that were lost"));
    }
}
