//! What each peer takes itself for, and in which term: one slice after the other.

use std::io::Write;

use serde_json::json;

use super::json::{Item, Items};
use super::process;
use crate::ExportError;
use crate::record::{Role, State};

/// The thread of these slices.
pub(super) const THREAD: usize = 1;

/// The slices of all peers that are not over yet.
pub(super) struct Roles {
    peers: Vec<Span>,
}

/// What a peer is, and since when.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Span {
    since: u64,
    is: Is,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Is {
    /// It has not been started yet.
    #[default]
    Unknown,
    Down,
    Up {
        role: Option<Role>,
        term: Option<u64>,
    },
}

impl Is {
    /// What it is after this change.
    fn after(self, change: &State) -> Self {
        let (mut role, mut term) = match (self, change.running) {
            (_, Some(false)) => return Self::Down,
            // A life knows nothing of the one before it.
            (_, Some(true)) | (Self::Unknown | Self::Down, None) => (None, None),
            (Self::Up { role, term }, None) => (role, term),
        };
        role = change.role.or(role);
        term = change.term.or(term);
        Self::Up { role, term }
    }

    /// Name and category of its slice; none where there is nothing to show.
    fn shown(self) -> Option<(String, &'static str)> {
        let (role, term) = match self {
            Self::Unknown => return None,
            Self::Down => return Some(("down".to_owned(), "down")),
            Self::Up { role, term } => (role, term),
        };
        let role = match role? {
            Role::Follower => "follower",
            Role::Candidate => "candidate",
            Role::Leader => "leader",
        };
        let term = term.map_or_else(String::new, |term| format!(", term {term}"));
        Some((format!("{role}{term}"), role))
    }
}

impl Roles {
    pub(super) fn new(peers: usize) -> Self {
        Self { peers: vec![Span::default(); peers] }
    }

    pub(super) fn state<W: Write>(
        &mut self,
        change: &State,
        items: &mut Items<'_, W>,
    ) -> Result<(), ExportError> {
        let span = &mut self.peers[change.node];
        let next = Span { since: change.at, is: span.is.after(change) };
        if next.is == span.is {
            return Ok(());
        }
        let over = std::mem::replace(span, next);
        self.end(change.node, over, change.at, items)
    }

    /// Ends all slices at `end`.
    pub(super) fn finish<W: Write>(self, end: u64, items: &mut Items<'_, W>) -> Result<(), ExportError> {
        for (node, span) in self.peers.iter().enumerate() {
            self.end(node, *span, end, items)?;
        }
        Ok(())
    }

    fn end<W: Write>(
        &self,
        node: usize,
        span: Span,
        end: u64,
        items: &mut Items<'_, W>,
    ) -> Result<(), ExportError> {
        let Some((name, category)) = span.is.shown().filter(|_| end > span.since) else { return Ok(()) };
        items.put(&Item {
            name: &name,
            cat: Some(category),
            ph: "X",
            ts: Some(span.since.into()),
            dur: Some((end - span.since).into()),
            pid: process(Some(node), self.peers.len()),
            tid: Some(THREAD),
            args: Some(json!({ "at": span.since })),
            ..Item::default()
        })
    }
}
