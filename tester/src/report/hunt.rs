//! What a hunt found, for people: a row for each test, then its failures, grouped by what looks like one bug.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

use super::advice::Advice;
use super::layout::{one_line, wrap};
use super::lines::{self, counted};
use super::style::{self, paint};
use crate::hunt::{Book, Family, Fingerprint, Interval, Kind, Plan, Summary, Tally, geometric, wilson};
use crate::invocation::Invocation;
use crate::rules::{self, Hints};

/// The width to which a message is broken.
const WIDTH: usize = 100;
/// How many lines of a message are shown. The report file has all of it.
const LINES: usize = 12;
/// The digits after the point of the smallest rate that is told apart from another.
const MOST_DECIMALS: usize = 12;

/// All that the book says, on several lines without a line end at the end. `can_resume` says whether anything
/// of it is kept for another hunt to go on with.
pub(crate) fn hunt(book: &Book, can_resume: bool, advice: &Advice) -> String {
    let mut report = format!("{}\n{}", paint(style::FAINT, seeds(book)), paint(style::STRONG, heading()));
    let summaries = book.summaries();
    for summary in &summaries {
        let _ = write!(report, "\n{}", row(summary.test, &summary.tally, &rate_of(summary, book.plan())));
    }
    if summaries.len() > 1 {
        let _ = write!(report, "\n{}", row("all", &book.total(), ""));
    }
    let _ = write!(report, "\n{}", hunt_families(book, advice.invocation()));
    report.push_str(&reading(book, advice.hints()));
    let missing = book.missing();
    if missing > 0 {
        let is = if missing == 1 { "is" } else { "are" };
        let advice = if can_resume { "; `--resume` does the rest" } else { "" };
        let told = format!("{} {is} missing{advice}", counted(missing, "run"));
        let _ = write!(report, "\n{}", paint(style::WARNING, told));
    }
    report
}

/// The failures alone, as in `17 failing runs, 3 bugs:` with each of them. No line end at the end.
pub(crate) fn hunt_families(book: &Book, invocation: &Invocation) -> String {
    let families = book.families();
    if families.is_empty() && book.runs() == 0 {
        return paint(style::FAINT, "no run");
    }
    if families.is_empty() {
        return paint(style::PASSED, format_args!("{}, no failure", counted(book.runs(), "run")));
    }
    let runs = counted(book.failures(), "failing run");
    let bugs = counted(families.len() as u64, "bug");
    let mut report = paint(style::FAILED, format_args!("{runs}, {bugs}{}:", fewer(&families)));
    for family in &families {
        let _ = write!(report, "\n{}", hunt_family(family, invocation));
    }
    report
}

/// The command that explains the rules of all families, after a line end; nothing where that is not wanted.
fn reading(book: &Book, hints: Hints) -> String {
    let families = book.families();
    let mut cards: Vec<&str> =
        families.iter().map(Family::card).filter(|rule| rules::card(rule).is_some()).collect();
    cards.sort_unstable();
    cards.dedup();
    if cards.is_empty() || hints == Hints::None {
        return String::new();
    }
    let told = format!("what was broken, and how it usually is: cargo lab rules {}", cards.join(" "));
    format!("\n{}", paint(style::FAINT, told))
}

/// One mistake can show in several tests. Whether it is one, nobody can tell from here.
fn fewer(families: &[Family]) -> String {
    let mistake = |family: &Family| {
        let Fingerprint { kind, rule, place, .. } = &family.fingerprint;
        (*kind, rule.clone(), place.clone())
    };
    let mistakes = families.iter().map(mistake).collect::<BTreeSet<_>>().len();
    if mistakes == families.len() {
        return String::new();
    }
    format!(", perhaps only {mistakes}: tests that break the same rule may have one cause")
}

/// One family: what, where, how often, and the runs to look at. The last lines are commands. No line end at
/// the end.
pub(crate) fn hunt_family(family: &Family, invocation: &Invocation) -> String {
    let fingerprint = &family.fingerprint;
    let kind = paint(style::FAILED, fingerprint.kind);
    let mut block = format!("  {kind}, {}, {}", one_line(&fingerprint.rule), fingerprint.test);
    if let Some(place) = &fingerprint.place {
        let _ = write!(block, ", {}", one_line(place));
    }
    let _ = write!(block, ": {} ({})", counted(family.count, "run"), fingerprint.id());
    let message = &family.representative.message;
    let message: Vec<String> = message.lines().flat_map(|line| wrap(&one_line(line), WIDTH)).collect();
    for line in message.iter().take(LINES) {
        let _ = write!(block, "\n    {line}");
    }
    if message.len() > LINES {
        let _ = write!(block, "\n    ({} more lines)", message.len() - LINES);
    }
    if fingerprint.kind == Kind::Harness {
        let advice = "this is a mistake in the harness, not in the implementation: please report it";
        let _ = write!(block, "\n    {}", paint(style::FAINT, advice));
    }
    let replay = |seed: u64| invocation.command("replay", format_args!("{} {seed}", fingerprint.test));
    let (smallest, shortest) = (family.smallest_seed(), &family.representative);
    let _ = write!(block, "\n    {}", paint(style::STRONG, format_args!("replay: {}", replay(smallest))));
    if shortest.seed != smallest {
        let told = format!(
            "told here is the run with the fewest events ({}): {}",
            shortest.observed,
            replay(shortest.seed)
        );
        let _ = write!(block, "\n    {}", paint(style::FAINT, told));
    }
    block
}

