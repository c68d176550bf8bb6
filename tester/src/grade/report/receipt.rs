//! `receipt.json`: what was graded, by what, and what came of it, so that anybody can grade it again and
//! compare.
//!
//! Public runs stand in it with their digests. Hidden ones are only counted, and sealed: whoever has the
//! rubric's secret can make the seal again, and nobody else can learn from it which runs there were.

mod as_number;

use serde::{Deserialize, Serialize};

use super::class::built;
use super::{Basis, plain};
use crate::grade::rubric::{Limits, Rubric, Secret, Seeds};
use crate::grade::workshop::Versions;
use crate::grade::{Grade, Points, Runs, TestGrade};
use crate::suite;

/// What kind of file it is.
const FORMAT: &str = "raftlab receipt";
/// The version of the format.
const VERSION: u64 = 1;
/// Where it stands in a submission's `results.json`.
const IN_RESULTS: &str = "/extra_data/raftlab/receipt";
/// What may have become of a submission's sources.
const BUILDS: [&str; 3] = ["built", "failed", "refused"];
/// The first public seed.
const FIRST_SEED: u64 = 1;
/// The digits of a SHA-256.
const HASH_DIGITS: usize = 64;

/// What came of one submission, without anything that changes from day to day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Receipt {
    format: String,
    version: u64,
    /// What the submission was called. Another name makes no other submission.
    pub(crate) submission: String,
    /// The SHA-256 of what was graded.
    pub(crate) sources: String,
    /// What became of the sources: `built`, `failed` or `refused`.
    pub(crate) build: String,
    /// The rubric by which it was graded.
    pub(crate) rubric: Sealed,
    /// On what conditions it was graded: none of them is secret.
    pub(crate) conditions: Conditions,
    /// Which programs graded.
    pub(crate) versions: Versions,
    /// The points earned with all tests.
    #[serde(with = "as_number")]
    pub(crate) earned: Points,
    /// The points that there are.
    #[serde(with = "as_number")]
    pub(crate) possible: Points,
    /// Each test, in the suite's order.
    pub(crate) tests: Vec<TestReceipt>,
}

/// A rubric, as far as anybody may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sealed {
    /// The SHA-256 of all that it says, but for its secret.
    pub(crate) digest: String,
    /// The seal of its secret; `None` if it has none, since nothing is hidden.
    pub(crate) seal: Option<String>,
}

impl From<&Rubric> for Sealed {
    fn from(rubric: &Rubric) -> Self {
        Self { digest: rubric.digest(), seal: rubric.seeds.base.as_ref().map(Secret::seal) }
    }
}

/// What decides, of all that a rubric says, what comes of a public run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Conditions {
    /// What the submission might use.
    pub(crate) limits: Limits,
    /// Whether the first run of each test was compared with another one.
    pub(crate) determinism: bool,
    /// Whether what `inspect()` shows counted.
    pub(crate) inspect: bool,
}

impl From<&Rubric> for Conditions {
    fn from(rubric: &Rubric) -> Self {
        let Rubric { limits, determinism, inspect, .. } = rubric;
        Self { limits: limits.clone(), determinism: *determinism, inspect: *inspect }
    }
}

/// What came of one test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestReceipt {
    /// The test's name.
    pub(crate) test: String,
    /// The points earned.
    #[serde(with = "as_number")]
    pub(crate) earned: Points,
    /// The points it is worth.
    #[serde(with = "as_number")]
    pub(crate) possible: Points,
    /// The runs that everybody can repeat.
    pub(crate) public: PublicRuns,
    /// The runs that only the rubric knows.
    pub(crate) hidden: Runs,
    /// The seal over all runs; empty where none was done.
    pub(crate) seal: String,
}

/// Runs with consecutive seeds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublicRuns {
    first_seed: u64,
    /// As many as the rubric asked for.
    pub(crate) planned: u64,
    /// As many as were done.
    pub(crate) done: u64,
    /// As many of these as passed.
    pub(crate) passed: u64,
    /// The digest of each that was done.
    pub(crate) digests: Vec<Digest>,
}

/// A run's digest, written as it is everywhere: in sixteen hexadecimal digits. 0 stands for a run that did
/// not live to have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub(crate) struct Digest(pub(crate) u64);

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        format!("{:016x}", digest.0)
    }
}

impl TryFrom<String> for Digest {
    type Error = DigestError;

    fn try_from(text: String) -> Result<Self, DigestError> {
        let value = (text.len() == 16 && is_hexadecimal(&text)).then(|| u64::from_str_radix(&text, 16));
        value.and_then(Result::ok).map(Self).ok_or(DigestError(text))
    }
}

