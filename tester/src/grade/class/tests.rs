//! Gradings of made-up classes: what is done, in which order, and what is done again.

use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::grade::bench::Runnable;
use crate::grade::process::Process;
use crate::grade::submission::Submission;
use crate::grade::workshop::{Versions, WorkshopError};
use crate::grade::{Built, Points};
use crate::hunt::samples::{self, Fate};
use crate::runner::Outcome;
use crate::suite::LabTest;
use crate::traces::{Failed, KeepsakeError};
use crate::worker::{Deadline, WorkerError};

/// Two tests with three seeds each.
const RUBRIC: &str = "[points.tests]\ninitial_election_2A = 6\nreelection_2A = 4\n[seeds]\npublic = 3\n";

/// What was done.
type Log = Arc<Mutex<Vec<String>>>;

/// What stands in there where the machine has become too slow to build anything.
const JAMMED: &str = "jammed";

/// A bench that builds by the first word of the sources.
struct Made(Log);

/// What it builds.
struct MadeProgram {
    name: String,
    word: String,
    log: Log,
}

struct MadeProcess(String);

fn note(log: &Log, line: String) {
    log.lock().expect("nobody panics").push(line);
}

impl Bench for Made {
    fn build(
        &self,
        submission: &Submission,
        folder: &Path,
    ) -> Result<Result<Arc<dyn Runnable>, Built>, WorkshopError> {
        note(&self.0, format!("build {}", submission.name));
        fs::create_dir_all(folder).expect("a folder");
        let (_, word) = submission.texts().find(|(name, _)| *name == "raft.rs").expect("a source");
        match word.as_str() {
            "fickle" if self.0.lock().expect("nobody panics").contains(&JAMMED.to_owned()) => {
                Ok(Err(Built::Failed { log: "it was late".to_owned() }))
            }
            "garbage" => Ok(Err(Built::Failed { log: "error: garbage".to_owned() })),
            "jam" => Err(WorkshopError::Confine("jammed".to_owned())),
            _ => Ok(Ok(Arc::new(MadeProgram { name: submission.name.clone(), word, log: self.0.clone() }))),
        }
    }
}

impl Runnable for MadeProgram {
    fn process(&self, _: Deadline) -> Box<dyn Process> {
        note(&self.log, format!("process of {}", self.name));
        Box::new(MadeProcess(self.word.clone()))
    }

    fn draw(&self, run: Failed, folder: &Path, _: Deadline) -> Result<PathBuf, KeepsakeError> {
        note(&self.log, format!("draw {} {}", self.name, run.seed));
        if self.word == "undrawn" {
            let source = io::Error::other("no room");
            return Err(KeepsakeError::File { path: folder.to_owned(), source });
        }
        Ok(folder.to_owned())
    }
}

impl Process for MadeProcess {
    fn run(&mut self, test: &'static LabTest, seed: u64) -> Result<Outcome, WorkerError> {
        let place = usize::from(test.name == "reelection_2A");
        let fate = match (self.0.as_str(), seed) {
            ("lost", _) => return Err(WorkerError::NotAWorker(String::new())),
            ("slow" | "undrawn", 2) => Fate::Stalls,
            ("ours", 3) => Fate::BreaksTheHarness,
            _ => Fate::Passes,
        };
        Ok(samples::outcome(place, seed, fate))
    }

    fn repeat(&mut self, _: &Outcome) -> Result<Option<Outcome>, WorkerError> {
        Ok(None)
    }
}

/// Hears of what is graded, but of one submission, and interrupts after so many.
struct Ears {
    heard: Vec<String>,
    patience: AtomicUsize,
    deaf_to: &'static str,
}

impl Ears {
    const fn patient() -> Self {
        Self::with_patience(usize::MAX)
    }

    const fn with_patience(patience: usize) -> Self {
        Self { heard: Vec::new(), patience: AtomicUsize::new(patience), deaf_to: "" }
    }
}

