//! What of a run's log is wanted, as people type it.

use crate::report::LOG;

/// Every kind of line that a log can have, in the order of what people ask for most.
const KINDS: [&str; 34] = [
    "send",
    "deliver",
    "duplicate",
    "drop",
    "reply",
    "answer",
    "persist",
    "role",
    "start",
    "apply",
    "apply-error",
    "snapshot",
    "install",
    "violation",
    "note",
    LOG,
    "panic",
    "boot",
    "crash",
    "connect",
    "disconnect",
    "cut",
    "storm",
    "pause",
    "clock",
    "arm",
    "due",
    "reliable",
    "reordering",
    "chaos",
    "test",
    "warning",
    "passed",
    "failed",
];

/// The kind that `text` stands for.
///
/// # Errors
/// A phrase that says which kinds there are.
pub(super) fn parse_kind(text: &str) -> Result<String, String> {
    let wanted = text.trim();
    let kind = KINDS.into_iter().find(|kind| *kind == wanted);
    kind.map(str::to_owned)
        .ok_or_else(|| format!("no event is of that kind; the kinds are {}", KINDS.join(", ")))
}

/// The peer that `text` stands for.
///
/// # Errors
/// A phrase that says what a peer is.
pub(super) fn parse_peer(text: &str) -> Result<usize, String> {
    text.trim().parse().map_err(|_| "a peer is a number, as in 0,2".to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use timeline::record::What;

    use super::*;

    /// Reading a trace refuses a kind by naming those that there are.
    #[test]
    fn every_kind_of_a_trace_can_be_asked_for() {
        let refused = serde_json::from_str::<What>(r#"{"kind": "vote"}"#).expect_err("there is none");
        let named = refused.to_string();
        let mut there: BTreeSet<&str> = named.split('`').skip(3).step_by(2).collect();
        there.insert(LOG);
        assert_eq!(BTreeSet::from(KINDS), there, "{named}");
        assert_eq!(parse_kind(" apply-error"), Ok("apply-error".to_owned()));
        assert!(parse_kind("vote").is_err_and(|phrase| phrase.contains("send, deliver, ")));
    }

    #[test]
    fn peers_are_numbers() {
        assert_eq!(parse_peer(" 2"), Ok(2));
        assert_eq!(parse_peer("x"), Err("a peer is a number, as in 0,2".to_owned()));
    }
}
