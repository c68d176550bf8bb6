//! What is said of a test in plain text, for reports that have room for nothing else.

use super::plain;
use super::standing::{Rate, Standing, card};
use crate::grade::{Built, Finding, Grade, Runs, TestGrade};
use crate::report::explanation;
use crate::rules::Hints;

/// All that may be said of a test. No line end at the end.
pub(super) fn of_test(standing: &Standing<'_>, hints: Hints) -> String {
    if standing.rate().is_none() {
        return not_run(standing.built).to_owned();
    }
    let mut lines = runs(standing);
    for finding in &standing.grade.findings {
        lines.push(String::new());
        lines.extend(of_finding(standing, finding, hints));
    }
    lines.join("\n")
}

/// A test that was not run, in one sentence.
pub(super) fn not_run(built: &Built) -> &'static str {
    match built {
        Built::Program => "Not run.",
        Built::Failed { .. } => "Not run: the submission does not compile.",
        Built::Refused { .. } => "Not run: there is nothing to compile.",
    }
}

/// What became of the submission as a whole, where there is more to say than its points. No line end at the
/// end.
pub(super) fn of_submission(grade: &Grade) -> String {
    let mut paragraphs = match &grade.built {
        Built::Program => Vec::new(),
        Built::Failed { log } => {
            vec![format!("The submission does not compile. The compiler says:\n\n{}", plain::text(log))]
        }
        Built::Refused { reason } => vec![format!("Nothing could be graded: {}", plain::sentence(reason))],
    };
    paragraphs.extend(grade.remarks.iter().map(|remark| format!("Remark: {}", plain::sentence(remark))));
    paragraphs.join("\n\n")
}

/// How the runs of a test fared, in sentences; none if there were no runs.
pub(super) fn runs(standing: &Standing<'_>) -> Vec<String> {
    let Some(rate) = standing.rate() else { return Vec::new() };
    let mut lines = vec![format!("{} of {} runs passed: {rate}.", rate.passed, rate.planned)];
    lines.extend(by_kind(standing));
    lines.extend(given_up(standing.grade));
    lines
}

/// How the runs of a test fared, in a few words.
pub(super) fn rate(standing: &Standing<'_>, rate: Rate) -> String {
    let given_up = if standing.grade.given_up.is_some() { ", given up" } else { "" };
    format!("{} of {}: {rate}{given_up}", rate.passed, rate.planned)
}

/// How the runs fared with seeds that everybody may know, and how with others.
fn by_kind(standing: &Standing<'_>) -> Option<String> {
    let (public, hidden) = (standing.grade.public, standing.grade.hidden);
    (hidden.planned > 0).then(|| {
        format!(
            "{} of {} with public seeds, {} of {} with hidden ones.",
            public.passed, public.planned, hidden.passed, hidden.planned
        )
    })
}

/// Why some of the runs were not done.
fn given_up(grade: &TestGrade) -> Option<String> {
    let Runs { planned, done, .. } = grade.runs();
    let why = grade.given_up.filter(|_| done < planned)?;
    let (runs, rest) = (if done == 1 { "run" } else { "runs" }, planned - done);
    Some(format!("The test was given up after {done} {runs}, as {why}. The other {rest} count as failed."))
}

/// In how many runs a finding was made, as in `4 runs, 1 of them with a hidden seed`.
pub(super) fn times(finding: &Finding) -> String {
    let (public, hidden) = (finding.public, finding.hidden);
    let all = public + hidden;
    let runs = if all == 1 { "run" } else { "runs" };
    match (public, hidden) {
        (_, 0) => format!("{all} {runs}"),
        (0, 1) => "1 run, with a hidden seed".to_owned(),
        (0, _) => format!("{all} runs, all with hidden seeds"),
        (_, 1) => format!("{all} runs, 1 of them with a hidden seed"),
        (_, some) => format!("{all} runs, {some} of them with hidden seeds"),
    }
}

/// What is said of a finding whose runs nobody may see.
pub(super) const UNSEEN: &str =
    "Seen with hidden seeds only: no public seed that was tried shows it. More seeds may.";

/// A finding in lines: what it is, what was seen, the rule's card, and the command that repeats it.
fn of_finding(standing: &Standing<'_>, finding: &Finding, hints: Hints) -> Vec<String> {
    let rule = plain::name(&finding.rule);
    let mut lines = vec![format!("{}, {rule}: {}", finding.class, times(finding))];
    let indent = |line: &str| format!("  {line}");
    match &finding.example {
        Some(example) => lines.push(indent(&plain::sentence(&example.message))),
        None => lines.push(indent(UNSEEN)),
    }
    if let Some(card) = card(finding, hints) {
        lines.push(indent(&format!("rule: {} ({})", card.rule, card.source)));
        if hints == Hints::Full {
            lines.extend(explanation(card).iter().map(|line| format!("    {line}")));
        }
    }
    let verb = if finding.example.is_some() { "replay" } else { "search" };
    lines.push(indent(&format!("{verb}: {}", standing.command(finding))));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grade::GivenUp;
    use crate::grade::report::{samples, standing::standings};

    #[test]
    fn a_card_is_told_as_far_as_the_rubric_allows() {
        let grade = samples::buggy();
        let standing = standings(&grade).nth(1).expect("a test");
        let told = |hints| of_test(&standing, hints);
        let (none, section, full) = (told(Hints::None), told(Hints::Section), told(Hints::Full));
        assert!(
            !none.contains("rule:") && none.contains("replay: cargo lab replay reelection_2A 3"),
            "{none}"
        );
        assert!(
            section.contains("rule: one-leader-per-term (") && !section.contains("mistakes"),
            "{section}"
        );
        assert!(full.contains("usual mistakes:\n    - "), "{full}");
    }

    #[test]
    fn a_run_with_a_hidden_seed_is_counted_and_not_shown() {
        let mut finding = samples::buggy().tests[1].findings[0].clone();
        let mut told = |public, hidden| {
            (finding.public, finding.hidden) = (public, hidden);
            times(&finding)
        };
        assert_eq!(told(1, 0), "1 run");
        assert_eq!(told(2, 0), "2 runs");
        assert_eq!(told(0, 1), "1 run, with a hidden seed");
        assert_eq!(told(0, 4), "4 runs, all with hidden seeds");
        assert_eq!(told(3, 1), "4 runs, 1 of them with a hidden seed");
        assert_eq!(told(1, 3), "4 runs, 3 of them with hidden seeds");
    }

    #[test]
    fn a_test_that_was_given_up_says_so() {
        let mut grade = samples::buggy();
        grade.tests[1].public.done = 1;
        grade.tests[1].hidden.done = 0;
        grade.tests[1].given_up = Some(GivenUp::Time);
        let told = of_test(&standings(&grade).nth(1).expect("a test"), Hints::None);
        assert!(
            told.contains("given up after 1 run, as its time was over. The other 19 count as failed."),
            "{told}"
        );
    }
}
