//! The class's table as a spreadsheet reads it.

use super::everybody;
use crate::grade::report::csv;

fn read(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let row = |record: &::csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
    let heading = row(reader.headers().unwrap());
    (heading, reader.records().map(|record| row(&record.unwrap())).collect())
}

#[test]
fn every_submission_is_a_row_of_as_many_cells() {
    let (heading, rows) = read(&csv(&everybody()));
    assert_eq!(
        heading[..7],
        ["name", "total", "possible", "build", "remarks", "initial_election_2A", "initial_election_2A rate"]
    );
    assert_eq!(rows.len(), everybody().len());
    assert!(rows.iter().all(|row| row.len() == heading.len()));
    assert_eq!(
        rows[1][..8],
        [
            "grace & hopper",
            "5.31",
            "18.75",
            "built",
            "it holds 3 files that are not graded",
            "5",
            "1.0000",
            "0",
        ]
    );
    assert_eq!(rows[2][3..7], ["failed", "", "0", ""]);
}

#[test]
fn no_cell_is_a_formula() {
    let (_, rows) = read(&csv(&everybody()));
    let cells: Vec<&String> = rows.iter().flatten().collect();
    assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{cells:?}");
    assert!(cells.iter().all(|cell| !cell.contains('\n')), "one line each");
    assert!(
        rows.iter().any(|row| row[0].starts_with("'=cmd|")) && rows.iter().any(|row| row[0] == "'@mallory")
    );
}
