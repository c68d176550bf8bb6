//! `lab rules`, and how much of a rule a report gives away.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use tempfile::TempDir;

use crate::program::{broken, lab, objects, report_in, run};

#[test]
fn the_list_names_every_rule() {
    assert_snapshot!(run(&mut lab(), "rules").told());
}

#[test]
fn a_rule_is_found_by_a_piece_of_its_name() {
    assert_snapshot!(run(&mut lab(), "rules one-leader-per-term snapshot-index").told());
    let ran = run(&mut lab(), "rules rpc");
    assert!(ran.stdout.contains("\nrpc-bytes (") || ran.stdout.starts_with("rpc-count ("), "{}", ran.stdout);
}

#[test]
fn an_unknown_rule_is_answered_with_what_is_near() {
    let ran = run(&mut lab(), "rules aply-order");
    assert_eq!(ran.status, 2);
    let words =
        "error: no rule is called `aply-order`; did you mean apply-order? `cargo lab rules` shows them all\n";
    assert_eq!(ran.stderr, words);
}

#[test]
fn programs_get_all_that_people_may_read() {
    let cards = |arguments| objects(&run(&mut lab(), arguments).stdout);
    let all = cards("rules --json");
    assert!(all.len() > 50, "{}", all.len());
    for card in &all {
        assert!(card["section"].is_string() && card["mistakes"].as_array().is_some_and(|all| all.len() > 1));
    }
    let [card] = cards("rules log-size --json --hints section").try_into().expect("one card");
    assert!(
        card["section"].is_string() && card["protects"].is_null() && card["mistakes"].is_null(),
        "{card}"
    );
    assert!(cards("rules log-size --json --hints none")[0]["section"].is_null());
}

#[test]
fn programs_get_no_more_of_a_failure_either() {
    let section = |level: &str| {
        let ran = run(&mut broken("always-leads"), &format!("run initial --json --hints {level}"));
        objects(&ran.stdout)[0]["section"].clone()
    };
    assert!(section("none").is_null());
    assert!(section("section").is_string() && section("section") == section("full"));
}

#[test]
fn the_page_of_rules_gives_away_as_much_as_it_may() {
    let page = |level: &str| run(&mut lab(), &format!("rules --markdown --hints {level}")).stdout;
    let (none, section) = (page("none"), page("section"));
    let titles = |page: &str| page.matches("\n### ").count();
    assert_eq!(titles(&none), titles(&page("full")));
    assert!(!none.contains("(§") && section.contains("(§"), "{none}");
    assert!(!none.contains("\n- ") && !section.contains("\n- "), "{section}");
}

/// The page in the documentation is what the program prints.
#[test]
fn the_page_of_rules_is_up_to_date() {
    let page = run(&mut lab(), "rules --markdown").stdout;
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules.md");
    let kept = fs::read_to_string(kept).unwrap_or_default();
    assert!(page == kept, "after a change of the cards: cargo lab rules --markdown > docs/rules.md");
}

#[test]
fn a_report_gives_away_as_much_as_it_may() {
    let told = |level: &str| run(&mut broken("always-leads"), &format!("run initial --hints {level}")).told();
    assert_snapshot!(["none", "section", "full"].map(told).join("\n"));
}

#[test]
fn the_environment_chooses_for_those_who_do_not() {
    let gives = |variable: &str, arguments: &str| {
        let ran = run(broken("always-leads").env("LAB_HINTS", variable), arguments);
        (ran.stdout.contains("\n  rule: "), ran.stdout.contains("usual mistakes:"))
    };
    assert_eq!(gives("none", "run initial"), (false, false));
    assert_eq!(gives("section", "run initial"), (true, false));
    assert_eq!(gives("", "run initial"), (true, true));
    assert_eq!(gives("none", "replay initial 1 --hints full"), (true, true));
    let ran = run(lab().env("LAB_HINTS", "some"), "run initial");
    assert_eq!(ran.status, 2);
    let words = "error: LAB_HINTS is `some`: set it to none, section or full, or leave it unset\n";
    assert_eq!(ran.stderr, words);
}

#[test]
fn cargo_test_listens_to_the_environment() {
    let package = TempDir::new().unwrap();
    for (level, lines) in [("none", 0), ("section", 1), ("full", 1)] {
        let mut test = broken("always-leads");
        test.env("TRIAL_TEST", "initial_election_2A").env("TRIAL_PACKAGE", package.path());
        let ran = run(test.env("LAB_HINTS", level), "");
        assert_eq!(ran.stdout.matches("\n  rule: one-leader-per-term (").count(), lines, "{}", ran.stdout);
        assert_eq!(ran.stdout.contains("usual mistakes:"), level == "full", "{}", ran.stdout);
    }
}

#[test]
fn a_rule_is_explained_once() {
    let ran = run(&mut broken("never-leads"), "run 2A");
    assert_eq!(ran.stdout.matches("\n  rule: leader-in-time (").count(), 3, "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("), explained above\n").count(), 2, "{}", ran.stdout);
}

/// What a hunt keeps is evidence: the same, whoever may read more.
#[test]
fn what_a_hunt_keeps_is_the_same_at_every_level() {
    let kept = |level: &str| {
        let directory = TempDir::new().unwrap();
        let out = directory.path().display();
        let arguments =
            format!("hunt initial many --seeds 3 --keep-going --stable --hints {level} --out {out}");
        let ran = run(&mut broken("moody"), &arguments);
        assert_eq!(ran.stdout.contains("cargo lab rules leader-in-time no-panic\n"), level != "none");
        let mut logs: Vec<_> = fs::read_dir(directory.path().join("logs")).unwrap().flatten().collect();
        logs.sort_by_key(fs::DirEntry::file_name);
        let logs: Vec<String> = logs.iter().map(|log| fs::read_to_string(log.path()).unwrap()).collect();
        assert!(!logs.is_empty() && logs.iter().all(|log| !log.contains("\n  rule: ")));
        (report_in(directory.path()), logs)
    };
    assert_eq!(kept("none"), kept("full"));
}
