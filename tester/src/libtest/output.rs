//! Printing past the capture of the test harness.

use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};

/// Writes `report` to the real standard output, in one piece, so that tests that run side by side do not mix
/// their lines. The test harness captures what the macros print, and would show it for failing tests only.
pub(super) fn print(report: &str) {
    let stdout = io::stdout();
    let text = match AutoStream::choice(&stdout) {
        ColorChoice::Never => anstream::adapter::strip_str(report).to_string(),
        _ => report.to_owned(),
    };
    let threads = threads(std::env::args(), std::env::var("RUST_TEST_THREADS").ok());
    // A harness with one thread has already begun the line with the test's name.
    let start = if threads == Some(1) { "\n" } else { "" };
    // Whoever closed the output does not want to read it; the verdict stands.
    let _ = stdout.lock().write_all(format!("{start}{text}").as_bytes());
}

/// How many threads the test harness uses, found as it finds it; `None` if that cannot be told.
fn threads(mut arguments: impl Iterator<Item = String>, variable: Option<String>) -> Option<usize> {
    let argument = arguments.find_map(|argument| argument.strip_prefix("--test-threads").map(str::to_owned));
    let chosen = match argument {
        Some(rest) if rest.is_empty() => arguments.next(),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => variable,
    };
    match chosen {
        Some(number) => number.parse().ok(),
        None => std::thread::available_parallelism().ok().map(usize::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_goes_before_the_variable() {
        let asked = |arguments: &str, variable: Option<&str>| {
            threads(arguments.split(' ').map(str::to_owned), variable.map(str::to_owned))
        };
        assert_eq!(asked("lab --test-threads=1 2A", Some("4")), Some(1));
        assert_eq!(asked("lab 2A --test-threads 3", None), Some(3));
        assert_eq!(asked("lab 2A", Some("1")), Some(1));
        assert_eq!(asked("lab --test-threads", None).is_some(), std::thread::available_parallelism().is_ok());
        assert_eq!(asked("lab --test-threads=many", None), None);
    }
}
