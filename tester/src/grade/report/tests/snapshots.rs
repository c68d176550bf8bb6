//! The reports as they look.

use insta::assert_snapshot;

use super::samples;
use crate::grade::report::{Receipt, csv, junit, page, results};

/// The class without those who mean harm.
fn class() -> Vec<crate::grade::Grade> {
    let mut class = samples::class();
    class.pop();
    class
}

/// The page without its style.
fn body(page: &str) -> &str {
    page.split_once("<body>").expect("a page has a body").1
}

#[test]
fn results_of_a_raft_with_bugs() {
    assert_snapshot!(results(&samples::basis(), &samples::buggy()));
}

#[test]
fn results_of_what_does_not_compile() {
    assert_snapshot!(results(&samples::basis(), &samples::broken()));
}

#[test]
fn junit_of_a_class() {
    assert_snapshot!(junit(&samples::basis(), &class()));
}

#[test]
fn csv_of_a_class() {
    assert_snapshot!(csv(&class()));
}

#[test]
fn receipt_of_a_raft_with_bugs() {
    assert_snapshot!(Receipt::new(&samples::basis(), &samples::buggy()).text());
}

#[test]
fn page_of_a_raft_with_bugs() {
    assert_snapshot!(body(&page::submission(&samples::basis(), &samples::buggy())));
}

#[test]
fn page_of_what_does_not_compile() {
    assert_snapshot!(body(&page::submission(&samples::basis(), &samples::broken())));
}

#[test]
fn page_of_a_class() {
    assert_snapshot!(body(&page::class(&samples::basis(), &class())));
}
