//! What came of making a run small: how large it was, and how large it is.

use std::time::Duration;

use super::layout::{one_line, wrap};
use super::style::{self, paint};
use crate::case::{Case, Size};
use crate::shrink::Shrunk;
use crate::steering::Deed;

/// The width to which a message is broken.
const WIDTH: usize = 100;

/// The table of what was and what is left.
pub(crate) fn shrunk(shrunk: &Shrunk, case: &Case) -> String {
    let Shrunk { before, after, tried, is_complete, .. } = shrunk;
    let mut lines = vec![format!(
        "  ... {} -- {}, {}",
        paint(style::FAILED, "FAILED"),
        case.failure.class,
        case.failure.rule
    )];
    lines.extend(wrap(&one_line(&case.failure.message), WIDTH).into_iter().map(|line| format!("  {line}")));
    lines.push(paint(style::STRONG, format_args!("{:<32}{:>12}{:>16}", "", "before", "after")));
    for (name, was, is) in rows(before, after) {
        lines.push(format!("{name:<32}{was:>12}{is:>16}"));
    }
    let seconds = |size: &Size| format!("{:.3} s", Duration::from_nanos(size.nanos).as_secs_f64());
    lines.push(format!("{:<32}{:>12}{:>16}", "virtual time", seconds(before), seconds(after)));
    if case.seed != case.first_seed {
        lines.push(format!("{:<32}{:>12}{:>16}", "seed", case.first_seed, case.seed));
        lines.push("with another seed it is another run, which fails in the same way".to_owned());
    }
    let rest = if *is_complete { "nothing more can be left out" } else { "there was no time for more" };
    lines.push(format!("{tried} runs tried; {rest}"));
    if let Some(trouble) = &shrunk.trouble {
        let told = one_line(&trouble.to_string());
        lines.push(format!("{} the search ended early: {told}", paint(style::WARNING, "warning:")));
    }
    lines.join("\n")
}

/// What there was of anything.
fn rows(before: &Size, after: &Size) -> Vec<(String, u64, u64)> {
    let deed = |deed: Deed| {
        let count = |size: &Size| size.deeds.get(&deed).copied().unwrap_or_default();
        (format!("  {deed}"), count(before), count(after))
    };
    let plan = |size: &Size| size.plan.map_or(0, |faults| faults as u64);
    let mut rows = vec![
        ("faults".to_owned(), before.faults(), after.faults()),
        ("  messages lost".to_owned(), before.lost, after.lost),
        ("  messages late".to_owned(), before.late, after.late),
        ("  messages twice".to_owned(), before.duplicated, after.duplicated),
    ];
    rows.extend(Deed::ALL.into_iter().filter(|it| *it != Deed::Start).map(deed));
    rows.extend([
        ("hardly late messages".to_owned(), before.hardly_late, after.hardly_late),
        ("calls to nobody, slow to fail".to_owned(), before.slow_failures, after.slow_failures),
        ("faults of the plan, as above".to_owned(), plan(before), plan(after)),
        ("commands".to_owned(), before.commands(), after.commands()),
        ("the scheduler's random choices".to_owned(), before.picks, after.picks),
        ("events".to_owned(), before.events, after.events),
        ("peers".to_owned(), before.peers as u64, after.peers as u64),
    ]);
    rows.retain(|(_, was, is)| (*was, *is) != (0, 0));
    rows
}

/// A test that fails as long as an implementation fails in this case: Rust, for a file below `tests`.
pub(crate) fn regression_test(case: &Case, story: &[String]) -> String {
    let Case { test, seed, failure, .. } = case;
    let name = format!("{test}_{seed}_{}", failure.rule.replace('-', "_")).to_lowercase();
    let mut lines = vec![
        format!("/// What {test} showed: {}.", failure.rule),
        "#[test]".to_owned(),
        format!("fn {name}() {{"),
    ];
    lines.extend(story.iter().map(|line| format!("    // {}", one_line(line))));
    lines.push("    // `raft::Peer` stands for the implementation under test.".to_owned());
    let text = serde_json::to_string(case).expect("a case is plain data");
    let mut hashes = "##".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    lines.push(format!(
        "    tester::case::assert_passes::<raft::Peer>(\n        r{hashes}\"{text}\"{hashes},\n    );"
    ));
    lines.push("}".to_owned());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{self, Build, Symptom};
    use crate::steering::Steering;

    #[test]
    fn a_message_of_several_lines_is_no_code() {
        let case = Case {
            format: case::FORMAT.to_owned(),
            version: case::VERSION,
            test: "swarm_X".to_owned(),
            seed: 1,
            first_seed: 1,
            build: Build { raftlab: "1".to_owned(), program: "0".to_owned() },
            failure: Symptom {
                class: "panic".to_owned(),
                rule: "no-panic".to_owned(),
                place: None,
                message: "assertion failed: x\n  left: \"##\n right: 2".to_owned(),
            },
            before: Size::default(),
            after: Size::default(),
            steering: Steering::default(),
        };
        let code = regression_test(&case, &[case.failure.message.clone()]);
        assert!(code.contains("    // assertion failed: x\\n  left: \"##\\n right: 2\n"), "{code}");
        assert!(code.contains("r###\"{") && code.contains("}\"###,\n    );\n}"), "{code}");
    }
}
