//! The events of one run of each family, beside the report.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anstream::adapter::strip_str;

use crate::cli::CliError;
use crate::hunt::Family;
use crate::report::{self, LogLayout};
use crate::runner::{LogEvent, Outcome};
use crate::suite;
use crate::worker::{Isolated, Manners};

/// The folder of the event logs, in the directory of the report.
pub(in crate::cli) const FOLDER: &str = "logs";

/// The name of the log of a family's representative.
pub(in crate::cli) fn file_name(family: &Family) -> String {
    let test = family.fingerprint.test;
    format!("{test}-{}-{}.log", family.representative.seed, family.fingerprint.id())
}

/// Repeats the representative of each family and writes its events into `directory`. What was odd about it: a
/// run that was another the second time.
///
/// # Errors
/// There are no workers, or a file cannot be written.
pub(super) fn keep(directory: &Path, families: &[Family], manners: Manners) -> Result<Vec<String>, CliError> {
    let folder = directory.join(FOLDER);
    let mut isolated = Isolated::new(manners);
    let mut odd = Vec::new();
    for family in families {
        let path = folder.join(file_name(family));
        if path.exists() {
            continue;
        }
        let Some(test) = suite::find(family.fingerprint.test) else { continue };
        let mut events = Vec::new();
        let outcome = isolated.record(test, family.representative.seed, |event| events.push(event))?;
        if outcome.digest != family.representative.digest {
            let (test, seed) = (test.name, family.representative.seed);
            odd.push(format!(
                "{test} {seed} was another run when it was repeated: see `cargo lab check {test}`"
            ));
        }
        let failed = |source| CliError::File { path: path.clone(), source };
        fs::create_dir_all(&folder).map_err(failed)?;
        fs::write(&path, text(&outcome, &events)).map_err(failed)?;
    }
    Ok(odd)
}

/// The run as a text without colours: what became of it, then its events.
fn text(outcome: &Outcome, events: &[LogEvent]) -> String {
    let layout = LogLayout::new(outcome.test.peers, None);
    let mut text = format!("{} {}\n{}\n\n", outcome.test.name, outcome.seed, report::verdict(outcome));
    let _ = writeln!(text, "{}", layout.heading());
    for event in events {
        let _ = writeln!(text, "{}", layout.event(event));
    }
    strip_str(&text).to_string()
}
