//! One lab test under `cargo test`: several seeds, those that failed before first.

use std::fmt::Write as _;
use std::path::PathBuf;

use super::runs::Runs;
use super::settings::{Seeds, Settings};
use crate::invocation::Invocation;
use crate::report::style::{self, paint};
use crate::report::{self, Advice, LogFilter, LogLayout, listed};
use crate::runner::Outcome;
use crate::seeds_file::{FILE_NAME, SeedsFile};
use crate::suite::LabTest;
use crate::traces;

/// What several seeds of one test came to.
pub(super) struct Trial {
    test: &'static LabTest,
    settings: Settings,
    passed: usize,
    failed: Vec<u64>,
    /// The outcome that the report shows: the first failure, or the first of all if none failed.
    shown: Option<Outcome>,
    /// The seeds that failed in an earlier run.
    remembered: Vec<u64>,
    /// The seeds among these that passed now.
    healed: Vec<u64>,
    /// Whether the failing seeds are in the file for the next run.
    kept: bool,
    warnings: Vec<String>,
    /// Where the timeline of the first failure is.
    timeline: Option<PathBuf>,
}

impl Trial {
    /// Runs `test` with the seeds that `settings` ask for, and brings `file` up to date. A file that cannot
    /// be read or written is a warning in the report and changes no verdict.
    pub(super) fn run(test: &'static LabTest, settings: Settings, file: &SeedsFile, runs: &mut Runs) -> Self {
        let mut trial = Self::prepare(test, settings, file);
        match settings.seeds {
            Seeds::Only(seed) => trial.add(runs.run(test, seed)),
            Seeds::UpTo(last) => trial.run_up_to(last, runs),
        }
        trial.look_twice(runs);
        trial.draw(runs);
        if let Some(trouble) = runs.trouble() {
            trial.warnings.push(format!("the runs had no process of their own: {trouble}"));
        }
        match file.update(test.name, &trial.healed, &trial.failed) {
            Ok(()) => trial.kept = true,
            Err(error) => trial.warnings.push(error.to_string()),
        }
        trial
    }

    /// Runs the seeds that failed before and all others up to `last`, as long as none has to be given up:
    /// that took real time, and the next would most likely take as much.
    fn run_up_to(&mut self, last: u64, runs: &mut Runs) {
        let remembered = self.remembered.clone();
        let others = (1..=last).filter(|seed| !remembered.contains(seed));
        for seed in remembered.iter().copied().chain(others) {
            let outcome = runs.run(self.test, seed);
            let is_given_up = outcome.is_given_up();
            self.add(outcome);
            if is_given_up {
                let told = format!("seed {seed} had to be given up, and no other was tried after it");
                return self.warnings.push(told);
            }
        }
    }

    /// Does the run that the report shows once more: a seed that does not decide its run is no seed.
    fn look_twice(&mut self, runs: &mut Runs) {
        // A run that was given up is not observed to its end, and leaves a thread behind each time.
        let Some(shown) = self.shown.as_ref().filter(|shown| shown.observed > 0) else { return };
        let Some(differs) = runs.repeat(shown) else { return };
        if !shown.verdict.passed() {
            let command = Invocation::lab().command("check", self.test.name);
            self.warnings.push(format!("a second run of seed {} was another: see `{command}`", shown.seed));
            return;
        }
        self.passed -= 1;
        self.healed.retain(|seed| *seed != differs.seed);
        self.failed.push(differs.seed);
        self.shown = Some(differs);
    }

    /// Draws a timeline of the failure that the report shows. It is evidence too, but the verdict does not
    /// hang on it.
    fn draw(&mut self, runs: &mut Runs) {
        let Some(shown) = self.shown.as_ref().filter(|shown| !shown.verdict.passed()) else { return };
        // What has to be given up takes its time again.
        if shown.is_given_up() || traces::are_timelines_unwanted() {
            return;
        }
        let advice = Advice::new(self.settings.hints, Invocation::lab());
        match runs.timeline(shown, &advice) {
            Some(Ok(path)) => self.timeline = Some(path),
            Some(Err(error)) => self.warnings.push(format!("no timeline of seed {}: {error}", shown.seed)),
            None => {}
        }
    }

