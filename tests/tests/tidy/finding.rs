//! What a rule found.

use std::fmt;

/// One place that breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    /// The file, from the repository's root.
    pub(crate) path: String,
    /// The line, from 1 on.
    pub(crate) line: usize,
    /// What is wrong and what to do about it.
    pub(crate) text: String,
}

impl Finding {
    pub(crate) fn new(path: &str, line: usize, text: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, text: text.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.text)
    }
}

/// Fails the test with the list of `findings`, if there are any.
#[track_caller]
pub(crate) fn none(mut findings: Vec<Finding>) {
    findings.sort();
    let list: Vec<String> = findings.iter().map(Finding::to_string).collect();
    assert!(list.is_empty(), "{} places break this rule:\n{}\n", list.len(), list.join("\n"));
}

/// The lines of `findings`: what the rules' own tests compare.
#[cfg(test)]
pub(crate) fn lines(findings: &[Finding]) -> Vec<usize> {
    findings.iter().map(|finding| finding.line).collect()
}

#[test]
#[should_panic(expected = "2 places break this rule:\na.rs:3: short\nb.rs:1: long\n")]
fn findings_are_listed_in_order() {
    none(vec![Finding::new("b.rs", 1, "long"), Finding::new("a.rs", 3, "short")]);
}
