//! `class.csv`: one row for each submission, for a spreadsheet.

use super::plain;
use super::standing::{Standing, standings};
use crate::grade::{Built, Grade};

/// The class's table. The columns are those of the first submission's tests: one rubric graded them all.
pub(crate) fn csv(grades: &[Grade]) -> String {
    let mut table = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let rows = std::iter::once(heading(grades.first())).chain(grades.iter().map(row));
    for row in rows {
        table.write_record(row).expect("memory takes all that is written");
    }
    let bytes = table.into_inner().expect("memory takes all that is written");
    String::from_utf8(bytes).expect("texts make a text")
}

fn heading(first: Option<&Grade>) -> Vec<String> {
    let mut cells: Vec<String> = ["name", "total", "possible", "build", "remarks"].map(String::from).into();
    for test in first.into_iter().flat_map(|grade| &grade.tests) {
        cells.extend([inert(&test.test), inert(&format!("{} rate", test.test))]);
    }
    cells
}

fn row(grade: &Grade) -> Vec<String> {
    let remarks: Vec<String> = grade.remarks.iter().map(|remark| plain::sentence(remark)).collect();
    let mut cells = vec![
        inert(&plain::name(&grade.name)),
        grade.earned().to_string(),
        grade.possible().to_string(),
        built(&grade.built).to_owned(),
        inert(&remarks.join("; ")),
    ];
    for standing in standings(grade) {
        cells.extend([standing.grade.earned.to_string(), rate(&standing)]);
    }
    cells
}

/// The share of runs that passed, from 0 to 1; nothing where none were to be done.
fn rate(standing: &Standing<'_>) -> String {
    standing.rate().map(|rate| format!("{:.4}", rate.share())).unwrap_or_default()
}

/// What became of the sources, in a word.
pub(super) const fn built(built: &Built) -> &'static str {
    match built {
        Built::Program => "built",
        Built::Failed { .. } => "failed",
        Built::Refused { .. } => "refused",
    }
}

/// A text that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe in
/// front.
fn inert(text: &str) -> String {
    match text.chars().next() {
        // The latter are the same signs as typed on an East Asian keyboard: some spreadsheets know them too.
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        assert_eq!(inert("=1+1"), "'=1+1");
        assert_eq!(["+x", "-x", "@x", "＝x"].map(inert), ["'+x", "'-x", "'@x", "'＝x"]);
        assert_eq!(inert("ann-marie"), "ann-marie");
        assert_eq!(inert(&plain::name("\t=1")), "'=1", "what comes before it is gone by then");
    }
}
