//! `JUnit` XML of everybody.

use roxmltree::{Document, Node};

use super::readers::junit::wrong;
use super::{everybody, samples};
use crate::grade::report::junit;

#[test]
fn everybody_is_read_by_everybody() {
    let text = junit(&samples::basis(), &everybody());
    assert!(wrong(&text).is_empty(), "{:?}", wrong(&text));
    for grade in everybody() {
        let text = junit(&samples::basis(), std::slice::from_ref(&grade));
        assert!(wrong(&text).is_empty(), "{}: {:?}", grade.name, wrong(&text));
    }
    assert!(wrong(&junit(&samples::basis(), &[])).is_empty());
}

#[test]
fn who_does_not_compile_has_errors_and_no_failures() {
    let text = junit(&samples::basis(), &[samples::broken(), samples::buggy()]);
    let document = Document::parse(&text).unwrap();
    let suites: Vec<_> = document.descendants().filter(|node| node.has_tag_name("testsuite")).collect();
    for (suite, failures, errors) in [(suites[0], "0", "3"), (suites[1], "2", "0")] {
        assert_eq!((suite.attribute("failures"), suite.attribute("errors")), (Some(failures), Some(errors)));
    }
    assert_eq!(types(suites[0]), ["build"; 3]);
    assert_eq!(types(suites[1]), ["safety", "hang"]);
}

/// What kinds of outcome are in it.
fn types(suite: Node<'_, '_>) -> Vec<String> {
    suite.descendants().filter_map(|node| node.attribute("type").map(str::to_owned)).collect()
}
