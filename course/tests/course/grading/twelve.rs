//! A class of twelve, as there may be one: sound Rafts, the mistakes that people make, and code that does not
//! play by the rules.

use serde_json::Value;

use super::{Course, GRADE};
use crate::hostile::hand_in;
use crate::program::run;
use crate::submissions::{reference, zoo};

/// The whole course, with seeds that everybody knows and seeds that nobody does.
const RUBRIC: &str = "\
[points]
2A = 20
2B = 30
2C = 25
2D = 25
[seeds]
public = 5
hidden = 5
base = \"nobody knows this secret\"
[limits]
give_up = 1
memory_mib = 512
";

/// Everybody, what they hand in, and the points for it. Mistakes cost what these few seeds happen to show of
/// them: ten runs of each test do not find everything, and a vote that is not saved shows in none of the
/// lab's own tests, as in Go.
const CLASS: [(&str, Work, f64); 12] = [
    ("ada", Work::Reference, 100.0),
    ("ben", Work::Zoo(None), 100.0),
    ("cleo", Work::Zoo(Some("VoteTwice")), 73.71),
    ("dora", Work::Zoo(Some("CommitOldTerm")), 96.88),
    ("emil", Work::Zoo(Some("NoPersistVote")), 100.0),
    ("fay", Work::Zoo(Some("BackUpByOne")), 92.19),
    ("gus", Work::Zoo(Some("SnapshotNotSaved")), 85.72),
    ("hostile-allocates", Work::Hostile("allocates-at-once"), 0.0),
    ("hostile-exits", Work::Hostile("exits"), 0.0),
    ("hostile-lies", Work::Hostile("prints-results"), 0.0),
    ("hostile-overflows", Work::Hostile("overflows-the-stack"), 0.0),
    ("hostile-reaches-out", Work::Hostile("uses-unsafe"), 0.0),
];

enum Work {
    Reference,
    /// The zoo's Raft, with a bug or without.
    Zoo(Option<&'static str>),
    /// Of `tests/hostile`.
    Hostile(&'static str),
}

#[test]
fn twelve_get_what_is_due() {
    let course = Course::new();
    std::fs::write(course.path("grading.toml"), RUBRIC).unwrap();
    let class = course.path("in");
    for (name, work, _) in CLASS {
        match work {
            Work::Reference => drop(reference(&class, name)),
            Work::Zoo(bug) => drop(zoo(&class, name, bug)),
            Work::Hostile(which) => {
                hand_in(&class, which);
                std::fs::rename(class.join(which), class.join(name)).unwrap();
            }
        }
    }
    let ran = run(&mut course.lab(), &format!("{GRADE} --json --jobs 2 --out out in"));
    assert_eq!(ran.status, 1, "{ran:?}");
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let got: Vec<_> =
        lines.iter().map(|line| (&line["submission"], line["points"].as_f64().unwrap())).collect();
    let due: Vec<_> = CLASS.iter().map(|(name, _, points)| (Value::from(*name), *points)).collect();
    assert_eq!(got, due.iter().map(|(name, points)| (name, *points)).collect::<Vec<_>>(), "{}", ran.stderr);
}
