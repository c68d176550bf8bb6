//! Trials of made-up submissions.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::*;
use crate::failure::Class;
use crate::grade::rubric::Secret;
use crate::grade::{Finding, Runs, hex};
use crate::hunt::samples::{self, Fate};
use crate::runner::{Account, Verdict};
use crate::suite;

/// What becomes of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Is(Fate),
    /// The failure has this class.
    Of(Class),
    /// The time is over before it ends.
    Never,
    /// Somebody kills its process.
    Killed,
    /// It is another run in every other process.
    Varies,
}

const PASSES: End = End::Is(Fate::Passes);

/// A submission whose runs come to ends that a table lists by seed; all others pass. Hidden seeds are listed
/// by their number, from 1000 on.
struct Made {
    ends: BTreeMap<u64, End>,
    hidden: Vec<u64>,
    log: RefCell<Vec<u64>>,
    processes: RefCell<u64>,
}

struct MadeProcess<'a>(&'a Made, u64);

impl Made {
    fn new(rubric: &Rubric, ends: &[(u64, End)]) -> Self {
        let hidden = seeds::hidden(&rubric.seeds, test());
        let (log, processes) = (RefCell::default(), RefCell::default());
        Self { ends: ends.iter().copied().collect(), hidden, log, processes }
    }

    fn number(&self, seed: u64) -> u64 {
        let place = self.hidden.iter().position(|hidden| *hidden == seed);
        place.map_or(seed, |place| 1000 + place as u64)
    }
}

impl Process for MadeProcess<'_> {
    fn run(&mut self, _: &'static LabTest, seed: u64) -> Result<Outcome, WorkerError> {
        let number = self.0.number(seed);
        self.0.log.borrow_mut().push(number);
        match self.0.ends.get(&number).copied().unwrap_or(PASSES) {
            End::Is(fate) => Ok(samples::outcome(0, seed, fate)),
            End::Never => Err(WorkerError::TimeOver),
            End::Killed => Err(WorkerError::Killed),
            End::Of(class) => {
                let outcome = samples::outcome(0, seed, Fate::Stalls);
                let account = outcome.verdict.account().expect("it stalls").clone();
                Ok(Outcome { verdict: Verdict::Failed(Account { class, ..account }), ..outcome })
            }
            End::Varies => {
                let outcome = samples::outcome(0, seed, Fate::Passes);
                Ok(Outcome { digest: outcome.digest + self.1, ..outcome })
            }
        }
    }

    fn repeat(&mut self, first: &Outcome) -> Result<Option<Outcome>, WorkerError> {
        let second = self.run(test(), first.seed)?;
        let differs = Account::from(&crate::failure::Outside::Differs { difference: None });
        let other = Outcome { verdict: Verdict::Failed(differs), ..first.clone() };
        Ok((second.digest != first.digest).then_some(other))
    }
}

fn test() -> &'static LabTest {
    &suite::all()[0]
}

fn rubric(public: u64, hidden: u64, more: &str) -> Rubric {
    let text = format!(
        "[seeds]\npublic = {public}\nhidden = {hidden}\nbase = \"a secret for tests\"\nsearch = 5\n{more}"
    );
    Rubric::parse(&text, "r.toml").expect("a rubric")
}

fn hold(rubric: &Rubric, ends: &[(u64, End)]) -> (TestGrade, Vec<u64>) {
    let (grade, log) = try_hold(rubric, ends);
    (grade.expect("there are processes"), log)
}

fn try_hold(rubric: &Rubric, ends: &[(u64, End)]) -> (Result<TestGrade, WorkerError>, Vec<u64>) {
    let made = Made::new(rubric, ends);
    let fresh = || {
        *made.processes.borrow_mut() += 1;
        MadeProcess(&made, *made.processes.borrow())
    };
    let possible = Points::of_hundredths(1000);
    let grade = Trial { rubric, test: test(), possible, fresh: &fresh }.hold();
    (grade, made.log.into_inner())
}

fn told(grade: &TestGrade) -> (String, Runs, Option<GivenUp>) {
    (grade.earned.to_string(), grade.runs(), grade.given_up)
}

const fn runs(planned: u64, done: u64, passed: u64) -> Runs {
    Runs { planned, done, passed }
}

#[test]
fn a_sound_submission_earns_all() {
    let (grade, log) = hold(&rubric(3, 2, ""), &[]);
    assert_eq!(told(&grade), ("10".to_owned(), runs(5, 5, 5), None));
    assert_eq!(log, [1, 1, 2, 3, 1000, 1001], "the first run is looked at twice");
    assert!(grade.is_whole() && grade.findings.is_empty() && grade.digests.len() == 3);
    let (_, log) = hold(&rubric(3, 0, "[points]\n2A = 1\n").clone(), &[]);
    assert_eq!(log, [1, 1, 2, 3]);
}

