//! What no report may hold: the rubric's secret, and anything that a text could do but be read.

use super::{everybody, samples};
use crate::grade::report::{Receipt, csv, junit, page, results};

/// Every report of everybody, with its name.
fn reports() -> Vec<(String, String)> {
    let basis = samples::basis();
    let all = everybody();
    let mut reports = vec![
        ("class.csv".to_owned(), csv(&all)),
        ("junit.xml".to_owned(), junit(&basis, &all)),
        ("index.html".to_owned(), page::class(&basis, &all)),
    ];
    for grade in &all {
        let name = &grade.name;
        reports.push((format!("{name}/results.json"), results(&basis, grade)));
        reports.push((format!("{name}/receipt.json"), Receipt::new(&basis, grade).text()));
        reports.push((format!("{name}/index.html"), page::submission(&basis, grade)));
    }
    reports
}

fn is_page(name: &str) -> bool {
    name.ends_with("index.html")
}

#[test]
fn no_report_holds_the_secret() {
    assert!(format!("{:?}", samples::rubric().seeds.base).contains("Secret"), "there is one");
    for (name, text) in reports() {
        assert!(!text.contains(samples::SECRET), "{name}");
    }
}

#[test]
fn no_report_steers_a_terminal_or_a_browser() {
    for (name, text) in reports() {
        let steers = |character: char| character.is_control() && !matches!(character, '\n' | '\r');
        assert!(!text.contains(steers), "{name} holds {:?}", text.chars().find(|c| steers(*c)));
        assert!(!text.contains(['\u{202e}', '\u{fffe}']), "{name}");
        assert!(text.len() < 250_000, "{name}: {} bytes", text.len());
        if is_page(&name) {
            for tag in ["<script", "</pre><", "<!-- -->", "</textarea>", "javascript:"] {
                assert!(!text.contains(tag), "{name} holds {tag}");
            }
        }
    }
}

#[test]
fn pages_load_nothing() {
    for (name, text) in reports().into_iter().filter(|(name, _)| is_page(name)) {
        assert!(text.contains("default-src 'none'"), "{name}");
        assert!(
            !text.contains("http://") && !text.contains("https://") && !text.contains("src=\""),
            "{name}"
        );
    }
}
