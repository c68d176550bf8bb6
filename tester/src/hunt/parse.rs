//! Reads a report back. A file that no hunt can have written is refused, with the number of the line.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::book::Book;
use super::family::{Family, Fingerprint, SEEDS_KEPT};
use super::file::{Origin, Report};
use super::lines::{FamilyLine, Header, Preface, REPORT, SegmentLine, VERSION};
use super::page::Segment;
use super::plan::{Plan, PlanError, length};
use crate::suite;

/// What is wrong with a line of a report.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Damage {
    /// The first line does not say that this is the report of a hunt.
    #[error("this is not the report of a hunt")]
    NotAReport,
    /// A version that this program does not know.
    #[error(
        "the report has version {0}, and this program reads version {VERSION}: use the one that wrote it"
    )]
    Version(u64),
    /// Not a line of this version.
    #[error("this line is damaged: {0}")]
    Form(String),
    /// A test that this program does not have, or that the first line does not name.
    #[error("there is no test called `{0}` in this hunt")]
    UnknownTest(String),
    /// The plan in the first line cannot be carried out.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// Figures that cannot all be true.
    #[error("this line is damaged: {0}")]
    Contradiction(&'static str),
}

/// The parser saw one line of many, and its own line number would only confuse.
impl From<serde_json::Error> for Damage {
    fn from(error: serde_json::Error) -> Self {
        Self::Form(error.to_string().replace(" at line 1 column ", " at column "))
    }
}

/// A [`Damage`] and the number of its line, from 1 on.
pub(super) type At = (usize, Damage);

/// The report that `text` is.
pub(super) fn parse(text: &str) -> Result<Report, At> {
    let (header, plan) = header(text.lines().next().unwrap_or_default()).map_err(|damage| (1, damage))?;
    let mut reader = Reader { book: Book::new(plan), open: None };
    for (number, line) in (2..).zip(text.lines().skip(1)) {
        reader.line(number, line)?;
    }
    reader.close()?;
    if reader.book.is_complete() != header.complete {
        return Err((1, Damage::Contradiction("`complete` does not fit the runs that follow")));
    }
    Ok(Report { origin: Origin { harness: header.harness, build: header.build }, book: reader.book })
}

fn header(line: &str) -> Result<(Header, Plan), Damage> {
    let preface: Preface = serde_json::from_str(line).map_err(|_| Damage::NotAReport)?;
    if preface.report != REPORT {
        return Err(Damage::NotAReport);
    }
    if preface.version != VERSION {
        return Err(Damage::Version(preface.version));
    }
    let header: Header = serde_json::from_str(line)?;
    let find = |name: &String| suite::find(name).ok_or_else(|| Damage::UnknownTest(name.clone()));
    let plan = Plan {
        tests: header.tests.iter().map(find).collect::<Result<_, _>>()?,
        from: header.from,
        seeds: header.seeds,
        shard: header.shard,
        keep_going: header.keep_going,
        watchdog_s: header.watchdog_s,
    };
    Ok((header, plan.checked()?))
}

/// Only families' lines have this key.
#[derive(Deserialize)]
struct Peek {
    family: Option<IgnoredAny>,
}

/// Puts the lines after the first together again.
struct Reader {
    book: Book,
    /// The block whose families are being read.
    open: Option<Open>,
}