#[test]
fn liveness_costs_its_share_and_safety_costs_all() {
    let stalls = End::Of(Class::Liveness);
    let (grade, _) = hold(&rubric(4, 0, ""), &[(2, stalls)]);
    assert_eq!(told(&grade), ("7.5".to_owned(), runs(4, 4, 3), None));
    let (grade, log) = hold(&rubric(4, 0, ""), &[(1, stalls), (2, End::Of(Class::Safety))]);
    assert_eq!(told(&grade), ("0".to_owned(), runs(4, 2, 0), Some(GivenUp::Lost)));
    assert_eq!(log, [1, 1, 2], "what follows would not change anything");
    let (grade, _) = hold(&rubric(4, 0, ""), &[(4, End::Of(Class::Safety))]);
    assert_eq!(told(&grade), ("0".to_owned(), runs(4, 4, 3), None), "there was nothing left to give up");
    let mild = rubric(4, 0, "[keep]\nsafety = 0.1\n");
    let (grade, _) = hold(&mild, &[(2, End::Of(Class::Safety))]);
    assert_eq!(told(&grade), ("0.75".to_owned(), runs(4, 4, 3), None));
}

#[test]
fn runs_that_end_their_process_are_counted_and_then_given_up() {
    let dies = End::Is(Fate::Dies);
    let (grade, log) = hold(&rubric(6, 0, ""), &[(1, dies), (3, dies), (5, dies)]);
    assert_eq!(told(&grade), ("0.83".to_owned(), runs(6, 3, 1), Some(GivenUp::Dying)));
    assert_eq!(log, [1, 2, 3], "there is nothing to compare in a run that died");
    let patient = rubric(6, 0, "[limits]\ngive_up = 3\n");
    let (grade, _) = hold(&patient, &[(1, dies), (3, dies)]);
    assert_eq!(told(&grade), ("3.33".to_owned(), runs(6, 6, 4), None));
}

#[test]
fn the_time_of_a_test_ends() {
    let (grade, _) = hold(&rubric(4, 4, ""), &[(3, End::Never)]);
    assert_eq!(told(&grade), ("2.5".to_owned(), runs(8, 2, 2), Some(GivenUp::Time)));
    assert!(grade.findings.is_empty());
}

#[test]
fn a_run_that_somebody_kills_costs_nothing_and_is_worth_nothing() {
    for killed in [1, 3, 1001] {
        let (grade, _) = try_hold(&rubric(3, 2, ""), &[(killed, End::Killed)]);
        assert!(matches!(grade, Err(WorkerError::Killed)), "{killed}: {grade:?}");
    }
    let (grade, _) = hold(&rubric(2, 2, ""), &[(1001, End::Of(Class::Liveness)), (4, End::Killed)]);
    assert_eq!(
        told(&grade),
        ("7.5".to_owned(), runs(4, 4, 3), None),
        "what is searched for counts for nothing"
    );
}

#[test]
fn a_run_that_is_another_one_in_another_process_costs_all() {
    let (grade, _) = hold(&rubric(4, 0, ""), &[(1, End::Varies)]);
    assert_eq!(told(&grade), ("0".to_owned(), runs(4, 1, 0), Some(GivenUp::Lost)));
    assert_eq!(grade.findings[0].class, Class::Nondeterminism);
    let careless = Rubric { determinism: false, ..rubric(4, 0, "") };
    let (grade, _) = hold(&careless, &[(1, End::Varies)]);
    assert!(grade.is_whole());
}

#[test]
fn what_hidden_seeds_show_is_shown_by_a_public_one() {
    let stalls = End::Of(Class::Liveness);
    let rubric = rubric(2, 2, "");
    let (grade, log) = hold(&rubric, &[(1001, stalls), (5, stalls)]);
    assert_eq!(told(&grade), ("7.5".to_owned(), runs(4, 4, 3), None));
    assert_eq!(log, [1, 1, 2, 1000, 1001, 3, 4, 5]);
    let example = grade.findings[0].example.as_ref().expect("found");
    assert_eq!(example.seed, 5);
}

#[test]
fn nothing_is_told_of_a_hidden_run() {
    let rubric = rubric(2, 2, "");
    let ends = [(1000, End::Of(Class::Cost)), (1001, End::Is(Fate::Panics))];
    let (grade, log) = hold(&rubric, &ends);
    assert_eq!(log.len(), 5 + 5, "the search gives up behind its last seed");
    assert!(grade.findings.iter().all(|finding: &Finding| finding.example.is_none()));
    let text = serde_json::to_string(&grade).expect("JSON");
    for seed in seeds::hidden(&rubric.seeds, test()) {
        let little = hex(&seed.to_le_bytes());
        assert!(!text.contains(&seed.to_string()) && !text.contains(&little));
        let digest = samples::outcome(0, seed, Fate::Passes).digest;
        assert!(!text.contains(&digest.to_string()));
    }
    assert!(!text.contains("a secret"));
    assert!(Secret::new("a secret for tests").is_some_and(|secret| !text.contains(&secret.seal())));
}
