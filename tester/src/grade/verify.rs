//! Whether a receipt holds: its submission is graded again, and compared.
//!
//! Anybody can compare the public runs. Whoever has the rubric can compare all of it.

use std::fmt;

use super::report::{Conditions, Receipt, Sealed, TestReceipt, plain};
use super::rubric::{Factor, Keep, Limits, Rubric, Seeds};
use super::workshop::Versions;
use crate::suite;

/// How many tests are told that differ.
const TOLD: usize = 10;

/// What came of checking a receipt.
#[derive(Debug)]
pub(crate) struct Verification {
    /// What was looked at, in this order.
    pub(crate) lines: Vec<Line>,
}

/// What came of looking at one thing.
#[derive(Debug)]
pub(crate) struct Line {
    /// What was looked at.
    pub(crate) what: &'static str,
    /// Whether it is as the receipt says.
    pub(crate) state: State,
    /// More about it, in a sentence.
    pub(crate) text: String,
}

/// Whether something is as a receipt says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It is.
    Agrees,
    /// It is not.
    Differs,
    /// It is something else here, which by itself is no fault of the receipt's.
    Other,
    /// It takes the rubric to know.
    Unknown,
}

/// The rubric cannot be that of the receipt.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OtherRubric {
    /// It says something else.
    #[error(
        "the receipt is of another rubric: its digest is {theirs}, this one's is {ours}; take the one by which was \
         graded, or leave --rubric out to compare the public runs alone"
    )]
    Digest { ours: String, theirs: String },
    /// It has other hidden seeds.
    #[error(
        "this rubric says the same as the receipt's and has another base, so its hidden seeds are others: take the \
         one by which was graded, or leave --rubric out to compare the public runs alone"
    )]
    Base,
}

/// Checks a receipt of a submission whose sources have this digest now. `grade` grades them again, by the
/// rubric that it is given.
///
/// # Errors
/// Grading fails, or the rubric is not the one by which was graded.
pub(crate) fn verify<E: From<OtherRubric>>(
    receipt: &Receipt,
    rubric: Option<&Rubric>,
    sources: &str,
    grade: impl FnOnce(&Rubric) -> Result<Receipt, E>,
) -> Result<Verification, E> {
    if let Some(rubric) = rubric {
        is_rubric_of(receipt, rubric)?;
    }
    let mut lines = vec![sources_line(receipt, sources)];
    if receipt.sources != sources {
        // What another submission comes to says nothing about this receipt.
        return Ok(Verification { lines });
    }
    let again = match rubric {
        Some(rubric) => grade(rubric)?,
        None => grade(&public_part(receipt))?,
    };
    lines.extend(version_lines(&receipt.versions, &again.versions));
    if rubric.is_some() {
        lines.push(conditions(&receipt.conditions, &again.conditions));
    }
    lines.push(build(receipt, &again));
    lines.push(public_runs(receipt, &again, rubric.is_some()));
    lines.extend(hidden_part(receipt, &again, rubric.is_some()));
    Ok(Verification { lines })
}

/// Whether a receipt can be of this rubric.
fn is_rubric_of(receipt: &Receipt, rubric: &Rubric) -> Result<(), OtherRubric> {
    let (ours, theirs) = (Sealed::from(rubric), &receipt.rubric);
    if ours.digest != theirs.digest {
        return Err(OtherRubric::Digest { ours: ours.digest, theirs: theirs.digest.clone() });
    }
    if ours.seal == theirs.seal { Ok(()) } else { Err(OtherRubric::Base) }
}

/// A rubric for what everybody may know of a receipt: on its conditions, each test with as many public seeds
/// as it has digests of. What failures cost is not known, so that none of them ends a test early.
fn public_part(receipt: &Receipt) -> Rubric {
    let tests = || receipt.tests.iter().filter_map(|test| Some((suite::find(&test.test)?, test)));
    let single = tests().map(|(test, then)| (test.name, then.public.done)).collect();
    let Conditions { limits, determinism, inspect } = receipt.conditions.clone();
    let usual = Rubric::default();
    let keep = usual.keep.all().fold(Keep::default(), |keep, (class, _)| keep.with(class, Factor::ALL));
    Rubric {
        points: tests().map(|(test, then)| (test, then.possible)).collect(),
        seeds: Seeds { hidden: 0, base: None, search: 0, single, ..usual.seeds },
        keep,
        limits,
        determinism,
        inspect,
        ..usual
    }
}

