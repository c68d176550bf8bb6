//! What the implementation logs with `tracing` while its run is recorded.
//!
//! # What it models
//! A simulation has its thread for itself, and so a subscriber of its own: it shows the lines of this one
//! run, and no other subscriber sees them. `RUST_LOG` says which are wanted, as it does everywhere.
//!
//! # What it leaves out
//! Spans: a line stands by itself.
//!
//! # Determinism
//! Lines are no events. They are in no digest and in no count, for what is logged depends on the environment.

use std::cell::RefCell;
use std::env;
use std::fmt::{self, Write as _};
use std::rc::Rc;

use tracing::field::{Field, Visit};
use tracing::subscriber::with_default;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry;

/// The variable that says which lines are wanted.
const VARIABLE: &str = "RUST_LOG";
/// What is wanted where it says nothing.
const DEFAULT: &str = "debug";
/// How many characters of one text are kept.
const TEXT: usize = 10_000;

/// `RUST_LOG` makes no sense.
#[derive(Debug, thiserror::Error)]
#[error(
    "{VARIABLE} is `{value}`: set it to a level or to targets with levels, as in `info` or \
    `raft=debug,raft::election=trace`, or leave it unset ({reason})"
)]
pub(crate) struct LogFilterError {
    value: String,
    reason: String,
}

/// A line that was logged.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) level: &'static str,
    pub(crate) target: String,
    pub(crate) text: String,
}

type Listener = Rc<dyn Fn(Said)>;

thread_local! {
    /// Who hears what is logged on this thread.
    static LISTENER: RefCell<Option<Listener>> = const { RefCell::new(None) };
}

/// Whether `RUST_LOG` can be followed.
///
/// # Errors
/// It cannot: it says something that is no filter.
pub(crate) fn check() -> Result<(), LogFilterError> {
    filter().map(drop)
}

fn filter() -> Result<EnvFilter, LogFilterError> {
    let Some(value) = env::var_os(VARIABLE) else { return Ok(EnvFilter::new(DEFAULT)) };
    let refused = |reason: String| LogFilterError { value: value.display().to_string(), reason };
    let text = value.to_str().ok_or_else(|| refused("it is not UTF-8".to_owned()))?;
    let text = if text.trim().is_empty() { DEFAULT } else { text };
    EnvFilter::builder().parse(text).map_err(|error| refused(error.to_string()))
}

/// Runs `f`, and has `listener` hear what it logs on this thread. Where `RUST_LOG` cannot be followed, it is
/// as if it were not set.
pub(crate) fn listen<T>(listener: Listener, f: impl FnOnce() -> T) -> T {
    let filter = filter().unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let _before = Before(LISTENER.replace(Some(listener)));
    with_default(registry().with(filter).with(Ear), f)
}

/// Runs `f`, of which nobody hears anything: it is code of a peer's that runs only because somebody looks.
pub(crate) fn muted<T>(f: impl FnOnce() -> T) -> T {
    let _before = Before(LISTENER.take());
    f()
}

/// Who heard before: hears again when this is dropped, be it over a panic.
struct Before(Option<Listener>);

impl Drop for Before {
    fn drop(&mut self) {
        LISTENER.set(self.0.take());
    }
}

/// Passes on what is logged.
struct Ear;

impl<S: Subscriber> Layer<S> for Ear {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        // Writing a field can log something in its turn: nothing is borrowed meanwhile.
        let Some(listener) = LISTENER.with_borrow(Clone::clone) else { return };
        let mut text = Text::default();
        event.record(&mut text);
        let text = bounded(text.0);
        let metadata = event.metadata();
        listener(Said { level: word(*metadata.level()), target: metadata.target().to_owned(), text });
    }
}

const fn word(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG => "debug",
        Level::TRACE => "trace",
    }
}

/// A text that is not longer than anybody reads: traces, and those who read them, have their limits.
pub(super) fn bounded(text: String) -> String {
    match text.char_indices().nth(TEXT) {
        None => text,
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
    }
}

/// The message, and then the other fields: `won the election votes=3`.
#[derive(Default)]
struct Text(String);

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.add(field, format_args!("{value:?}"));
    }
}

impl Text {
    fn add(&mut self, field: &Field, value: fmt::Arguments<'_>) {
        let Self(text) = self;
        if field.name() == "message" {
            // It comes first, wherever it stands.
            let rest = std::mem::take(text);
            let gap = if rest.is_empty() { "" } else { " " };
            let _ = write!(text, "{value}{gap}{rest}");
        } else {
            let gap = if text.is_empty() { "" } else { " " };
            let _ = write!(text, "{gap}{}={value}", field.name());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(f: impl FnOnce()) -> Vec<String> {
        let lines = Rc::new(RefCell::new(Vec::new()));
        let kept = lines.clone();
        let listener = move |said: Said| kept.borrow_mut().push(format!("{} {}", said.level, said.text));
        listen(Rc::new(listener), f);
        lines.take()
    }

    #[test]
    fn lines_are_heard_with_their_fields() {
        let lines = said(|| {
            tracing::info!(votes = 3, name = "one", "won in {}", 5);
            muted(|| tracing::error!("nobody hears this"));
            tracing::debug!(term = 7);
        });
        assert_eq!(lines, ["info won in 5 votes=3 name=one", "debug term=7"]);
    }

    #[test]
    fn a_listener_hears_again_after_a_panic() {
        let lines = said(|| {
            let panicked = std::panic::catch_unwind(|| muted(|| panic!("a peer's own")));
            assert!(panicked.is_err());
            tracing::info!("still here");
        });
        assert_eq!(lines, ["info still here"]);
    }

    #[test]
    fn endless_texts_are_cut() {
        let lines = said(|| tracing::info!("{}", "ü".repeat(TEXT + 1)));
        assert!(lines[0].ends_with("ü… (20002 bytes)") && lines[0].len() < 2 * TEXT + 40);
    }

    #[test]
    fn nobody_hears_what_comes_later() {
        let lines = said(|| ());
        tracing::error!("nobody hears this either");
        assert!(lines.is_empty());
    }
}