struct Open {
    /// Where the block's line is.
    line: usize,
    /// The place of its test.
    test: usize,
    segment: Segment,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), At> {
        let at = |damage| (number, damage);
        let peek: Peek = serde_json::from_str(line).map_err(|error| at(error.into()))?;
        if peek.family.is_some() {
            let line: FamilyLine = serde_json::from_str(line).map_err(|error| at(error.into()))?;
            return self.family(line).map_err(at);
        }
        self.close()?;
        let line: SegmentLine = serde_json::from_str(line).map_err(|error| at(error.into()))?;
        let (test, segment) = self.segment(line).map_err(at)?;
        self.open = Some(Open { line: number, test, segment });
        Ok(())
    }

    fn segment(&self, line: SegmentLine) -> Result<(usize, Segment), Damage> {
        let plan = self.book.plan();
        let Some(test) = plan.tests.iter().position(|test| test.name == line.test) else {
            return Err(Damage::UnknownTest(line.test));
        };
        let is_in_part = line.part == plan.tests[test].part.as_str();
        let segment = line.into_segment();
        let (first, last, tally) = (segment.first, segment.last, &segment.tally);
        let range = plan.range();
        let rules = [
            (is_in_part, "the test is not in this part"),
            (first <= last, "the last seed comes before the first"),
            (range.contains(&first) && range.contains(&last), "its seeds lie outside the hunt's"),
            (tally.runs == length(&(first..=last)), "there are not as many runs as seeds"),
            (tally.failed.values().all(|count| *count > 0), "a class has no failures"),
            (
                tally.passed.checked_add(tally.failures()) == Some(tally.runs),
                "passed and failed are not all runs",
            ),
            (plan.keep_going || tally.failures() <= 1, "the test went on after a failure"),
        ];
        hold(&rules)?;
        Ok((test, segment))
    }

    fn family(&mut self, line: FamilyLine) -> Result<(), Damage> {
        let Some(Open { test, segment, .. }) = &mut self.open else {
            return Err(Damage::Contradiction("a family comes before the seeds in which it was found"));
        };
        let test = self.book.plan().tests[*test];
        let (range, seeds) = (segment.first..=segment.last, &line.seeds);
        let representative = line.representative.seed;
        let rules = [
            (line.test == test.name, "the family belongs to another test than the seeds before it"),
            (!seeds.is_empty() && seeds.is_sorted_by(|one, next| one < next), "its seeds are not ascending"),
            (
                seeds.len() as u64 == line.count.min(SEEDS_KEPT as u64),
                "it has not as many seeds as it counts",
            ),
            (seeds.iter().chain([&representative]).all(|seed| range.contains(seed)), "its seeds lie outside"),
            (
                seeds.len() == SEEDS_KEPT || seeds.contains(&representative),
                "the representative's seed is not among its seeds",
            ),
        ];
        hold(&rules)?;
        let fingerprint =
            Fingerprint { kind: line.class, rule: line.rule, test: test.name, place: line.place };
        hold(&[(fingerprint.id() == line.family, "the family has another name than its own")])?;
        let family = Family {
            fingerprint: fingerprint.clone(),
            count: line.count,
            seeds: line.seeds,
            representative: line.representative,
        };
        let is_new = segment.tally.families.insert(fingerprint, family).is_none();
        hold(&[(is_new, "the family is listed twice")])
    }

    /// Puts the open block into the book, now that its families are known.
    fn close(&mut self) -> Result<(), At> {
        let Some(Open { line, test, segment }) = self.open.take() else { return Ok(()) };
        let (first, last) = (segment.first, segment.last);
        let stop = segment.tally.families.values().map(Family::smallest_seed).min();
        let page = self.book.page(test);
        let is_behind_all = page.segments().all(|before| before.last < first);
        let rules = [
            (families_fit(&segment), "its families are not all its failures"),
            (
                is_behind_all && page.gap(first, last) == Some(first..=last),
                "its seeds are not missing before",
            ),
            (
                self.book.plan().keep_going || stop.is_none_or(|seed| seed == last),
                "the test went on after a failure",
            ),
        ];
        hold(&rules).map_err(|damage| (line, damage))?;
        self.book.take_in(test, segment);
        Ok(())
    }
}

/// Whether the families of each kind have as many failures as the block has of that kind.
fn families_fit(segment: &Segment) -> bool {
    let mut left = segment.tally.failed.clone();
    for family in segment.tally.families.values() {
        let Some(count) = left.get_mut(&family.fingerprint.kind) else { return false };
        let Some(rest) = count.checked_sub(family.count) else { return false };
        *count = rest;
    }
    left.values().all(|count| *count == 0)
}

