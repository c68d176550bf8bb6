//! `JUnit` XML as other programs read it: by a reader of another make, and by the rules that they have in
//! common.

use roxmltree::{Document, Node};

const SUITES: [&str; 8] = ["name", "tests", "failures", "errors", "skipped", "disabled", "time", "timestamp"];
const SUITE: [&str; 12] = [
    "name",
    "tests",
    "failures",
    "errors",
    "skipped",
    "disabled",
    "hostname",
    "id",
    "package",
    "time",
    "timestamp",
    "file",
];
const CASE: [&str; 6] = ["name", "classname", "time", "file", "line", "assertions"];
const OUTCOMES: [&str; 3] = ["failure", "error", "skipped"];

/// What readers would stumble over.
pub(crate) fn wrong(text: &str) -> Vec<String> {
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => return vec![error.to_string()],
    };
    let root = document.root_element();
    let mut wrong = Vec::new();
    if let Some(character) = text.chars().find(|character| !is_legal(*character)) {
        wrong.push(format!("{character:?} is not legal"));
    }
    let mut must = |holds: bool, problem: String| wrong.extend((!holds).then_some(problem));
    must(root.has_tag_name("testsuites"), "no <testsuites>".to_owned());
    attributes(root, &SUITES, &mut must);
    counts(root, &mut must);
    let mut names = Vec::new();
    for suite in root.children().filter(Node::is_element) {
        must(suite.has_tag_name("testsuite"), format!("{:?} in <testsuites>", suite.tag_name()));
        must(suite.has_attribute("name"), "a <testsuite> without a name".to_owned());
        attributes(suite, &SUITE, &mut must);
        counts(suite, &mut must);
        for case in suite.children().filter(|child| child.has_tag_name("testcase")) {
            let name = (suite.attribute("name"), case.attribute("name"));
            must(
                name.1.is_some() && !names.contains(&name),
                format!("{name:?} is there twice, or has no name"),
            );
            names.push(name);
            attributes(case, &CASE, &mut must);
            one_case(case, &mut must);
        }
    }
    wrong
}

/// A test has one outcome at most, with words in it, since some readers show nothing else.
fn one_case(case: Node<'_, '_>, must: &mut impl FnMut(bool, String)) {
    let outcomes: Vec<Node<'_, '_>> =
        case.children().filter(|child| OUTCOMES.contains(&child.tag_name().name())).collect();
    must(outcomes.len() <= 1, "several outcomes".to_owned());
    for outcome in outcomes {
        must(
            outcome.text().is_some_and(|text| !text.trim().is_empty()),
            "an outcome without words".to_owned(),
        );
        must(
            outcome.has_attribute("type") && outcome.has_attribute("message"),
            "an outcome of no type".to_owned(),
        );
    }
}

fn attributes(node: Node<'_, '_>, known: &[&str], must: &mut impl FnMut(bool, String)) {
    for attribute in node.attributes() {
        must(known.contains(&attribute.name()), format!("an unknown attribute {}", attribute.name()));
        if attribute.name() == "time" {
            let digits = attribute.value().replace('.', "");
            must(
                digits.chars().all(|digit| digit.is_ascii_digit()),
                format!("time is {}", attribute.value()),
            );
        }
    }
}

/// The numbers of a suite, or of all of them, are those of its cases.
fn counts(node: Node<'_, '_>, must: &mut impl FnMut(bool, String)) {
    for (attribute, element) in
        [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]
    {
        let counted = node.descendants().filter(|inner| inner.has_tag_name(element)).count();
        let told = node.attribute(attribute).and_then(|number| number.parse().ok());
        must(told == Some(counted), format!("{attribute} is {told:?}, counted {counted}"));
    }
}

/// What XML 1.0 can hold.
fn is_legal(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[test]
fn what_readers_would_stumble_over_is_noticed() {
    let suite = |inner: &str, failures: u8| {
        format!(
            "<testsuites tests='1' failures='{failures}' errors='0' skipped='0'><testsuite name='s' tests='1' \
             failures='{failures}' errors='0' skipped='0'>{inner}</testsuite></testsuites>"
        )
    };
    assert!(wrong(&suite("<testcase name='a' time='0.5'/>", 0)).is_empty());
    let failure = "<failure type='a' message='b'>c</failure>";
    assert!(wrong(&suite(&format!("<testcase name='a'>{failure}</testcase>"), 1)).is_empty());
    for (text, problems) in [
        (suite("<testcase/>", 0), 1),
        (suite("<testcase name='a' points='1'/>", 0), 1),
        (suite("<testcase name='a' time='-1'/>", 0), 1),
        (suite("<testcase name='a'/>", 1), 2),
        (suite("<testcase name='a'><failure type='a' message='b'/></testcase>", 1), 1),
        (suite(&format!("<testcase name='a'>{failure}<skipped/></testcase>"), 1), 5),
        ("<testsuites".to_owned(), 1),
        (suite("\u{1b}", 0), 1),
    ] {
        assert_eq!(wrong(&text).len(), problems, "{text}: {:?}", wrong(&text));
    }
}