impl Audience for Ears {
    fn graded(&mut self, grade: &Grade) -> Result<(), GradingError> {
        if grade.name == self.deaf_to {
            return Err(io::Error::other("no room").into());
        }
        self.heard.push(format!("{} {}/{}", grade.name, grade.earned(), grade.possible()));
        Ok(())
    }

    fn tick(&mut self, standing: Standing) -> io::Result<()> {
        assert!(standing.tests_done <= standing.tests && standing.submissions_done <= standing.submissions);
        Ok(())
    }

    fn is_interrupted(&self) -> bool {
        self.patience.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}

/// A folder with submissions, and one for their grades.
struct World {
    home: tempfile::TempDir,
    submissions: BTreeMap<String, PathBuf>,
    log: Log,
}

impl World {
    fn new(words: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let mut world = Self { home, submissions: BTreeMap::new(), log: Log::default() };
        for (name, word) in words {
            world.hand_in(name, word);
        }
        world
    }

    fn hand_in(&mut self, name: &str, word: &str) {
        let folder = self.home.path().join("in").join(name);
        fs::create_dir_all(&folder).expect("made");
        if !word.is_empty() {
            fs::write(folder.join("raft.rs"), word).expect("written");
        }
        self.submissions.insert(name.to_owned(), folder);
    }

    fn open(&self) -> Class {
        let rubric = Rubric::parse(RUBRIC, "r.toml").expect("a rubric");
        let versions = Versions {
            raftlab: "1".into(),
            harness: "2".into(),
            rustc: "3".into(),
            profile: "4".into(),
            protection: "5".into(),
        };
        let terms = Terms::new(&rubric, &versions);
        let place = Shelf::open(&self.home.path().join("out"), false).expect("a folder");
        let bench = Box::new(Made(self.log.clone()));
        Class::open(&self.submissions, rubric, &terms, place, bench).expect("a class")
    }

