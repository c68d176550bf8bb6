//! The events of one run of each family, beside the report.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anstream::adapter::strip_str;

use super::excerpt::Excerpt;
use crate::cli::CliError;
use crate::hunt::Family;
use crate::invocation::Invocation;
use crate::report::{self, Advice, LogFilter, LogLayout};
use crate::rules::Hints;
use crate::runner::Outcome;
use crate::suite::{self, LabTest};
use crate::worker::{Detail, Isolated, Manners};

/// The folder of the event logs, in the directory of the report.
pub(in crate::cli) const FOLDER: &str = "logs";

/// What the names of logs end in.
pub(in crate::cli) const EXTENSION: &str = "log";

/// What a log is called until it is whole: a process that dies leaves no half of one behind.
const FRESH_NAME: &str = "log.new";

/// How many events of a run are kept from its begin, and as many from its end. A run may have millions.
const EVENTS: usize = 20_000;

/// The name of the log of a family's representative.
pub(in crate::cli) fn file_name(family: &Family) -> String {
    let test = family.fingerprint.test;
    format!("{test}-{}-{}.log", family.representative.seed, family.fingerprint.id())
}

/// Deletes the files in `folder` that end in `.extension` and have other names than these: a hunt that found
/// shorter runs may have left them.
///
/// # Errors
/// The folder cannot be read, or a file cannot be deleted.
pub(in crate::cli) fn delete_others(
    folder: &Path,
    extension: &str,
    names: &[String],
) -> Result<(), CliError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(CliError::File { path: folder.to_owned(), source }),
    };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let is_one = path.extension().is_some_and(|found| found == extension) || name == FRESH_NAME;
        if is_one && !names.iter().any(|known| name == known.as_str()) {
            fs::remove_file(&path).map_err(|source| CliError::File { path, source })?;
        }
    }
    Ok(())
}

/// How logs are made.
pub(super) struct Logs<'a> {
    /// Where the report is.
    pub(super) directory: &'a Path,
    /// How runs are repeated.
    pub(super) manners: Manners,
    /// How the program is called that hunts.
    pub(super) invocation: &'a Invocation,
    /// Whether what is there is of this very hunt, and need not be made again.
    pub(super) reuse: bool,
    /// Whether somebody wants no more of them.
    pub(super) is_interrupted: &'a dyn Fn() -> bool,
}

impl Logs<'_> {
    /// Repeats the representative of each family and writes its events down. What was odd about it: a run
    /// that was another the second time, or logs that are missing.
    ///
    /// # Errors
    /// There are no workers, or a file cannot be written.
    pub(super) fn keep(&self, families: &[Family]) -> Result<Vec<String>, CliError> {
        let folder = self.directory.join(FOLDER);
        delete_others(&folder, EXTENSION, &families.iter().map(file_name).collect::<Vec<_>>())?;
        let mut isolated = Isolated::new(self.manners);
        let mut odd = Vec::new();
        for family in families {
            let path = folder.join(file_name(family));
            if self.reuse && path.exists() {
                continue;
            }
            if (self.is_interrupted)() {
                odd.push("not all logs are written: --resume makes the others".to_owned());
                break;
            }
            let Some(test) = suite::find(family.fingerprint.test) else { continue };
            let seed = family.representative.seed;
            let outcome = self.write(&path, &mut isolated, test, seed)?;
            if outcome.digest != family.representative.digest {
                let (test, check) = (test.name, self.invocation.command("check", test.name));
                odd.push(format!("{test} {seed} was another run when it was repeated: see `{check}`"));
            }
        }
        Ok(odd)
    }

    /// Repeats a run and writes down, without colours, what `lab replay --log` shows of it.
    fn write(
        &self,
        path: &Path,
        isolated: &mut Isolated,
        test: &'static LabTest,
        seed: u64,
    ) -> Result<Outcome, CliError> {
        let failed = |source| CliError::File { path: path.to_owned(), source };
        let fresh: PathBuf = self.directory.join(FOLDER).join(FRESH_NAME);
        let open = || {
            fs::create_dir_all(self.directory.join(FOLDER))?;
            let mut file = BufWriter::new(File::create(&fresh)?);
            let layout = LogLayout::new(test.peers_of(seed), None);
            writeln!(file, "{} {seed}\n{}", test.name, strip_str(&layout.heading()))?;
            Ok((Excerpt::new(file, EVENTS), layout))
        };
        let (mut events, layout) = open().map_err(failed)?;
        let mut written = Ok(());
        let filter = LogFilter::default();
        let outcome = isolated.follow(test, seed, Detail::Events, |told| {
            if let Some(line) = layout.told(&told, &filter).filter(|_| written.is_ok()) {
                written = events.line(strip_str(&line).to_string());
            }
        })?;
        // A log is evidence, the same for everybody. What it means is told where somebody reads it.
        let facts = Advice::new(Hints::None, self.invocation.clone());
        let close = || {
            written?;
            let mut file = events.finish()?;
            writeln!(file, "{}", strip_str(&report::verdict(&outcome, &facts)))?;
            file.flush()?;
            fs::rename(&fresh, path)
        };
        close().map_err(failed)?;
        Ok(outcome)
    }
}