fn seeds(book: &Book) -> String {
    let plan = book.plan();
    let (whole, range) = (plan.whole(), plan.range());
    let mut told = format!("seeds {} to {}", whole.start(), whole.end());
    if let Some(shard) = plan.shard {
        let of_it = if range.is_empty() {
            "none of them".to_owned()
        } else {
            format!("{} to {}", range.start(), range.end())
        };
        let _ = write!(told, ", shard {shard}: {of_it}");
    }
    let ends = "; a test ends at its smallest failing seed: rates want --keep-going";
    told.push_str(if plan.keep_going { "" } else { ends });
    told
}

fn heading() -> String {
    format!(
        "{:<31} {:>9} {:>7}  {:<30} {:>9} {:>9}",
        "test", "runs", "failed", "rate (95 %)", "virtual", "wall"
    )
}

fn row(name: &str, tally: &Tally, rate: &str) -> String {
    let failures = tally.failures();
    let verdict = paint(
        if failures == 0 { style::PASSED } else { style::FAILED },
        format_args!("{:>9} {failures:>7}", tally.runs),
    );
    let virtual_time = span(Duration::from_nanos(tally.virtual_nanos));
    let wall = tally.wall_us.map_or_else(|| "-".to_owned(), |micros| span(Duration::from_micros(micros)));
    let mut row = format!("{name:<31} {verdict}  {rate:<30} {virtual_time:>9} {wall:>9}");
    if failures > 0 {
        let kinds: Vec<String> = tally.failed.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        let _ = write!(row, "  {}", kinds.join(", "));
    }
    row
}

fn rate_of(summary: &Summary, plan: &Plan) -> String {
    let (failures, runs) = (summary.tally.failures(), summary.tally.runs);
    // A test that stopped was run until it failed, however often that was.
    let has_stopped = !plan.keep_going && failures > 0;
    rate(failures, runs, if has_stopped { geometric(runs) } else { wilson(failures, runs) })
}

/// How many runs in a hundred fail: `0.05 % (0.01 to 0.28)`. Of a failure never seen, only how rare it must
/// be is of interest: `0 (below 0.19 %)`.
fn rate(failures: u64, runs: u64, interval: Interval) -> String {
    if runs == 0 {
        return "-".to_owned();
    }
    let (low, high) = (interval.low * 100.0, interval.high * 100.0);
    let decimals = decimals(high);
    if failures == 0 {
        return format!("0 (below {high:.decimals$} %)");
    }
    #[expect(clippy::cast_precision_loss, reason = "shown with a few digits")]
    let percent = failures as f64 / runs as f64 * 100.0;
    format!("{percent:.decimals$} % ({low:.decimals$} to {high:.decimals$})")
}

/// The decimals that show two digits of `percent`, and at least one decimal.
fn decimals(mut percent: f64) -> usize {
    let mut decimals = 1;
    while percent < 1.0 && decimals < MOST_DECIMALS {
        percent *= 10.0;
        decimals += 1;
    }
    decimals
}

