//! The directory in which a hunt keeps its report.

use std::path::{Path, PathBuf};

use super::Arguments;
use crate::cli::{CliError, targets};
use crate::hunt::{self, Book, FILE_NAME, Lock, Origin, Plan, WallTimes};

/// Where the report is kept, if anywhere, and in whose name.
pub(super) struct Keeper {
    directory: Option<PathBuf>,
    origin: Origin,
    wall_times: WallTimes,
    /// Keeps other hunts out of the directory, once it is open.
    lock: Option<Lock>,
    is_resumed: bool,
}

impl Keeper {
    /// As the command line asks.
    ///
    /// # Errors
    /// The program cannot read itself, by which builds are told apart.
    pub(super) fn new(arguments: &Arguments) -> Result<Self, CliError> {
        let build = hunt::build().map_err(CliError::Build)?;
        let wall_times = if arguments.stable { WallTimes::LeftOut } else { WallTimes::Kept };
        let origin = Origin::of_this_build(build);
        Ok(Self { directory: arguments.out.clone(), origin, wall_times, lock: None, is_resumed: false })
    }

    /// The book to begin with: an empty one, or that of the report that is there.
    ///
    /// # Errors
    /// A report is there that would be lost, or one that is of something else or damaged. Another hunt is at
    /// work in the directory, or it cannot be used.
    pub(super) fn open(&mut self, plan: &Plan, resume: bool) -> Result<Book, CliError> {
        let empty = Book::new(plan.clone());
        let Some(directory) = &self.directory else { return Ok(empty) };
        targets::check_folder(directory)?;
        self.lock = Some(Lock::of(directory)?);
        let path = directory.join(FILE_NAME);
        self.is_resumed = resume && path.exists();
        let book = match (path.exists(), resume) {
            (false, _) => empty,
            (true, true) => hunt::read(directory)?.resume(&self.origin, plan)?,
            (true, false) => return Err(CliError::ReportExists(path)),
        };
        // Better now than after an hour.
        self.write(&book)?;
        Ok(book)
    }

    /// Writes the report as it stands.
    ///
    /// # Errors
    /// It cannot be written; the last one is still there.
    pub(super) fn write(&self, book: &Book) -> Result<(), CliError> {
        let Some(directory) = &self.directory else { return Ok(()) };
        Ok(hunt::write(directory, &self.origin, book, self.wall_times)?)
    }

    /// Where the report is kept.
    pub(super) fn directory(&self) -> Option<&Path> {
        self.directory.as_deref()
    }

    /// Whether the hunt goes on with the one that left the report.
    pub(super) const fn is_resumed(&self) -> bool {
        self.is_resumed
    }

    /// The report as text.
    pub(super) fn text(&self, book: &Book) -> String {
        hunt::text(&self.origin, book, self.wall_times)
    }
}
