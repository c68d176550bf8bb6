//! Runs every bug for as long as its sampling wants, and keeps what came of it.

use std::collections::VecDeque;
use std::ops::RangeInclusive;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tester::runner::Outcome;
use tester::survey::{Agenda, Errand};

use super::row::{Row, Run};
use super::sampling::{Effort, Sampling};
use crate::bugs::Specimen;

/// How many seeds of a test a worker runs in one go.
const CHUNK: u64 = 10;

/// All bugs under way.
pub(super) struct Census {
    subjects: Vec<Subject>,
    progress: ProgressBar,
}

/// One bug, and what is known of it.
struct Subject {
    specimen: &'static Specimen,
    sampling: Sampling,
    /// How many seeds have been handed out, of all tests.
    planned: u64,
    /// What is handed out next: a test by its place, and seeds.
    waiting: VecDeque<(usize, RangeInclusive<u64>)>,
    under_way: usize,
    runs: Vec<Run>,
}

impl Census {
    pub(super) fn new(specimens: impl Iterator<Item = &'static Specimen>, effort: Effort) -> Self {
        let subjects: Vec<Subject> = specimens.map(|specimen| Subject::new(specimen, effort)).collect();
        let runs = subjects.iter().map(|subject| subject.sampling.first * subject.tests()).sum();
        let progress = ProgressBar::with_draw_target(Some(runs), ProgressDrawTarget::stderr());
        let template = "{bar:30} {percent:>3} %  {human_pos}/{human_len} runs  {eta} left  {msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            progress.set_style(style);
        }
        Self { subjects, progress }
    }

    /// What has come of each bug, in their order.
    pub(super) fn rows(self) -> Vec<Row> {
        self.progress.finish_and_clear();
        self.subjects
            .into_iter()
            .map(|Subject { specimen, sampling, planned, runs, .. }| {
                Row::new(specimen, &sampling, planned, runs)
            })
            .collect()
    }
}

impl Agenda for Census {
    type Key = usize;

    /// A bug that waits for what it needs to know leaves the cores to the next one.
    fn next(&mut self) -> Option<Errand<usize>> {
        for (key, subject) in self.subjects.iter_mut().enumerate() {
            let before = subject.planned;
            if let Some((test, seeds)) = subject.next() {
                if before >= subject.sampling.first && subject.planned > before {
                    self.progress.inc_length((subject.planned - before) * subject.tests());
                }
                self.progress.set_message(subject.specimen.id);
                return Some(Errand {
                    key,
                    arguments: ["run", subject.specimen.id].map(Into::into).to_vec(),
                    test: subject.sampling.tests[test],
                    seeds,
                    patience: subject.sampling.patience,
                    twice: subject.sampling.twice,
                });
            }
        }
        None
    }

    fn outcome(&mut self, key: usize, outcome: Outcome) {
        self.progress.inc(1);
        self.subjects[key].runs.push(Run::of(&outcome));
    }

    fn done(&mut self, key: usize) {
        self.subjects[key].under_way -= 1;
    }
}

impl Subject {
    fn new(specimen: &'static Specimen, effort: Effort) -> Self {
        let sampling = Sampling::new(specimen, effort);
        Self { specimen, sampling, planned: 0, waiting: VecDeque::new(), under_way: 0, runs: Vec::new() }
    }

    fn tests(&self) -> u64 {
        self.sampling.tests.len() as u64
    }

    fn next(&mut self) -> Option<(usize, RangeInclusive<u64>)> {
        if self.waiting.is_empty() && self.under_way == 0 {
            self.plan();
        }
        let next = self.waiting.pop_front()?;
        self.under_way += 1;
        Some(next)
    }

    /// Plans the next seeds, if any are wanted: all tests of some seeds before the next seeds.
    fn plan(&mut self) {
        let Sampling { first, step, most, .. } = self.sampling;
        let is_enough = self.runs.iter().any(|run| run.rule.is_some());
        let last = match self.planned {
            0 => first,
            planned if is_enough => planned,
            planned => (planned + step).min(most),
        };
        let mut from = self.planned + 1;
        while from <= last {
            let to = (from + CHUNK - 1).min(last);
            self.waiting.extend((0..self.sampling.tests.len()).map(|test| (test, from..=to)));
            from = to + 1;
        }
        self.planned = last;
    }
}