/// A span of time with the unit that fits, also where it is days.
fn span(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    match seconds {
        ..100.0 => lines::real(time),
        100.0..6_000.0 => format!("{:.1} min", seconds / 60.0),
        6_000.0..360_000.0 => format!("{:.1} h", seconds / 3_600.0),
        _ => format!("{:.1} days", seconds / 86_400.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hunt::samples::{self, Fate};
    use crate::hunt::{Book, Plan};

    /// Without the colours.
    fn plain(text: &str) -> String {
        anstream::adapter::strip_str(text).to_string()
    }

    #[test]
    fn rates_show_what_is_known_of_them() {
        let told = |failures, runs| rate(failures, runs, wilson(failures, runs));
        assert_eq!(told(1, 2_000), "0.05 % (0.01 to 0.28)");
        assert_eq!(told(0, 2_000), "0 (below 0.19 %)");
        assert_eq!(told(0, 1_000_000), "0 (below 0.00038 %)");
        assert_eq!(told(5, 10), "50.0 % (23.7 to 76.3)");
        assert_eq!(told(0, 0), "-");
        assert_eq!(told(10, 10), "100.0 % (72.2 to 100.0)");
    }

    #[test]
    fn times_have_the_unit_that_fits() {
        let told = |seconds| span(Duration::from_secs(seconds));
        assert_eq!(
            [told(99), told(100), told(7_200), told(864_000)],
            ["99.0 s", "1.7 min", "2.0 h", "10.0 days"]
        );
    }

    #[test]
    fn failures_are_told_as_bugs_with_their_commands() {
        let mut book = Book::new(samples::plan(2, 1, 4));
        for (seed, fate) in (1..).zip([Fate::Dies, Fate::Panics, Fate::Dies, Fate::Stalls]) {
            book.record(&samples::outcome(0, seed, fate));
        }
        let report = plain(&hunt_families(&book, &Invocation::lab()));
        assert!(report.starts_with("4 failing runs, 3 bugs:\n  panic, "), "{report}");
        let dies = "  panic, bounded-recursion, initial_election_2A, src/log.rs:9: 2 runs (";
        assert!(report.contains(dies), "{report}");
        assert!(report.contains("\n    peer 1 broke bounded-recursion with seed 1\n"), "{report}");
        assert!(report.contains("\n    replay: cargo lab replay initial_election_2A 2\n"), "{report}");
        assert!(!report.contains("fewest events"), "{report}");
        assert!(report.find("liveness") > report.find("bounded"), "{report}");
    }

    #[test]
    fn the_shortest_run_is_named_where_it_is_another() {
        let mut book = Book::new(samples::plan(1, 1, 2));
        for (seed, observed) in [(1, 900), (2, 300)] {
            let mut outcome = samples::outcome(0, seed, Fate::Panics);
            outcome.observed = observed;
            book.record(&outcome);
        }
        let report = plain(&hunt_families(&book, &Invocation::lab()));
        assert!(report.starts_with("2 failing runs, 1 bug:\n"), "{report}");
        let commands = "    replay: cargo lab replay initial_election_2A 1\n    \
                        told here is the run with the fewest events (300): cargo lab replay initial_election_2A 2";
        assert!(report.ends_with(commands), "{report}");
    }

    #[test]
    fn every_test_has_a_row_and_what_is_missing_is_said() {
        let shard = "2/4".parse().ok();
        let plan = Plan { keep_going: false, shard, ..samples::plan(2, 1, 8) };
        let mut book = Book::new(plan);
        book.record(&samples::outcome(0, 3, Fate::Stalls));
        book.record(&samples::outcome(1, 3, Fate::Passes));
        let report = plain(&hunt(&book, true, &Advice::new(Hints::None, Invocation::lab())));
        let lines: Vec<&str> = report.lines().collect();
        let first = "seeds 1 to 8, shard 2/4: 3 to 4; a test ends at its smallest failing seed: \
                     rates want --keep-going";
        assert_eq!(lines[0], first);
        assert!(lines[1].starts_with("test  ") && lines[1].ends_with("wall"), "{report}");
        assert!(
            lines[2].starts_with("initial_election_2A  ") && lines[2].ends_with("  1 liveness"),
            "{report}"
        );
        assert!(lines[2].contains("  100.0 % (2.5 to 100.0)  "), "it was run until it failed: {report}");
        assert!(lines[3].contains("  0 (below 79.3 %)"), "{report}");
        assert!(lines[4].starts_with("all  "), "{report}");
        assert_eq!(lines[5], "1 failing run, 1 bug:");
        assert_eq!(lines[lines.len() - 1], "1 run is missing; `--resume` does the rest");
        assert!(
            plain(&hunt(&book, false, &Advice::new(Hints::None, Invocation::lab())))
                .ends_with("\n1 run is missing")
        );
    }

    #[test]
    fn rules_are_named_for_those_who_may_read_on() {
        let mut book = Book::new(samples::plan(2, 1, 4));
        for (seed, fate) in (1..).zip([Fate::Stalls, Fate::Panics, Fate::BreaksTheHarness]) {
            book.record(&samples::outcome(0, seed, fate));
            book.record(&samples::outcome(1, seed, fate));
        }
        let report = |hints| plain(&hunt(&book, true, &Advice::new(hints, Invocation::lab())));
        let line = "\nwhat was broken, and how it usually is: cargo lab rules agreement-in-time no-panic\n";
        assert!(report(Hints::Section).contains(line), "{}", report(Hints::Section));
        assert_eq!(report(Hints::Section).replace(line, "\n"), report(Hints::None));
    }

    #[test]
    fn a_hunt_without_failures_says_so() {
        let mut book = Book::new(samples::plan(1, 1, 1));
        book.record(&samples::outcome(0, 1, Fate::Passes));
        assert!(
            plain(&hunt(&book, false, &Advice::new(Hints::None, Invocation::lab())))
                .ends_with("1 run, no failure")
        );
        let nothing =
            hunt(&Book::new(samples::plan(1, 1, 1)), false, &Advice::new(Hints::None, Invocation::lab()));
        assert!(!nothing.contains("no failure"), "{nothing}");
    }
}