/// It is no digest.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is no digest: these are sixteen hexadecimal digits")]
pub(crate) struct DigestError(String);

/// Why a file is not taken for a receipt.
#[derive(Debug, PartialEq, thiserror::Error)]
pub(crate) enum ReceiptError {
    /// It is no JSON, or not the JSON of a receipt.
    #[error("{origin}:{line}:{column}: {problem}: take the receipt.json as it was written")]
    Malformed { origin: String, line: usize, column: usize, problem: String },
    /// It is JSON of something else.
    #[error("{origin} is no receipt: take the receipt.json of a submission, or its results.json")]
    Other { origin: String },
    /// It was written by a later program.
    #[error(
        "{origin} is a receipt of version {version}, and this program knows version {VERSION}: use a newer one"
    )]
    Later { origin: String, version: u64 },
    /// What it says cannot be true.
    #[error("{origin}: {field}: {problem}: this receipt was changed after it was written")]
    Senseless { origin: String, field: String, problem: String },
    /// It is of another suite.
    #[error(
        "{origin}: {field}: there is no test `{test}` here: check it with the raftlab {raftlab} that wrote it"
    )]
    UnknownTest { origin: String, field: String, test: String, raftlab: String },
}

/// What is read first, to tell a receipt from other files.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

impl Receipt {
    /// What came of a submission.
    pub(crate) fn new(basis: &Basis, grade: &Grade) -> Self {
        Self {
            format: FORMAT.to_owned(),
            version: VERSION,
            submission: plain::name(&grade.name),
            sources: grade.sources.clone(),
            build: built(&grade.built).to_owned(),
            rubric: basis.rubric.clone(),
            conditions: basis.conditions.clone(),
            versions: basis.versions.clone(),
            earned: grade.earned(),
            possible: grade.possible(),
            tests: grade.tests.iter().map(TestReceipt::new).collect(),
        }
    }

    /// As a file, with a line end at the end.
    pub(crate) fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).expect("plain fields always serialise");
        text.push('\n');
        text
    }

    /// Reads a receipt back, also from the results that hold one. `origin` is the file's name, for what is
    /// wrong with it.
    ///
    /// # Errors
    /// It is no receipt, or one that contradicts itself.
    pub(crate) fn parse(text: &str, origin: &str) -> Result<Self, ReceiptError> {
        let value: serde_json::Value =
            serde_json::from_str(text).map_err(|error| malformed(origin, &error))?;
        let inside = value.pointer(IN_RESULTS);
        let head = Head::deserialize(inside.unwrap_or(&value)).ok().filter(|head| head.format == FORMAT);
        match head {
            None => return Err(ReceiptError::Other { origin: origin.to_owned() }),
            Some(Head { version, .. }) if version != VERSION => {
                return Err(ReceiptError::Later { origin: origin.to_owned(), version });
            }
            Some(_) => {}
        }
        let receipt: Self = match inside {
            None => serde_json::from_str(text).map_err(|error| malformed(origin, &error))?,
            // Where in the file it stands is not known any more.
            Some(inside) => Self::deserialize(inside).map_err(|error| ReceiptError::Senseless {
                origin: origin.to_owned(),
                field: IN_RESULTS.to_owned(),
                problem: plain::sentence(&error.to_string()),
            })?,
        };
        receipt.check(origin)?;
        Ok(receipt)
    }

    /// Whether its parts can belong together.
    fn check(&self, origin: &str) -> Result<(), ReceiptError> {
        let senseless =
            |(field, problem)| ReceiptError::Senseless { origin: origin.to_owned(), field, problem };
        for (field, hash) in [
            ("sources", &self.sources),
            ("rubric.digest", &self.rubric.digest),
            ("versions.harness", &self.versions.harness),
        ] {
            // A submission that could not be read has no sources.
            let may_lack = field == "sources" && hash.is_empty() && self.build == "refused";
            let is_hash = hash.len() == HASH_DIGITS && is_hexadecimal(hash);
            if !may_lack && !is_hash {
                let problem = format!("`{}` is no SHA-256", plain::name(hash));
                return Err(senseless((field.to_owned(), problem)));
            }
        }
        if !BUILDS.contains(&self.build.as_str()) {
            let problem = format!("`{}` is none of {}", plain::name(&self.build), BUILDS.join(", "));
            return Err(senseless(("build".to_owned(), problem)));
        }
        if let Some(key) = self.conditions.limits.out_of_range() {
            let problem = "no rubric can have that".to_owned();
            return Err(senseless((format!("conditions.limits.{key}"), problem)));
        }
        let mut names = std::collections::BTreeSet::new();
        for (place, test) in self.tests.iter().enumerate() {
            let at = format!("tests[{place}]");
            if suite::find(&test.test).is_none() {
                let (test, raftlab) = (plain::name(&test.test), plain::name(&self.versions.raftlab));
                return Err(ReceiptError::UnknownTest {
                    origin: origin.to_owned(),
                    field: at,
                    test,
                    raftlab,
                });
            }
            if !names.insert(&test.test) {
                return Err(senseless((at, format!("{} is there twice", test.test))));
            }
            test.check().map_err(|(field, problem)| senseless((format!("{at}.{field}"), problem)))?;
        }
        self.check_plans().map_err(senseless)?;
        for (field, total, sum) in [
            ("earned", self.earned, self.tests.iter().map(|test| test.earned).sum::<Points>()),
            ("possible", self.possible, self.tests.iter().map(|test| test.possible).sum()),
        ] {
            if total != sum {
                return Err(senseless((
                    field.to_owned(),
                    format!("it is {total}, and its tests' sum is {sum}"),
                )));
            }
        }
        Ok(())
    }
}

