//! What a worker died of.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use crate::failure::Death;

/// The signal by which a process aborts itself.
const SIGABRT: i32 = 6;

/// What a process died of that ended with this status, after these words on standard error.
pub(super) fn death(status: ExitStatus, words: &str) -> Death {
    match (status.signal(), status.code()) {
        (Some(SIGABRT), _) if words.contains("has overflowed its stack") => Death::StackOverflow,
        (Some(SIGABRT), _) => Death::Abort(last_line(words)),
        (Some(signal), _) => Death::Signal(signal),
        (None, code) => Death::Exit(code.unwrap_or_default()),
    }
}

/// The last line that says something.
fn last_line(words: &str) -> String {
    let said = words.lines().map(str::trim).rfind(|line| !line.is_empty());
    said.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_and_the_last_words_tell_the_cause() {
        let of = |raw, words| death(ExitStatus::from_raw(raw), words);
        assert_eq!(of(6, "thread 'count_2B 7' has overflowed its stack\n"), Death::StackOverflow);
        assert_eq!(of(6, "one\nfatal: two\n\n"), Death::Abort("fatal: two".into()));
        assert_eq!(of(9, ""), Death::Signal(9));
        assert_eq!(of(3 << 8, ""), Death::Exit(3));
    }
}