    /// Grades all: how it ended, what came of it, and what was done for it.
    fn drive(&self, jobs: usize, ears: &mut Ears) -> (Ended, Vec<Grade>, Vec<String>) {
        let mut class = self.open();
        let ended = class.drive(jobs, ears).expect("it goes on");
        let grades = class.grades().into_iter().map(without_seconds).collect();
        drop(class);
        (ended, grades, std::mem::take(&mut *self.log.lock().expect("nobody panics")))
    }
}

fn without_seconds(mut grade: Grade) -> Grade {
    grade.tests.iter_mut().for_each(|test| test.seconds = 0.0);
    grade
}

fn points(grades: &[Grade]) -> Vec<(&str, String)> {
    grades.iter().map(|grade| (grade.name.as_str(), grade.earned().to_string())).collect()
}

const CLASS: [(&str, &str); 5] =
    [("ann", "sound"), ("bob", "slow"), ("cat", "garbage"), ("dan", ""), ("eve", "ours")];

#[test]
fn everybody_gets_what_is_due() {
    let world = World::new(&CLASS);
    let mut ears = Ears::patient();
    let (ended, grades, log) = world.drive(1, &mut ears);
    assert_eq!(ended, Ended::Complete);
    let due = [("ann", "10"), ("bob", "6.66"), ("cat", "0"), ("dan", "0"), ("eve", "3.33")];
    assert_eq!(points(&grades), due.map(|(name, points)| (name, points.to_owned())));
    assert!(grades.iter().all(|grade| grade.possible() == Points::of_hundredths(1000)));
    assert_eq!(grades[2].built, Built::Failed { log: "error: garbage".to_owned() });
    assert!(matches!(&grades[3].built, Built::Refused { reason } if reason.contains("raft.rs")));
    assert!(grades[4].remarks[0].contains("the harness itself failed in initial_election_2A"));
    assert!(grades[..4].iter().all(|grade| grade.remarks.is_empty()));
    assert_eq!(log.iter().filter(|line| line.starts_with("build")).count(), 4);
    assert_eq!(log.iter().filter(|line| *line == "process of ann").count(), 4, "two tests, two looks");
    ears.heard.sort();
    assert_eq!(ears.heard, ["ann 10/10", "bob 6.66/10", "cat 0/10", "dan 0/10", "eve 3.33/10"]);
    let left = fs::read_dir(world.home.path().join("out/.work")).expect("a folder");
    assert_eq!(left.count(), 0, "what was built is gone");
}

#[test]
fn the_grades_do_not_depend_on_how_many_work_at_once() {
    let of = |jobs| World::new(&CLASS).drive(jobs, &mut Ears::patient()).1;
    let one = of(1);
    assert_eq!((of(2), of(7)), (one.clone(), one));
}

#[test]
fn what_is_done_is_not_done_again() {
    let world = World::new(&CLASS);
    let (_, first, _) = world.drive(2, &mut Ears::patient());
    let mut ears = Ears::patient();
    let (_, again, log) = world.drive(2, &mut ears);
    assert_eq!((again, log), (first, Vec::new()));
    assert_eq!(ears.heard.len(), 5, "what was done before is told too");
}

#[test]
fn an_interrupted_grading_comes_to_the_same_grades() {
    let whole = World::new(&CLASS).drive(1, &mut Ears::patient()).1;
    let world = World::new(&CLASS);
    let mut interrupted = 0;
    for patience in 0.. {
        let mut ears = Ears::with_patience(patience);
        let (ended, grades, _) = world.drive(1, &mut ears);
        if ended == Ended::Complete {
            assert_eq!(grades, whole);
            break;
        }
        interrupted += 1;
    }
    assert!(interrupted > 3, "{interrupted}");
}

#[test]
fn a_journal_that_is_cut_anywhere_leads_to_the_same_grades() {
    let (_, whole, _) = World::new(&[("bob", "slow")]).drive(1, &mut Ears::patient());
    let world = World::new(&[("bob", "slow")]);
    world.drive(1, &mut Ears::patient());
    let journal = world.home.path().join("out/.journal/bob.jsonl");
    let text = fs::read(&journal).expect("written");
    for cut in (0..text.len()).step_by(97) {
        fs::write(&journal, &text[..cut]).expect("written");
        assert_eq!(world.drive(1, &mut Ears::patient()).1, whole);
    }
}

#[test]
fn a_submission_that_has_changed_is_graded_anew() {
    let mut world = World::new(&CLASS);
    world.drive(2, &mut Ears::patient());
    world.hand_in("ann", "slow");
    world.hand_in("dan", "sound");
    let (_, grades, log) = world.drive(1, &mut Ears::patient());
    let of = |name: &str| log.iter().filter(|line| line.ends_with(name) && line.starts_with("build")).count();
    assert_eq!([of("ann"), of("bob"), of("dan")], [1, 0, 1]);
    assert_eq!((points(&grades)[0].1.as_str(), points(&grades)[3].1.as_str()), ("6.66", "10"));
}

#[test]
fn what_is_nobodys_fault_stops_nobody_else() {
    let world = World::new(&[("ann", "jam"), ("bob", "sound"), ("cat", "lost"), ("dan", "sound")]);
    let mut class = world.open();
    let ended = class.drive(2, &mut Ears::patient()).expect("it goes on");
    assert_eq!(ended, Ended::Complete);
    let graded = class.grades();
    assert_eq!(points(&graded), [("bob", "10".to_owned()), ("dan", "10".to_owned())]);
    let failed: Vec<&str> = class.failures().map(|(name, _)| name).collect();
    assert_eq!(failed, ["ann", "cat"]);
}

#[test]
fn a_journal_that_cannot_be_opened_stops_nobody_else() {
    let world = World::new(&[("ann", "sound"), ("bob", "sound")]);
    drop(world.open());
    let journal = world.home.path().join("out/.journal/ann.jsonl");
    fs::remove_file(&journal).expect("it is there");
    fs::create_dir(&journal).expect("made");
    let mut class = world.open();
    assert_eq!(class.drive(2, &mut Ears::patient()).expect("it goes on"), Ended::Complete);
    assert_eq!(points(&class.grades()), [("bob", "10".to_owned())]);
    let (name, failure) = class.failures().next().expect("ann's");
    assert!(name == "ann" && failure.to_string().contains("ann.jsonl"), "{failure}");
}

#[test]
fn a_machine_that_fails_to_build_again_takes_nothing_away() {
    let world = World::new(&[("ann", "fickle")]);
    let (_, whole, _) = world.drive(1, &mut Ears::patient());
    let journal = world.home.path().join("out/.journal/ann.jsonl");
    let text = fs::read_to_string(&journal).expect("written");
    // It was killed when the first test was done.
    let kept: String = text.split_inclusive('\n').take(3).collect();
    fs::write(&journal, &kept).expect("written");
    note(&world.log, JAMMED.to_owned());
    let mut class = world.open();
    class.drive(1, &mut Ears::patient()).expect("it goes on");
    let failure = class.failures().next().expect("it is not graded").1.to_string();
    assert!(failure.starts_with("it was a program before") && failure.ends_with("it was late"), "{failure}");
    drop(class);
    assert_eq!(fs::read_to_string(&journal).expect("it is there"), kept);
    world.log.lock().expect("nobody panics").clear();
    assert_eq!(world.drive(1, &mut Ears::patient()).1, whole);
}

#[test]
fn sources_that_cannot_be_read_today_are_not_graded_today() {
    let mut world = World::new(&[("ann", "sound"), ("bob", "sound")]);
    let (_, whole, _) = world.drive(1, &mut Ears::patient());
    let there = world.submissions["ann"].clone();
    // No system takes a path as long as that.
    world.submissions.insert("ann".to_owned(), there.join("x/".repeat(5000)));
    let mut class = world.open();
    class.drive(1, &mut Ears::patient()).expect("it goes on");
    assert_eq!(points(&class.grades()), [("bob", "10".to_owned())]);
    assert!(class.failures().next().expect("ann's").1.to_string().starts_with("cannot read "));
    drop(class);
    world.submissions.insert("ann".to_owned(), there);
    let (_, again, log) = world.drive(1, &mut Ears::patient());
    assert_eq!((again, log), (whole, Vec::new()), "what is known of it is known still");
}

#[test]
fn reports_that_cannot_be_written_stop_nobody_else() {
    let world = World::new(&[("ann", "sound"), ("bob", "sound")]);
    for _ in 0..2 {
        let mut class = world.open();
        let mut ears = Ears { deaf_to: "ann", ..Ears::patient() };
        assert_eq!(class.drive(1, &mut ears).expect("it goes on"), Ended::Complete);
        assert_eq!(ears.heard, ["bob 10/10"]);
        assert_eq!(class.failures().map(|(name, _)| name).collect::<Vec<_>>(), ["ann"]);
    }
    let (_, grades, log) = world.drive(1, &mut Ears::patient());
    assert_eq!(points(&grades).len(), 2);
    assert_eq!(log.iter().filter(|line| line.starts_with("build")).count(), 2, "once each: {log:?}");
}

#[test]
fn a_page_that_cannot_be_written_is_missed_and_nothing_else() {
    let (_, grades, log) = World::new(&[("ann", "undrawn")]).drive(1, &mut Ears::patient());
    assert_eq!(points(&grades), [("ann", "6.66".to_owned())]);
    assert!(log.iter().any(|line| line.starts_with("draw")), "{log:?}");
    let shown = grades[0].tests.iter().flat_map(|test| &test.findings).filter_map(|it| it.example.as_ref());
    assert!(shown.clone().count() > 0 && shown.clone().all(|example| example.timeline.is_none()));
}