impl Receipt {
    /// The test that has other plans than the first, and which: a rubric asks for as many runs of one as of
    /// another.
    fn check_plans(&self) -> Result<(), (String, String)> {
        let plan = |test: &TestReceipt| (test.public.planned, test.hidden.planned);
        let told = |test| format!("{} public and {} hidden runs", plan(test).0, plan(test).1);
        let Some(first) = self.tests.first() else { return Ok(()) };
        match self.tests.iter().position(|test| plan(test) != plan(first)) {
            None => Ok(()),
            Some(place) => {
                let (own, others) = (told(&self.tests[place]), told(first));
                Err((format!("tests[{place}]"), format!("{own} planned, and {others} of {}", first.test)))
            }
        }
    }
}

impl TestReceipt {
    fn new(grade: &TestGrade) -> Self {
        let Runs { planned, done, passed } = grade.public;
        let digests = grade.digests.iter().copied().map(Digest).collect();
        Self {
            test: grade.test.clone(),
            earned: grade.earned,
            possible: grade.possible,
            public: PublicRuns { first_seed: FIRST_SEED, planned, done, passed, digests },
            hidden: grade.hidden,
            seal: grade.seal.clone(),
        }
    }

    /// The field that cannot be true, and why.
    fn check(&self) -> Result<(), (&'static str, String)> {
        let PublicRuns { first_seed, planned, done, passed, ref digests } = self.public;
        let hidden = self.hidden;
        if self.earned > self.possible {
            return Err(("earned", format!("{} of {} points", self.earned, self.possible)));
        }
        let (all, all_passed) =
            (planned.saturating_add(hidden.planned), passed.saturating_add(hidden.passed));
        let share = |points: Points, of: u64| u128::from(points.hundredths()) * u128::from(of);
        if share(self.earned, all) > share(self.possible, all_passed) {
            return Err(("earned", format!("{} points for {all_passed} of {all} runs", self.earned)));
        }
        if first_seed != FIRST_SEED {
            return Err(("public.first_seed", format!("public seeds begin with {FIRST_SEED}")));
        }
        for (field, planned, done, passed) in
            [("public", planned, done, passed), ("hidden", hidden.planned, hidden.done, hidden.passed)]
        {
            if !(passed <= done && done <= planned && planned <= Seeds::MOST) {
                return Err((field, format!("{planned} planned, {done} done, {passed} passed")));
            }
        }
        if all == 0 {
            return Err(("public", "no runs were planned at all".to_owned()));
        }
        if hidden.done > 0 && done < planned {
            return Err(("hidden", format!("{} done, before all of the public ones", hidden.done)));
        }
        if digests.len() as u64 != done {
            return Err(("public.digests", format!("{} of them, for {done} runs", digests.len())));
        }
        if !is_hexadecimal(&self.seal) {
            return Err(("seal", "it is not hexadecimal".to_owned()));
        }
        Ok(())
    }
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn malformed(origin: &str, error: &serde_json::Error) -> ReceiptError {
    let (line, column) = (error.line(), error.column());
    let told = error.to_string();
    let problem = told.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&told);
    ReceiptError::Malformed { origin: origin.to_owned(), line, column, problem: plain::sentence(problem) }
}