    fn prepare(test: &'static LabTest, settings: Settings, file: &SeedsFile) -> Self {
        let (remembered, warnings) = match file.entries() {
            Ok((entries, strange)) => {
                let of_this = entries.iter().filter(|entry| entry.test.name == test.name);
                (of_this.map(|entry| entry.seed).collect(), strange.iter().map(ToString::to_string).collect())
            }
            // Bringing the file up to date will fail the same way, and say so.
            Err(_) => (Vec::new(), Vec::new()),
        };
        Self {
            test,
            settings,
            passed: 0,
            failed: Vec::new(),
            shown: None,
            remembered,
            healed: Vec::new(),
            kept: false,
            warnings,
            timeline: None,
        }
    }

    fn add(&mut self, outcome: Outcome) {
        let (seed, passed) = (outcome.seed, outcome.verdict.passed());
        if self.shown.is_none() || !passed && self.failed.is_empty() {
            self.shown = Some(outcome);
        }
        if !passed {
            self.failed.push(seed);
            return;
        }
        self.passed += 1;
        if self.remembered.contains(&seed) {
            self.healed.push(seed);
        }
    }

    /// Whether every seed passed.
    pub(super) fn passed(&self) -> bool {
        self.failed.is_empty()
    }

    /// The failure in one sentence, with the command that repeats it; `None` if every seed passed.
    pub(super) fn failure(&self) -> Option<String> {
        let shown = self.shown.as_ref().filter(|_| !self.passed())?;
        let class = shown.verdict.class().unwrap_or_default();
        let class = match self.failed.as_slice() {
            [_] => format!(" ({class})"),
            // Others may have failed otherwise.
            _ => format!("; seed {}: {class}", shown.seed),
        };
        let failed = format!("{} failed with {}{class}", self.test.name, self.failed_seeds());
        Some(format!("{failed}; replay: {}", Invocation::lab().replay(shown.test, shown.seed)))
    }

    /// What a person reads, whether the test passed or not: the lab's lines, and how many seeds they stand
    /// for. Ends with a line end.
    pub(super) fn report(&self, runs: &mut Runs) -> String {
        let mut report = self.test.heading();
        if let Some(shown) = &self.shown {
            if self.settings.log && (self.runs() == 1 || !self.passed()) {
                report.push_str(&log_of(shown, runs));
            }
            let _ = write!(
                report,
                "\n{}",
                report::verdict(shown, &Advice::new(self.settings.hints, Invocation::lab()))
            );
        }
        if let Some(path) = &self.timeline {
            let _ = write!(report, "\n  timeline: {}", traces::shown_path(path));
        }
        if self.passed() {
            report.push_str(&self.label());
        } else {
            let kept = if self.kept { "kept" } else { "not kept" };
            let _ = write!(report, "\n  failed: {}; {kept} in {FILE_NAME}", self.failed_seeds());
        }
        if !self.healed.is_empty() {
            let _ = write!(report, "\n  pass again and leave {FILE_NAME}: {}", listed(&self.healed));
        }
        for warning in &self.warnings {
            let _ = write!(report, "\n  {} {warning}", paint(style::WARNING, "warning:"));
        }
        report.push('\n');
        report
    }

    /// Whose figures those are, and how many seeds passed: `(seed 1; 10 seeds passed)`, or `(seed 7)`.
    fn label(&self) -> String {
        match &self.shown {
            None => String::new(),
            Some(shown) if self.passed == 1 => format!("  (seed {})", shown.seed),
            Some(shown) => format!("  (seed {}; {} seeds passed)", shown.seed, self.passed),
        }
    }

    /// `seed 7`, or `3 of 10 seeds (4, 7, 9)`.
    fn failed_seeds(&self) -> String {
        match self.failed.as_slice() {
            [only] if self.runs() == 1 => format!("seed {only}"),
            seeds => format!("{} of {} seeds ({})", seeds.len(), self.runs(), listed(seeds)),
        }
    }

    fn runs(&self) -> usize {
        self.passed + self.failed.len()
    }
}

/// The events of the run that `outcome` came of, one a line, each after a line end.
fn log_of(outcome: &Outcome, runs: &mut Runs) -> String {
    let layout = LogLayout::new(outcome.test.peers_of(outcome.seed), None);
    let mut log = format!("\n{}", layout.heading());
    let told = runs.log(outcome.test, outcome.seed);
    for line in told.iter().filter_map(|told| layout.told(told, &LogFilter::default())) {
        let _ = write!(log, "\n{line}");
    }
    log
}
