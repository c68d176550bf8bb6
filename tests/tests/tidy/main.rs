//! The house rules that neither the compiler nor clippy sees, checked over every Rust file of the repository.
//!
//! One rule a test. A test that fails lists the places as `file:line` and says what to do. Every checker is
//! also shown a planted sample that breaks its rule, so that a rule cannot fall asleep unnoticed.
#![allow(clippy::unwrap_used, reason = "a repository that cannot be read should say so at once")]

mod arrows;
mod assets;
mod documents;
mod finding;
mod lengths;
mod lines;
mod names;
mod paths;
mod reach;
mod rules;
mod source;

use finding::{Finding, none};
use source::Source;

/// Runs one rule over every file.
fn everywhere(rule: impl Fn(&Source) -> Vec<Finding>) {
    let sources = source::all();
    assert!(sources.len() > 30, "only {} files found: is this the repository?", sources.len());
    none(sources.iter().flat_map(rule).collect());
}

#[test]
fn files_are_short() {
    everywhere(lengths::file);
}

#[test]
fn functions_fit_a_screen() {
    everywhere(lengths::functions);
}

#[test]
fn lines_are_short() {
    everywhere(lines::too_long);
}

#[test]
fn no_tabs_and_no_blanks_at_line_ends() {
    everywhere(lines::blanks);
}

#[test]
fn nothing_is_left_to_do() {
    everywhere(names::unfinished_words);
    everywhere(names::unfinished_code);
}

#[test]
fn errors_are_handled_outside_tests() {
    everywhere(names::unwraps);
}

#[test]
fn no_test_is_ignored() {
    everywhere(names::ignored_tests);
}

#[test]
fn the_simulated_side_is_deterministic() {
    everywhere(names::nondeterminism);
}

#[test]
fn every_file_is_compiled() {
    none(reach::unreached(&source::all(), &source::target_roots()));
}

#[test]
fn every_rule_that_a_failure_names_is_explained() {
    everywhere(|source| rules::unexplained(source, |rule| tester::rules::card(rule).is_some()));
}

#[test]
fn arrows_point_one_way() {
    none(arrows::wrong(&source::manifests()));
}

#[test]
fn every_document_is_linked() {
    let documents = source::documents();
    assert!(!documents.is_empty(), "no document found: is this the repository?");
    none(documents::unlinked(&documents));
}

#[test]
fn links_between_documents_lead_somewhere() {
    none(documents::dead_links(&source::documents(), |path| source::root().join(path).exists()));
}
