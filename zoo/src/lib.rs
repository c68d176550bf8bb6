//! The zoo: a second Raft, and a switch in it for every bug that the harness must catch.
//!
//! A test harness is worth what it catches. Here is the evidence: each of [`bugs::all`] is a mistake that
//! people really make, implemented in one and the same Raft, which with all switches off passes everything.
//! The program `zoo` runs the lab's tests against it, and its `table` says by which of them each bug is
//! caught, how soon, and whether the report names the right rule.
//!
//! ```
//! let bug: zoo::Bug = "vote-twice".parse().expect("it is in the zoo");
//! let _broken = zoo::factory(Some(bug));
//! let _clean = zoo::factory(None);
//! ```

pub mod bugs;
pub mod list;
mod raft;
pub mod reports;
pub mod table;
pub mod variants;

use std::fmt::Display;
use std::io::{self, Write as _};
use std::process::ExitCode;

use tester::cli::is_closed_pipe;
use tester::host::Factory;

pub use self::bugs::Bug;
pub use self::raft::Peer;

/// Peers with this bug, or without any.
pub fn factory(bug: Option<Bug>) -> Factory {
    Factory::new(move |cx| Peer::with_bug(cx, bug))
}

/// Writes a text and a line end to standard output, as far as anybody reads it.
fn print(text: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{text}").or_else(|error| if is_closed_pipe(&error) { Ok(()) } else { Err(error) })
}

/// Says on standard error why the program cannot do what it was asked; the exit status of such a program.
pub fn complain(error: &impl Display) -> ExitCode {
    // Where even this cannot be written, the exit status is all that is left to tell.
    let _ = writeln!(io::stderr(), "error: {error}");
    ExitCode::from(2)
}
