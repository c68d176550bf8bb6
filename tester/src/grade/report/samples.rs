//! Grades made up for the reports' own tests: what a course meets.

use super::Basis;
use crate::failure::Class;
use crate::grade::workshop::Versions;
use crate::grade::{Built, Example, Finding, GivenUp, Grade, Points, Rubric, Runs, TestGrade};

/// What no report may ever hold.
pub(in crate::grade) const SECRET: &str = "correct-horse-battery-staple";

/// The rubric by which all of these are graded.
pub(in crate::grade) fn rubric() -> Rubric {
    let text = format!("title = \"Raft, spring\"\n[seeds]\npublic = 10\nhidden = 10\nbase = \"{SECRET}\"\n");
    Rubric::parse(&text, "grading.toml").expect("a rubric")
}

/// What all of these rest on.
pub(in crate::grade) fn basis() -> Basis {
    let versions = Versions {
        raftlab: "0.1.0".to_owned(),
        harness: "0123456789abcdef".repeat(4),
        rustc: "rustc 1.95.0 (x86_64-unknown-linux-gnu)".to_owned(),
        profile: "grade".to_owned(),
        protection: "Landlock 7, seccomp".to_owned(),
    };
    Basis::new(&rubric(), &versions)
}

/// A class: one that passes, one with bugs, one that does not compile, one that is not there, one that means
/// harm.
pub(in crate::grade) fn class() -> Vec<Grade> {
    vec![sound(), buggy(), broken(), absent(), hostile()]
}

/// Everything passes.
pub(in crate::grade) fn sound() -> Grade {
    let tests = vec![
        test("initial_election_2A", 500, 500, runs(10), runs(10)),
        test("reelection_2A", 750, 750, runs(10), runs(10)),
        test("figure8_2C", 625, 625, runs(10), runs(10)),
    ];
    grade("ada", Built::Program, tests)
}

/// A safety bug with an example, a slow election that only hidden seeds show, a test that was given up.
pub(in crate::grade) fn buggy() -> Grade {
    let mut tests = sound().tests;
    tests[1].earned = Points::NONE;
    (tests[1].public.passed, tests[1].hidden.passed) = (8, 9);
    tests[1].findings = vec![Finding {
        public: 2,
        hidden: 1,
        ..finding(Class::Safety, "one-leader-per-term", 3, "peers 0 and 2 both lead term 4 (event 155)")
    }];
    tests[2].earned = Points::of_hundredths(31);
    tests[2].public = Runs { planned: 10, done: 2, passed: 1 };
    tests[2].hidden = Runs { planned: 10, done: 0, passed: 0 };
    tests[2].given_up = Some(GivenUp::Dying);
    tests[2].digests.truncate(2);
    tests[2].findings = vec![
        finding(
            Class::Hang,
            "tasks-yield",
            2,
            "peer 1 runs and never yields, in the task spawned at src/raft.rs:41:7",
        ),
        Finding {
            public: 0,
            hidden: 3,
            example: None,
            ..finding(Class::Liveness, "agreement-in-time", 1, "")
        },
    ];
    let mut grade = grade("grace & hopper", Built::Program, tests);
    grade.remarks = vec!["it holds 3 files that are not graded".to_owned()];
    grade
}

/// The compiler has something to say.
pub(in crate::grade) fn broken() -> Grade {
    let log = "error[E0308]: mismatched types\n --> src/raft.rs:12:9\n  |\n12 |         \"seven\"\n  |         ^^^^^^^ expected `u64`, found `&str`\n";
    unbuilt("linus", Built::Failed { log: log.to_owned() })
}

/// There is nothing to compile.
pub(in crate::grade) fn absent() -> Grade {
    unbuilt("nobody", Built::Refused { reason: "there is no src/raft.rs in it".to_owned() })
}

/// Every text that a submission can choose tries to be more than a text.
pub(in crate::grade) fn hostile() -> Grade {
    let words =
        "]]>\u{1b}[31m<script>alert(1)</script>\u{0}\u{8}\"'&amp;{{ 7*7 }}\u{202e}\u{fffe}<!-- --> {% if %}";
    let mut tests = sound().tests;
    tests[0].earned = Points::NONE;
    tests[0].public.passed = 9;
    let message = format!("peer 0 panicked: {words}{}", "x".repeat(100_000));
    tests[0].findings = vec![finding(Class::Panic, "no-panic", 4, &message)];
    let mut grade = grade(&format!("=cmd|'/c calc'!A1 {words}"), Built::Program, tests);
    grade.remarks = vec![format!("+{words}\nsecond line")];
    grade
}

/// The same for a compiler's log.
pub(in crate::grade) fn hostile_log() -> Grade {
    let line = "error: ]]> </textarea></pre><script>alert(2)</script> \u{1b}[1mbold\u{1b}[0m \u{7f}\n";
    unbuilt("@mallory", Built::Failed { log: line.repeat(5000) })
}

fn unbuilt(name: &str, built: Built) -> Grade {
    let mut tests = sound().tests;
    for test in &mut tests {
        test.earned = Points::NONE;
        (test.public.done, test.public.passed) = (0, 0);
        (test.hidden.done, test.hidden.passed) = (0, 0);
        (test.digests, test.seal, test.seconds) = (Vec::new(), String::new(), 0.0);
    }
    grade(name, built, tests)
}

fn grade(name: &str, built: Built, tests: Vec<TestGrade>) -> Grade {
    Grade { name: name.to_owned(), sources: "feed".repeat(16), built, tests, remarks: Vec::new() }
}

fn runs(all: u64) -> Runs {
    Runs { planned: all, done: all, passed: all }
}

fn test(name: &str, earned: u64, possible: u64, public: Runs, hidden: Runs) -> TestGrade {
    TestGrade {
        test: name.to_owned(),
        possible: Points::of_hundredths(possible),
        earned: Points::of_hundredths(earned),
        public,
        hidden,
        given_up: None,
        findings: Vec::new(),
        digests: (1..=public.done).map(|seed| seed * 0x0101_0101).collect(),
        seal: "5ea1".repeat(16),
        seconds: 1.2345,
    }
}

fn finding(class: Class, rule: &str, seed: u64, message: &str) -> Finding {
    let example = Example {
        seed,
        digest: seed * 0x0101_0101,
        message: message.to_owned(),
        card: None,
        timeline: Some(format!("timelines/{rule}-{seed}.html")),
    };
    Finding { class, rule: rule.to_owned(), public: 1, hidden: 0, example: Some(example) }
}
