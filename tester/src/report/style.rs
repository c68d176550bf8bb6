//! The colours. Text is always written with them; where it goes to no terminal they are taken out on the way.

use anstyle::{AnsiColor, Style};

/// A test that passed.
pub(crate) const PASSED: Style = AnsiColor::Green.on_default().bold();
/// A test that failed.
pub(crate) const FAILED: Style = AnsiColor::Red.on_default().bold();
/// Something that wants attention but fails nothing.
pub(crate) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// What carries the structure: headings, the line to copy.
pub(crate) const STRONG: Style = Style::new().bold();
/// What the eye may skip.
pub(crate) const FAINT: Style = Style::new().dimmed();
/// Text as it is.
pub(crate) const PLAIN: Style = Style::new();

/// `text` in `style`.
pub(crate) fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}
