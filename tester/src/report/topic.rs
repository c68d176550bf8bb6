//! The colour of each kind of event.
//!
//! Messages are many and stay pale; what changes a peer's mind or its disk, and what the tester does to it,
//! stands out.

use anstyle::{AnsiColor, Style};

use super::style;

/// What is shown of lines that the implementation logged, which are no events.
pub(crate) const LOG: &str = "log";

/// The colour of an event of this kind.
pub(super) fn style(kind: &str) -> Style {
    let colour = match kind {
        "send" | "deliver" | "reply" | "answer" => return style::FAINT,
        "drop" => AnsiColor::Yellow,
        "role" => return AnsiColor::Magenta.on_default().bold(),
        "note" | LOG => AnsiColor::Cyan,
        "start" | "apply" => AnsiColor::Green,
        "persist" | "snapshot" | "install" => AnsiColor::Blue,
        "connect" | "disconnect" | "crash" | "boot" | "reliable" | "reordering" => AnsiColor::Red,
        "test" => return style::STRONG,
        "warning" => return style::WARNING,
        "passed" => return style::PASSED,
        "failed" | "panic" | "apply-error" => return style::FAILED,
        _ => return style::PLAIN,
    };
    colour.on_default()
}