/// The first of these rules that does not hold.
fn hold(rules: &[(bool, &'static str)]) -> Result<(), Damage> {
    match rules.iter().find(|(holds, _)| !holds) {
        Some((_, complaint)) => Err(Damage::Contradiction(complaint)),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hunt::file::{WallTimes, text};
    use crate::hunt::samples::{self, Fate};

    /// Two tests; the first has passed, stalled and panicked twice.
    fn sample() -> String {
        let mut book = Book::new(samples::plan(2, 1, 4));
        for (seed, fate) in (1..).zip([Fate::Panics, Fate::Passes, Fate::Stalls, Fate::Panics]) {
            book.record(&samples::outcome(0, seed, fate));
            book.record(&samples::outcome(1, seed, Fate::Passes));
        }
        let origin = Origin { harness: "0.1.0".to_owned(), build: "00c0ffee00c0ffee".to_owned() };
        text(&origin, &book, WallTimes::Kept)
    }

    fn refusal(text: &str) -> (usize, String) {
        let (line, damage) = parse(text).expect_err("damaged");
        (line, damage.to_string())
    }

    #[test]
    fn what_is_no_report_is_refused() {
        assert_eq!(refusal(""), (1, "this is not the report of a hunt".to_owned()));
        assert_eq!(refusal("{\"report\":\"raftlab grades\",\"version\":1}").0, 1);
        let (line, words) = refusal(&sample().replace("\"version\":1", "\"version\":2"));
        assert!(line == 1 && words.contains("version 2"), "{words}");
        assert_eq!(refusal(&sample().replace("reelection_2A", "no_such_2A")).0, 1);
    }

    #[test]
    fn every_contradiction_is_found_in_its_line() {
        let changes = [
            (1, "\"complete\":true", "\"complete\":false"),
            (1, "\"seeds\":4", "\"seeds\":0"),
            (1, "\"seeds\":4", "\"seeds\":5"),
            (2, "\"part\":\"2A\"", "\"part\":\"2B\""),
            (2, "\"first\":1", "\"first\":0"),
            (2, "\"last\":4", "\"last\":3"),
            (2, "\"passed\":1", "\"passed\":2"),
            (2, "\"liveness\":1", "\"safety\":1"),
            (2, "\"panic\":2,\"liveness\":1", "\"panic\":1,\"liveness\":2"),
            (2, "\"rpcs\":", "\"rpc\":"),
            (2, "\"digest\":\"", "\"digest\":\"0"),
            (3, "\"count\":2", "\"count\":3"),
            (3, "\"seeds\":[1,4]", "\"seeds\":[4,1]"),
            (3, "\"seeds\":[1,4]", "\"seeds\":[1,5]"),
            (3, "\"seeds\":[1,4]", "\"seeds\":[2,3]"),
            (3, "src/raft.rs:41:7", "src/raft.rs:42:7"),
            (4, "\"test\":\"initial_election_2A\"", "\"test\":\"reelection_2A\""),
            (5, "\"test\":\"reelection_2A\"", "\"test\":\"backup_2B\""),
            (5, "\"test\":\"reelection_2A\"", "\"test\":\"initial_election_2A\""),
        ];
        parse(&sample()).expect("sound");
        for (line, from, to) in changes {
            let mut lines: Vec<String> = sample().lines().map(str::to_owned).collect();
            assert!(lines[line - 1].contains(from), "{from} in {}", lines[line - 1]);
            lines[line - 1] = lines[line - 1].replacen(from, to, 1);
            assert_eq!(refusal(&lines.join("\n")).0, line, "{from} -> {to}");
        }
    }

    #[test]
    fn lines_that_are_lost_or_cut_are_missed() {
        let lines: Vec<String> = sample().lines().map(str::to_owned).collect();
        for lost in 1..lines.len() {
            let mut rest = lines.clone();
            rest.remove(lost);
            parse(&rest.join("\n")).expect_err("a line is lost");
        }
        let text = sample();
        assert_eq!(refusal(&text[..text.len() - 10]).0, lines.len());
    }

    #[test]
    fn a_test_that_went_on_after_a_failure_is_refused_unless_it_was_to() {
        let stopping = sample().replace("\"keep_going\":true", "\"keep_going\":false");
        let (line, words) = refusal(&stopping);
        assert!(line == 2 && words.contains("went on after a failure"), "{words}");
    }
}
