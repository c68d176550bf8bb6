//! Which run is to be repeated: a test and a seed, a case, or the run of a trace.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use timeline::record::{self, Header};
use timeline::{Reader, TraceError};

use super::CliError;
use super::console::Console;
use super::status::Status;
use crate::case::Case;
use crate::hunt;
use crate::report::Advice;
use crate::report::style::{self, paint};
use crate::runner::{Outcome, Verdict};
use crate::select::{self, SelectError};
use crate::steering::Steering;
use crate::suite::{self, LabTest};

/// A run that is to be repeated.
pub(super) struct Wanted {
    pub(super) test: &'static LabTest,
    pub(super) seed: u64,
    pub(super) steering: Steering,
    origin: Origin,
}

/// Who says what is to be repeated.
enum Origin {
    /// The command line.
    Words,
    Case(PathBuf, Box<Case>),
    Trace(PathBuf, Box<Header>),
}

/// By what a trace's first line is known.
#[derive(Deserialize)]
struct Opening {
    format: String,
}

impl Wanted {
    /// What is meant by a test and a seed, or by a file alone. Traces of other builds only if `anyway`. Where
    /// one is missing, an example is given with this advice.
    ///
    /// # Errors
    /// There is no such test or file, or the file is wrong.
    pub(super) fn of(
        first: &str,
        seed: Option<u64>,
        anyway: bool,
        advice: &Advice,
    ) -> Result<Self, CliError> {
        if let Some(seed) = seed {
            let test = select::find(first).map_err(|error| match error {
                SelectError::Unknown { .. } if Path::new(first).is_file() => {
                    CliError::FileAndSeed { file: first.to_owned(), seed }
                }
                error => error.into(),
            })?;
            return Ok(Self { test, seed, steering: Steering::default(), origin: Origin::Words });
        }
        let path = PathBuf::from(first);
        if !path.is_file() {
            return Err(match select::find(first) {
                Ok(test) => CliError::NoSeed { test: test.name, example: advice.replay(test, 1) },
                Err(error @ SelectError::Ambiguous { .. }) => error.into(),
                Err(SelectError::Unknown { .. }) => CliError::NoSuchFile(first.to_owned()),
            });
        }
        if is_trace(&path) { Self::of_trace(path, anyway) } else { Self::of_case(path) }
    }

    fn of_case(path: PathBuf) -> Result<Self, CliError> {
        let case = Case::read(&path)?;
        let (test, seed, steering) = (case.lab_test(), case.seed, case.steering.clone());
        Ok(Self { test, seed, steering, origin: Origin::Case(path, Box::new(case)) })
    }

    fn of_trace(path: PathBuf, anyway: bool) -> Result<Self, CliError> {
        let damaged = |source| CliError::Trace { path: path.clone(), source };
        let file = File::open(&path).map_err(|source| CliError::File { path: path.clone(), source })?;
        let (header, mut records) = Reader::new(BufReader::new(file)).map_err(damaged)?;
        // Only a whole trace can be compared with what comes of its run now.
        records.try_for_each(|record| record.map(drop)).map_err(damaged)?;
        let first_line = |what: String| damaged(TraceError::Damaged { line: 1, what });
        let test = suite::find(&header.test)
            .ok_or_else(|| first_line(format!("there is no test called `{}`", header.test)))?;
        let steering = match &header.steering {
            None => Steering::default(),
            Some(told) => Steering::deserialize(told)
                .map_err(|error| first_line(format!("its `steering` makes no sense: {error}")))?,
        };
        let (then, now) = (header.build.program.clone(), hunt::build().map_err(CliError::Build)?);
        if then != now && !anyway {
            return Err(CliError::OtherBuild { path, then, now });
        }
        let seed = header.seed;
        Ok(Self { test, seed, steering, origin: Origin::Trace(path, Box::new(header)) })
    }

    /// The file that says what is to be repeated; `None` if the command line does.
    pub(super) fn file(&self) -> Option<&Path> {
        match &self.origin {
            Origin::Words => None,
            Origin::Case(path, _) | Origin::Trace(path, _) => Some(path),
        }
    }

    /// How many peers it has.
    pub(super) fn peers(&self) -> usize {
        self.steering.plan.as_ref().map_or_else(|| self.test.peers_of(self.seed), |plan| plan.peers)
    }

    /// Tells people in what the run is not the one that it was to repeat, and gives the exit status.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn compare(&self, outcome: &Outcome, console: &mut Console) -> Result<Status, CliError> {
        let status = match outcome.verdict {
            Verdict::Passed => Status::Passed,
            Verdict::Failed(_) => Status::Failed,
            Verdict::Broken(_) => Status::HarnessFailed,
        };
        let odd = match &self.origin {
            Origin::Words => None,
            Origin::Case(_, case) => differs_from_case(case, outcome)?,
            Origin::Trace(_, header) => differs_from_trace(header, outcome)?,
        };
        if let Some(odd) = odd {
            console.say(format_args!("{} {odd}", paint(style::WARNING, "warning:")))?;
        }
        Ok(status)
    }
}

/// More bytes than the first line of a trace has.
const FIRST_LINE_MAX: u64 = 64 << 20;

fn is_trace(path: &Path) -> bool {
    let first = |file: File| BufReader::new(file.take(FIRST_LINE_MAX)).lines().next()?.ok();
    let first = File::open(path).ok().and_then(first);
    let opening = first.and_then(|line| serde_json::from_str::<Opening>(&line).ok());
    opening.is_some_and(|opening| opening.format == record::FORMAT)
}

fn differs_from_case(case: &Case, outcome: &Outcome) -> Result<Option<String>, CliError> {
    let is_other = case.build.program != hunt::build().map_err(CliError::Build)?;
    let build = if is_other { "another build of this program" } else { "this very build" };
    let was = &case.failure.rule;
    Ok(match outcome.verdict.rule() {
        Some(rule) if rule != was => {
            Some(format!("the case was made by {build}, and failed in another way there: {was}"))
        }
        Some(_) if is_other => {
            Some("the case was made by another build, and fails in the same way in this one".into())
        }
        Some(_) => None,
        None => Some(format!(
            "the case was made by {build}, and failed there ({was}): it is fixed, or it does not show in this \
             run any more"
        )),
    })
}

fn differs_from_trace(header: &Header, outcome: &Outcome) -> Result<Option<String>, CliError> {
    let digest = format!("{:016x}", outcome.digest);
    if digest == header.digest {
        return Ok(None);
    }
    let then = &header.digest;
    let is_other = header.build.program != hunt::build().map_err(CliError::Build)?;
    let why = if is_other {
        "another build made the trace"
    } else {
        "and this build made the trace: something in it is left to chance that no seed decides"
    };
    Ok(Some(format!("this is not the run of the trace (its digest is {then}, this run's {digest}); {why}")))
}
