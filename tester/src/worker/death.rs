//! What a worker died of.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use crate::failure::Death;

/// The signal by which a process aborts itself.
const SIGABRT: i32 = 6;
/// The signal that ends a process whatever it does.
const SIGKILL: i32 = 9;
/// The signal by which a limit of processor time ends a process.
const SIGXCPU: i32 = 24;

impl Death {
    /// What a process died of that ended with this status, after these words on standard error.
    pub(super) fn of((status, words): (ExitStatus, String)) -> Self {
        match (status.signal(), status.code()) {
            (Some(SIGABRT), _) if words.contains("has overflowed its stack") => Self::StackOverflow,
            (Some(SIGABRT), _) => match failed_allocation(&words) {
                Some(line) => Self::OutOfMemory(line.to_owned()),
                None => Self::Abort(last_line(&words).to_owned()),
            },
            (Some(SIGXCPU), _) => Self::OutOfTime,
            (Some(signal), _) => Self::Signal(signal),
            (None, code) => Self::Exit(code.unwrap_or_default()),
        }
    }

    /// Whether both are of one kind, whatever was said.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.clone().without_words() == other.clone().without_words()
    }

    /// Whether it may have been another's doing than this run's: no code of the implementation need have sent
    /// a signal, and what a process may have, earlier runs in it may have used up.
    pub(super) const fn is_from_outside(&self) -> bool {
        matches!(self, Self::Signal(_) | Self::Silence | Self::OutOfMemory(_) | Self::OutOfTime)
    }

    /// Whether somebody has killed the process.
    pub(super) const fn is_killing(&self) -> bool {
        matches!(self, Self::Signal(SIGKILL))
    }

    /// The same, without last words.
    pub(super) fn without_words(self) -> Self {
        match self {
            Self::Abort(_) => Self::Abort(String::new()),
            Self::OutOfMemory(_) => Self::OutOfMemory(String::new()),
            other => other,
        }
    }
}

/// The last line that says something.
fn last_line(words: &str) -> &str {
    words.lines().map(str::trim).rfind(|line| !line.is_empty()).unwrap_or_default()
}

/// What Rust says where an allocation fails, if that is its last word but for a note.
fn failed_allocation(words: &str) -> Option<&str> {
    let mut lines = words.lines().map(str::trim).rev().filter(|line| !line.is_empty());
    let line = lines.find(|line| !line.starts_with("note: "))?;
    (line.starts_with("memory allocation of ") && line.ends_with(" bytes failed")).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_and_the_last_words_tell_the_cause() {
        let of = |raw, words: &str| Death::of((ExitStatus::from_raw(raw), words.to_owned()));
        assert_eq!(of(6, "thread 'count_2B 7' has overflowed its stack\n"), Death::StackOverflow);
        assert_eq!(of(6, "one\nfatal: two\n\n"), Death::Abort("fatal: two".into()));
        let failed = "memory allocation of 65536 bytes failed";
        let words = format!("{failed}\nnote: run with `RUST_BACKTRACE=1` to display a backtrace\n");
        assert_eq!(of(6, &words), Death::OutOfMemory(failed.into()));
        assert_eq!(of(6, &format!("{failed}\nsomething else")), Death::Abort("something else".into()));
        assert_eq!(of(24, ""), Death::OutOfTime);
        assert_eq!(of(9, ""), Death::Signal(9));
        assert_eq!(of(3 << 8, ""), Death::Exit(3));
        assert!(of(6, "one").is_like(&of(6, "two")) && !of(6, "").is_like(&of(9, "")));
    }
}
