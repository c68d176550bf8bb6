//! The reports as they look.

use insta::assert_snapshot;

use super::samples;
use crate::grade::report::{Basis, Receipt, csv, junit, page, results};

/// What the reports rest on, whatever the built-in rubric says today.
fn basis() -> Basis {
    let mut basis = samples::basis();
    basis.rubric.digest = "5ca1ab1e".repeat(8);
    basis
}

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
    assert_snapshot!(results(&basis(), &samples::buggy()));
}

#[test]
fn results_of_what_does_not_compile() {
    assert_snapshot!(results(&basis(), &samples::broken()));
}

#[test]
fn junit_of_a_class() {
    assert_snapshot!(junit(&basis(), &class()));
}

#[test]
fn csv_of_a_class() {
    assert_snapshot!(csv(&class()));
}

#[test]
fn receipt_of_a_raft_with_bugs() {
    assert_snapshot!(Receipt::new(&basis(), &samples::buggy()).text());
}

#[test]
fn page_of_a_raft_with_bugs() {
    assert_snapshot!(body(&page::submission(&basis(), &samples::buggy())));
}

#[test]
fn page_of_what_does_not_compile() {
    assert_snapshot!(body(&page::submission(&basis(), &samples::broken())));
}

#[test]
fn page_of_a_class() {
    assert_snapshot!(body(&page::class(&basis(), &class())));
}