fn sources_line(receipt: &Receipt, sources: &str) -> Line {
    if receipt.sources == sources {
        return Line { what: "sources", state: State::Agrees, text: sources.to_owned() };
    }
    let text =
        format!("they are {sources}, and the receipt is of {}: this is another submission", receipt.sources);
    Line { what: "sources", state: State::Differs, text }
}

/// Other versions are no fault, but may be the reason for one.
fn version_lines(then: &Versions, now: &Versions) -> Vec<Line> {
    let line = |what, then: &str, now: &str, advice: &str| {
        if then == now {
            return Line { what, state: State::Agrees, text: now.to_owned() };
        }
        let then = plain::name(then);
        Line { what, state: State::Other, text: format!("{now} here, {then} in the receipt{advice}") }
    };
    let advice = ": what differs may differ for that reason alone; the version of the receipt tells for sure";
    vec![
        line("raftlab", &then.raftlab, &now.raftlab, ""),
        line("harness", &then.harness, &now.harness, advice),
        line("compiler", &then.rustc, &now.rustc, ""),
        line("profile", &then.profile, &now.profile, ""),
        line("protection", &then.protection, &now.protection, ""),
    ]
}

fn build(receipt: &Receipt, again: &Receipt) -> Line {
    let (then, now) = (&receipt.build, &again.build);
    let differences =
        if then == now { Vec::new() } else { vec![format!("{now} here, {then} in the receipt")] };
    judged("build", differences, now.clone())
}

/// The digest of a rubric does not show whether the conditions beside it are its own.
fn conditions(then: &Conditions, now: &Conditions) -> Line {
    let differences = settings(then).into_iter().zip(settings(now));
    let differences = differences
        .filter(|((_, then), (_, now))| then != now)
        .map(|((key, then), (_, now))| format!("{key}: {now} by the rubric, {then} in the receipt"));
    judged("conditions", differences.collect(), "those of the rubric".to_owned())
}

/// Each of the conditions, by the name that it has in a receipt.
fn settings(conditions: &Conditions) -> [(&'static str, String); 8] {
    let Conditions { limits, determinism, inspect } = conditions;
    let Limits { patience, test_seconds, memory_mib, build_seconds, build_memory_mib, give_up } = limits;
    [
        ("patience_seconds", patience.as_secs().to_string()),
        ("test_seconds", test_seconds.to_string()),
        ("memory_mib", memory_mib.to_string()),
        ("build_seconds", build_seconds.to_string()),
        ("build_memory_mib", build_memory_mib.to_string()),
        ("give_up", give_up.to_string()),
        ("determinism", determinism.to_string()),
        ("inspect", inspect.to_string()),
    ]
}

/// Every test of a receipt, beside the same of another.
fn pairs<'a>(
    receipt: &'a Receipt,
    again: &'a Receipt,
) -> impl Iterator<Item = (&'a TestReceipt, Option<&'a TestReceipt>)> {
    receipt.tests.iter().map(|test| (test, again.tests.iter().find(|other| other.test == test.test)))
}

/// The tests that were graded here and are not in the receipt, as if they had never been there.
fn left_out<'a>(receipt: &'a Receipt, again: &'a Receipt) -> impl Iterator<Item = &'a TestReceipt> {
    pairs(again, receipt).filter(|(_, then)| then.is_none()).map(|(now, _)| now)
}

/// How many runs were planned is compared where it is known.
fn public_runs(receipt: &Receipt, again: &Receipt, is_planned_known: bool) -> Line {
    let mut differences = Vec::new();
    let mut compared = 0;
    for (then, now) in pairs(receipt, again) {
        let difference = match now {
            None => Some("it was not graded here".to_owned()),
            Some(now) => {
                compared += then.public.done.min(now.public.done);
                difference(then, now, is_planned_known)
            }
        };
        differences.extend(difference.map(|text| format!("{}: {text}", then.test)));
    }
    let missing = left_out(receipt, again);
    differences.extend(missing.map(|now| format!("{}: it is missing in the receipt", now.test)));
    let all: u64 = receipt.tests.iter().map(|test| test.public.done).sum();
    let agreed = format!("{compared} of {all} with the digests of the receipt");
    judged("public runs", differences, agreed)
}

