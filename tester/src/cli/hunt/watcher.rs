//! What a hunt tells while it goes on, and when it stops.

use std::fmt::Display;
use std::io;
use std::mem;
use std::time::Duration;

use super::keeper::Keeper;
use super::logs::Logs;
use super::progress::Progress;
use super::timelines;
use crate::cli::CliError;
use crate::cli::console::Console;
use crate::cli::interrupts;
use crate::cli::status::Status;
use crate::hunt::{Audience, Book, News};
use crate::invocation::Invocation;
use crate::report::{
    self,
    style::{self, paint},
};
use crate::runner::{Outcome, Stopwatch};
use crate::traces::shown_path;
use crate::worker::Manners;

/// How often the report is written: whatever becomes of this process, no more than this is lost, unless
/// somebody who reads our output holds us up.
const KEEP: Duration = Duration::from_millis(900);

/// How often the progress is brought up to date.
const REFRESH: Duration = Duration::from_millis(200);

/// Tells people how the hunt goes, and keeps its report.
pub(super) struct Watcher<'a> {
    console: &'a mut Console,
    progress: Progress,
    keeper: Keeper,
    kept: Stopwatch,
    refreshed: Stopwatch,
    /// Whether people know that the report cannot be written.
    has_warned: bool,
}

impl<'a> Watcher<'a> {
    /// From now on, an interrupt ends the hunt and not the process; a second one ends the process too.
    ///
    /// # Errors
    /// The system does not let us hear of interrupts.
    pub(super) fn new(
        console: &'a mut Console,
        progress: Progress,
        keeper: Keeper,
    ) -> Result<Self, CliError> {
        interrupts::listen(Status::Failed)?;
        let now = Stopwatch::start();
        Ok(Self { console, progress, keeper, kept: now, refreshed: now, has_warned: false })
    }

    /// The first run of the hunt's own seeds begins.
    pub(super) fn begin(&mut self) {
        self.progress.begin();
    }

    /// How the program is called that hunts.
    pub(super) const fn invocation(&self) -> &Invocation {
        self.console.advice().invocation()
    }

    /// Tells people something.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn say(&mut self, text: impl Display) -> io::Result<()> {
        self.progress.aside(|| self.console.say(text))
    }

    /// Tells people of something odd.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn warn(&mut self, warning: &str) -> io::Result<()> {
        self.say(format_args!("{} {warning}", paint(style::WARNING, "warning:")))
    }

    /// Tells of a run that failed, in full.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn failure(&mut self, outcome: &Outcome) -> io::Result<()> {
        let told = report::verdict(outcome, self.console.advice());
        self.say(format_args!("{} {}\n{told}", outcome.test.name, outcome.seed))
    }

    /// Writes the report as it stands.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn keep(&mut self, book: &Book) -> Result<(), CliError> {
        self.kept = Stopwatch::start();
        self.keeper.write(book)
    }

    /// Keeps the events of one run of each family beside the report, and tells what was odd about it.
    ///
    /// # Errors
    /// There are no workers, or the files cannot be written.
    pub(super) fn keep_logs(&mut self, book: &Book, manners: Manners) -> Result<(), CliError> {
        let Some(directory) = self.keeper.directory() else { return Ok(()) };
        let is_interrupted = || self.is_interrupted();
        let reuse = self.keeper.is_resumed();
        let invocation = self.console.advice().invocation();
        let logs = Logs { directory, manners, invocation, reuse, is_interrupted: &is_interrupted };
        for odd in logs.keep(&book.families())? {
            self.warn(&odd)?;
        }
        Ok(())
    }

    /// Draws the timelines of one run of each family, and tells where they are.
    ///
    /// # Errors
    /// What stood in their place cannot be deleted, or this cannot be told.
    pub(super) fn draw_timelines(&mut self, book: &Book, manners: Manners) -> Result<(), CliError> {
        let is_interrupted = || self.is_interrupted();
        let (directory, advice) = (self.keeper.directory(), self.console.advice());
        let drawn = timelines::draw(&book.families(), directory, manners, advice, &is_interrupted)?;
        for path in drawn.paths {
            self.say(format_args!("timeline: {}", shown_path(&path)))?;
        }
        for odd in drawn.odd {
            self.warn(&odd)?;
        }
        Ok(())
    }

    /// Says who will make the logs that this hunt does not make, if there are any to be made.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn put_off_logs(&mut self, book: &Book) -> io::Result<()> {
        if book.failures() == 0 || self.keeper.directory().is_none() {
            return Ok(());
        }
        self.warn("the events of the failures are not written: --resume makes up for it")
    }

    /// Tells all that the hunt has found, to people and programs. So many tests were left out since they fail
    /// again with a seed that failed before.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn conclude(&mut self, book: &Book, left_out: usize) -> io::Result<()> {
        if !book.plan().tests.is_empty() {
            let can_resume = self.keeper.directory().is_some();
            self.say(report::hunt(book, can_resume, self.console.advice()))?;
        }
        if left_out > 0 {
            let tests =
                if left_out == 1 { "1 test was".to_owned() } else { format!("{left_out} tests were") };
            let told = format!(
                "{tests} not hunted, with a seed that failed before and fails again: --keep-going hunts on"
            );
            self.say(paint(style::WARNING, told))?;
        }
        self.console.tell(|| self.keeper.text(book).trim_end().to_owned())
    }
}

impl Audience for Watcher<'_> {
    fn outcome(&mut self, outcome: &Outcome, news: News) -> io::Result<()> {
        match news {
            News::NewFamily(_) => self.failure(outcome),
            News::Passed | News::KnownFamily(_) | News::NotWanted => Ok(()),
        }
    }

    fn tick(&mut self, book: &Book) -> io::Result<()> {
        if self.refreshed.elapsed() >= REFRESH {
            self.refreshed = Stopwatch::start();
            let done = book.runs();
            self.progress.set(done, book.failures(), done + book.missing());
            self.progress.tick();
        }
        if self.kept.elapsed() >= KEEP {
            // The disk may have room again in a second. If not, the end says so, and the exit status.
            if let Err(error) = self.keep(book)
                && !mem::replace(&mut self.has_warned, true)
            {
                self.warn(&format!("{error}; it is tried again every second"))?;
            }
        }
        Ok(())
    }

    fn is_interrupted(&self) -> bool {
        interrupts::is_interrupted()
    }
}
