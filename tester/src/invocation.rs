//! How people call the program that runs the tests: what reports tell them to type next.

use std::borrow::Cow;
use std::fmt::Display;

use crate::suite::LabTest;

/// A program as it is called on a command line, and which of several implementations it is to run.
///
/// ```
/// use tester::invocation::Invocation;
/// assert_eq!(Invocation::lab().command("check", "backup_2B"), "cargo lab check backup_2B");
/// let of_one = Invocation::of_one_of_several("cargo run -p pets --", "cat");
/// assert_eq!(of_one.command("check", "backup_2B"), "cargo run -p pets -- check cat backup_2B");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invocation {
    program: Cow<'static, str>,
    subject: Option<String>,
}

impl Invocation {
    /// `cargo lab`, which runs the one implementation of its package.
    pub const fn lab() -> Self {
        Self { program: Cow::Borrowed("cargo lab"), subject: None }
    }

    /// A program that hosts several implementations: the `subject` after the verb says which.
    pub fn of_one_of_several(program: impl Into<Cow<'static, str>>, subject: impl Into<String>) -> Self {
        Self { program: program.into(), subject: Some(subject.into()) }
    }

    /// The program as it is typed, before the verb.
    pub fn program(&self) -> &str {
        &self.program
    }

    /// Which implementation, where the program hosts several.
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The command line with this verb and these further words.
    pub fn command(&self, verb: &str, words: impl Display) -> String {
        let subject = self.subject().map(|subject| format!(" {subject}")).unwrap_or_default();
        format!("{} {verb}{subject} {words}", self.program).trim_end().to_owned()
    }

    /// The command line that repeats a run.
    pub fn replay(&self, test: &LabTest, seed: u64) -> String {
        self.command("replay", format_args!("{} {seed}", test.name))
    }
}

impl Default for Invocation {
    fn default() -> Self {
        Self::lab()
    }
}