/// How the public runs of a test differ.
fn difference(then: &TestReceipt, now: &TestReceipt, is_planned_known: bool) -> Option<String> {
    let (then, now) = (&then.public, &now.public);
    let runs = then.digests.iter().zip(&now.digests).zip(1_u64..);
    let mut differing = runs.filter(|((then, now), _)| then != now);
    if let Some(((then, now), seed)) = differing.next() {
        let (then, now) = (String::from(*then), String::from(*now));
        let more = match differing.count() {
            0 => String::new(),
            more => format!(", and {more} more differ"),
        };
        return Some(format!("seed {seed} gives {now}, the receipt says {then}{more}"));
    }
    if now.done != then.done {
        return Some(format!("{} public runs done here, {} in the receipt", now.done, then.done));
    }
    if now.passed != then.passed {
        return Some(format!("{} public runs passed here, {} in the receipt", now.passed, then.passed));
    }
    (is_planned_known && now.planned != then.planned)
        .then(|| format!("{} public runs planned here, {} in the receipt", now.planned, then.planned))
}

/// What it takes the rubric to compare.
fn hidden_part(receipt: &Receipt, again: &Receipt, is_known: bool) -> Vec<Line> {
    if !is_known {
        let text = "name the rubric with --rubric to compare them".to_owned();
        let unknown = |what| Line { what, state: State::Unknown, text: text.clone() };
        return vec![unknown("hidden runs"), unknown("points")];
    }
    let (mut runs, mut points) = (Vec::new(), Vec::new());
    for (then, now) in pairs(receipt, again) {
        let Some(now) = now else { continue };
        if then.hidden != now.hidden || then.seal != now.seal {
            let count = |test: &TestReceipt| format!("{} of {}", test.hidden.passed, test.hidden.planned);
            let (here, there) = (count(now), count(then));
            runs.push(format!(
                "{}: {here} passed here, {there} in the receipt, or other runs did",
                then.test
            ));
        }
        if (then.earned, then.possible) != (now.earned, now.possible) {
            let of = |test: &TestReceipt| format!("{} of {}", test.earned, test.possible);
            points.push(format!("{}: {} here, {} in the receipt", then.test, of(now), of(then)));
        }
    }
    for now in left_out(receipt, again) {
        points.push(format!("{}: {} of {} here", now.test, now.earned, now.possible));
    }
    let hidden = receipt.tests.iter().map(|test| test.hidden.done).fold(0, u64::saturating_add);
    vec![
        judged("hidden runs", runs, format!("all {hidden} as sealed in the receipt")),
        judged("points", points, format!("{} of {}", receipt.earned, receipt.possible)),
    ]
}

/// A line that agrees, unless something differs.
fn judged(what: &'static str, mut differences: Vec<String>, agreed: String) -> Line {
    if differences.is_empty() {
        return Line { what, state: State::Agrees, text: agreed };
    }
    let more = differences.len().saturating_sub(TOLD);
    differences.truncate(TOLD);
    if more > 0 {
        differences.push(format!("and {more} more tests"));
    }
    Line { what, state: State::Differs, text: differences.join("; ") }
}

impl Verification {
    /// Whether nothing differs.
    pub(crate) fn holds(&self) -> bool {
        self.lines.iter().all(|line| line.state != State::Differs)
    }
}

/// A line for each thing, and what it comes to. No line end at the end.
impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Line { what, state, text } in &self.lines {
            writeln!(f, "  {what:<12} {state:<12} {text}")?;
        }
        let is_whole = self.lines.iter().all(|line| line.state != State::Unknown);
        f.write_str(match (self.holds(), is_whole) {
            (true, true) => "The receipt holds.",
            (true, false) => "The receipt holds, as far as it can be known without the rubric.",
            (false, _) => "The receipt does not hold.",
        })
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Agrees => "agrees",
            Self::Differs => "DIFFERS",
            Self::Other => "other",
            Self::Unknown => "not checked",
        })
    }
}

#[cfg(test)]
mod tests;
