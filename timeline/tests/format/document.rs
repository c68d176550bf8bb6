//! The page about the format, against the format: every kind is explained, with an example that can be read.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use timeline::record::{Record, VERSION};

use crate::samples::{every_kind, header, records};

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/trace-format.md");
    fs::read_to_string(path).unwrap()
}

/// The lines of the examples.
fn examples() -> Vec<String> {
    let page = page();
    let blocks = page.split("```json\n").skip(1).map(|rest| rest.split("\n```").next().unwrap());
    blocks.flat_map(str::lines).map(str::to_owned).collect()
}

/// The kinds that the tables of the page name in their first column.
fn explained(page: &str) -> BTreeSet<String> {
    let tables = page.split("| kind |").skip(1).map(|rest| rest.split("\n\n").next().unwrap());
    let rows = tables.flat_map(|table| table.lines().skip(2));
    let cells = rows.map(|row| row.split('|').nth(1).unwrap().to_owned());
    let names = cells.flat_map(|cell| {
        cell.split(',').map(|name| name.trim().trim_matches('`').to_owned()).collect::<Vec<_>>()
    });
    names.collect()
}

#[test]
fn every_kind_is_explained_with_an_example() {
    let kinds: BTreeSet<String> = every_kind().iter().map(|what| what.kind().to_owned()).collect();
    assert_eq!(explained(&page()), kinds);
    let shown: BTreeSet<String> = examples()
        .iter()
        .filter_map(|line| match serde_json::from_str(line).unwrap() {
            Record::Event(event) => Some(event.what.kind().to_owned()),
            _ => None,
        })
        .collect();
    assert_eq!(shown, kinds);
    assert!(page().contains(&format!("describes version {VERSION}.")));
}

#[test]
fn every_example_is_what_would_be_written() {
    let mut types = BTreeSet::new();
    for line in examples() {
        let record: Record = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert_eq!(serde_json::to_string(&record).unwrap(), line);
        let object: Value = serde_json::from_str(&line).unwrap();
        types.insert(object["type"].as_str().unwrap().to_owned());
    }
    let all = ["end", "event", "header", "log", "state"];
    assert_eq!(types.iter().map(String::as_str).collect::<Vec<_>>(), all);
    for name in all {
        assert!(page().contains(&format!("\n## {name}\n")), "no chapter on {name}");
    }
}

#[test]
fn every_field_is_named() {
    let whole = records().into_iter().chain([Record::Header(Box::new(header()))]);
    for record in whole {
        let object = serde_json::to_value(&record).unwrap();
        for field in object.as_object().unwrap().keys().filter(|field| *field != "type") {
            assert!(page().contains(&format!("`{field}`")), "{field} of {record:?}");
        }
    }
}

#[test]
fn every_kind_is_called_what_the_line_says() {
    for what in every_kind() {
        assert_eq!(serde_json::to_value(&what).unwrap()["kind"], what.kind());
    }
}
