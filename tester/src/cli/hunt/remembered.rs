//! The seeds that failed before: a hunt runs them first, and leaves the new ones there.

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use super::watcher::Watcher;
use crate::cli::{CliError, targets};
use crate::hunt::{Audience as _, Book, HuntError, Plan};
use crate::runner::Verdict;
use crate::seeds_file::{Entry, SeedsFile};
use crate::suite::LabTest;
use crate::worker::{Isolated, Manners};

/// Names the file, for a workspace whose tests are in another package than its program.
const FILE: &str = "LAB_FAILING_SEEDS";

/// Set by cargo for the programs that it runs: the directory of the package.
const PACKAGE: &str = "CARGO_MANIFEST_DIR";

/// The seeds that failed before, of the tests that are hunted.
pub(super) struct Remembered {
    file: Option<SeedsFile>,
    entries: Vec<Entry>,
    passed: Vec<Entry>,
    failed: Vec<Entry>,
    /// Whether the harness itself failed in one of them.
    has_broken: bool,
    /// How many tests are not hunted since one of them failed again.
    left_out: usize,
}

impl Remembered {
    /// No seeds, and no file for new ones.
    pub(super) fn nothing() -> Self {
        Self::of(None, Vec::new())
    }

    fn of(file: Option<SeedsFile>, entries: Vec<Entry>) -> Self {
        let (passed, failed) = (Vec::new(), Vec::new());
        Self { file, entries, passed, failed, has_broken: false, left_out: 0 }
    }

    /// The seeds in this file, or in the workspace's or the package's. Without a package there is no file;
    /// nor is there one by default where a program hosts several implementations, which do not fail with the
    /// same seeds.
    ///
    /// # Errors
    /// The file that was named cannot be read, or nobody can be told what is strange about it.
    pub(super) fn read(
        named: Option<PathBuf>,
        plan: &Plan,
        watcher: &mut Watcher<'_>,
    ) -> Result<Self, CliError> {
        // Better now than with what an hour has found.
        targets::check(None, &named.as_deref().into_iter().collect::<Vec<_>>())?;
        let has_default = watcher.invocation().subject().is_none();
        let of_workspace = || env::var_os(FILE).filter(|path| !path.is_empty()).map(PathBuf::from);
        let of_package = || env::var_os(PACKAGE).map(|package| SeedsFile::in_directory(Path::new(&package)));
        let default = || of_workspace().map(SeedsFile::at).or_else(of_package).filter(|_| has_default);
        let Some(file) = named.map(SeedsFile::at).or_else(default) else { return Ok(Self::nothing()) };
        let (mut entries, strange) = file.entries()?;
        for line in strange {
            watcher.warn(&line.to_string())?;
        }
        entries.retain(|entry| plan.tests.iter().any(|test| test.name == entry.test.name));
        Ok(Self::of(Some(file), entries))
    }

    /// Runs them all, as long as nobody interrupts.
    ///
    /// # Errors
    /// There are no workers, or a failure cannot be told.
    pub(super) fn run(&mut self, manners: Manners, watcher: &mut Watcher<'_>) -> Result<(), HuntError> {
        let mut isolated = Isolated::new(manners);
        for &entry in &self.entries {
            if watcher.is_interrupted() {
                break;
            }
            let outcome = isolated.run(entry.test, entry.seed)?;
            if outcome.verdict.passed() {
                self.passed.push(entry);
            } else {
                watcher.failure(&outcome)?;
                self.has_broken |= matches!(outcome.verdict, Verdict::Broken(_));
                self.failed.push(entry);
            }
        }
        if let Some(file) = self.file.as_ref().filter(|_| !self.entries.is_empty()) {
            let (passed, failed) = (self.passed.len(), self.failed.len());
            let path = file.path().display();
            let not_run = match self.not_run() {
                0 => String::new(),
                left => format!(", {left} not run"),
            };
            watcher.say(format_args!(
                "of the seeds in {path}, {passed} pass again and {failed} still fail{not_run}"
            ))?;
        }
        Ok(())
    }

    /// How many of them failed again.
    pub(super) const fn failed(&self) -> usize {
        self.failed.len()
    }

    /// How many of them were left when somebody interrupted.
    pub(super) const fn not_run(&self) -> usize {
        self.entries.len() - self.passed.len() - self.failed.len()
    }

    /// Whether the harness itself failed in one of them.
    pub(super) const fn has_broken(&self) -> bool {
        self.has_broken
    }

    /// How many tests are not hunted since a seed of theirs failed again.
    pub(super) const fn left_out(&self) -> usize {
        self.left_out
    }

    /// How many of them failed again that are not among the runs of `book`.
    pub(super) fn failed_beside(&self, book: &Book) -> usize {
        self.failed.iter().filter(|entry| !book.has(entry.test, entry.seed)).count()
    }

    /// An empty book like `book`, without the tests of which a seed has failed already.
    pub(super) fn without_failed(&mut self, book: Book) -> Book {
        if self.failed.is_empty() {
            return book;
        }
        let has_failed = |test: &LabTest| self.failed.iter().any(|entry| entry.test.name == test.name);
        let mut plan = book.plan().clone();
        plan.tests.retain(|test| !has_failed(test));
        self.left_out = book.plan().tests.len() - plan.tests.len();
        Book::new(plan)
    }

    /// Brings the file up to date: without what passes again, with the smallest failing seed of each family
    /// and with its shortest run. What went wrong with that; it changes no verdict.
    pub(super) fn update(&self, book: &Book) -> Option<String> {
        let file = self.file.as_ref()?;
        let mut news: BTreeMap<&str, (Vec<u64>, Vec<u64>)> = BTreeMap::new();
        for entry in &self.passed {
            news.entry(entry.test.name).or_default().0.push(entry.seed);
        }
        let families = book.families();
        for family in &families {
            let failed = &mut news.entry(family.fingerprint.test).or_default().1;
            failed.extend([family.smallest_seed(), family.representative.seed]);
        }
        let update =
            |(test, (passed, failed)): (&str, (Vec<u64>, Vec<u64>))| file.update(test, &passed, &failed);
        news.into_iter().try_for_each(update).err().map(|error| error.to_string())
    }
}
