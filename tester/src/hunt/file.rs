//! The report file of a hunt: `report.jsonl`.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::book::Book;
use super::lines::{FamilyLine, Header, SegmentLine};
use super::parse::{Damage, parse};
use super::plan::Plan;

/// The name of the file in the hunt's directory.
pub(crate) const FILE_NAME: &str = "report.jsonl";

/// Where the file is written before it takes the place of the last one. The name is always the same, so that
/// what a hunt leaves that is killed here is overwritten by the next.
const FRESH_NAME: &str = "report.jsonl.new";

/// Which program found the results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    /// The version of the harness.
    pub(crate) harness: String,
    /// The build of the whole program, the implementation included.
    pub(crate) build: String,
}

impl Origin {
    /// This harness, in this build.
    pub(crate) fn of_this_build(build: impl Into<String>) -> Self {
        Self { harness: env!("CARGO_PKG_VERSION").to_owned(), build: build.into() }
    }
}

/// What a report file holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Report {
    /// Which program found the results.
    pub(crate) origin: Origin,
    /// The results.
    pub(crate) book: Book,
}

/// Whether a report says how much real time its runs took: the one thing in it that differs from day to day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WallTimes {
    /// It does, if the book knows of all its runs.
    Kept,
    /// It does not.
    LeftOut,
}

/// A report that cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// The system refuses.
    #[error("cannot {doing} {}: {source}", path.display())]
    System {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// It is not a report, or not as a hunt left it.
    #[error("{}:{line}: {damage}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The number of the line, from 1 on.
        line: usize,
        /// What is wrong with it.
        damage: Damage,
    },
}

/// The report as text: equal books of one origin give equal text.
pub(crate) fn text(origin: &Origin, book: &Book, wall_times: WallTimes) -> String {
    let is_timed = wall_times == WallTimes::Kept && book.has_wall_times();
    let mut text = String::new();
    push(&mut text, &Header::of(origin, book));
    for (test, page) in book.pages() {
        for segment in page.segments() {
            let wall_us = segment.tally.wall_us.filter(|_| is_timed);
            push(&mut text, &SegmentLine::of(test, segment, wall_us));
            for family in segment.tally.families.values() {
                push(&mut text, &FamilyLine::of(family));
            }
        }
    }
    text
}

fn push(text: &mut String, line: &impl Serialize) {
    text.push_str(&serde_json::to_string(line).expect("plain fields always serialise"));
    text.push('\n');
}

/// Writes the report into `directory`, which is made if it is not there. Whoever reads it at any time, also
/// after the process or the machine died meanwhile, finds the report before or the one after.
///
/// # Errors
/// The directory or the file cannot be written; the report before is still there.
pub(crate) fn write(
    directory: &Path,
    origin: &Origin,
    book: &Book,
    wall_times: WallTimes,
) -> Result<(), FileError> {
    let (path, fresh) = (directory.join(FILE_NAME), directory.join(FRESH_NAME));
    let failed = |source| FileError::System { doing: "write", path: path.clone(), source };
    fs::create_dir_all(directory).map_err(failed)?;
    replace(&path, &fresh, text(origin, book, wall_times).as_bytes()).map_err(failed)
}

/// The new file is on the disk before it takes the old one's name: otherwise a power cut could leave the name
/// with nothing behind it. That costs milliseconds, once a second. The directory is not flushed: if the
/// renaming is lost, the old report is there, whole, and only the last second is to be run again.
fn replace(path: &Path, fresh: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = File::create(fresh)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(fresh, path)
}

/// Reads the report in `directory`.
///
/// # Errors
/// There is none, it cannot be read, or it is damaged.
pub(crate) fn read(directory: &Path) -> Result<Report, FileError> {
    let path = directory.join(FILE_NAME);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(source) => return Err(FileError::System { doing: "read", path, source }),
    };
    parse(&text).map_err(|(line, damage)| FileError::Damaged { path, line, damage })
}

/// A report of something else than the hunt that is to go on.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the report is of another hunt: its {what} {theirs}, and now it would be {ours}; \
     give the arguments of that hunt, or another directory"
)]
pub(crate) struct ResumeError {
    what: &'static str,
    theirs: String,
    ours: String,
}

/// What two hunts differ in: the words for it, and both values.
pub(super) type Difference = (&'static str, String, String);

impl Report {
    /// The book, for the hunt of `plan` in `origin` to go on with.
    ///
    /// # Errors
    /// It is the book of another hunt, or was found by another program: results of two would be mixed.
    pub(crate) fn resume(self, origin: &Origin, plan: &Plan) -> Result<Book, ResumeError> {
        let asked = Self { origin: origin.clone(), book: Book::new(plan.clone()) };
        let shard = |plan: &Plan| plan.shard.map_or_else(|| "none".to_owned(), |shard| shard.to_string());
        let shards = ("shard is", shard(self.book.plan()), shard(plan));
        let other_shard = (shards.1 != shards.2).then_some(shards);
        match self.difference(&asked).or(other_shard) {
            Some((what, theirs, ours)) => Err(ResumeError { what, theirs, ours }),
            None => Ok(self.book),
        }
    }

    /// What makes `other` a report of another hunt, or another program's; `None` if both are of one hunt.
    pub(super) fn difference(&self, other: &Self) -> Option<Difference> {
        let values = |report: &Self| {
            let plan = report.book.plan();
            let shards = plan.shard.map_or_else(|| "1".to_owned(), |shard| shard.of().to_string());
            [
                ("harness is", report.origin.harness.clone()),
                ("build is", report.origin.build.clone()),
                ("tests are", plan.names().join(" ")),
                ("first seed is", plan.from.to_string()),
                ("number of seeds is", plan.seeds.to_string()),
                ("number of shards is", shards),
                ("--keep-going is", if plan.keep_going { "on" } else { "off" }.to_owned()),
                ("--watchdog is", format!("{} s", plan.watchdog_s)),
            ]
        };
        let pairs = values(self).into_iter().zip(values(other));
        pairs.map(|((what, one), (_, other))| (what, one, other)).find(|(_, one, other)| one != other)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::hunt::samples;

    fn origin() -> Origin {
        Origin { harness: "0.1.0".to_owned(), build: "00c0ffee00c0ffee".to_owned() }
    }

    #[test]
    fn what_is_written_is_read_back_also_half_way() {
        let some = (any::<bool>(), 1_u64..40, any::<u64>());
        samples::for_all(128, some, |(keep_going, seeds, chance)| {
            let plan = Plan { shard: "2/3".parse().ok(), keep_going, ..samples::plan(3, 7, seeds) };
            let book = samples::some_of_book(&plan, chance);
            let text = super::text(&origin(), &book, WallTimes::Kept);
            let report = parse(&text).expect("sound");
            assert_eq!(report, Report { origin: origin(), book });
            assert_eq!(super::text(&report.origin, &report.book, WallTimes::Kept), text);
        });
    }

    #[test]
    fn the_lines_have_these_keys_in_this_order() {
        let plan = Plan { keep_going: false, ..samples::plan(1, 1, 2) };
        let mut book = Book::new(plan);
        book.record(&samples::outcome(0, 1, samples::Fate::Panics));
        let text = text(&origin(), &book, WallTimes::LeftOut);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[0],
            r#"{"report":"raftlab hunt","version":1,"harness":"0.1.0","build":"00c0ffee00c0ffee","tests":["initial_election_2A"],"from":1,"seeds":2,"shard":null,"keep_going":false,"watchdog_s":10,"complete":true}"#
        );
        let keys = |line: &str| {
            let words = line.split('"').skip(1).step_by(2).zip(line.split('"').skip(2).step_by(2));
            words
                .filter(|(_, after)| after.starts_with(':'))
                .map(|(word, _)| word.to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            keys(lines[1]).join(" "),
            "test part first last runs passed failed panic virtual_ns rpcs bytes commits events digest"
        );
        assert_eq!(
            keys(lines[2]).join(" "),
            "family test class rule place count seeds representative seed observed ended_ns digest message"
        );
    }

    #[test]
    fn without_wall_times_the_rest_is_the_same() {
        let book = samples::book(&samples::plan(2, 1, 30));
        let stable = text(&origin(), &book, WallTimes::LeftOut);
        assert!(!stable.contains("wall_us") && text(&origin(), &book, WallTimes::Kept).contains("wall_us"));
        let mut forgetful = book.clone();
        forgetful.forget_wall_times();
        assert_eq!(parse(&stable).expect("sound").book, forgetful);
        assert_eq!(text(&origin(), &forgetful, WallTimes::Kept), stable);
    }

    #[test]
    fn a_file_is_replaced_as_a_whole() {
        let home = tempfile::tempdir().expect("a directory");
        let directory = home.path().join("out/of/the/way");
        let book = samples::book(&samples::plan(2, 1, 30));
        write(&directory, &origin(), &Book::new(book.plan().clone()), WallTimes::Kept).expect("written");
        write(&directory, &origin(), &book, WallTimes::Kept).expect("written");
        assert_eq!(read(&directory).expect("sound"), Report { origin: origin(), book });
        assert_eq!(fs::read_dir(&directory).expect("a directory").count(), 1);

        fs::write(directory.join(FILE_NAME), "so what").expect("written");
        let words = read(&directory).expect_err("damaged").to_string();
        assert!(words.ends_with("report.jsonl:1: this is not the report of a hunt"), "{words}");
        let words = read(home.path()).expect_err("not there").to_string();
        assert!(words.starts_with("cannot read") && words.contains("report.jsonl"), "{words}");
    }

    #[test]
    fn only_the_same_hunt_goes_on() {
        let plan = samples::plan(2, 1, 30);
        let report = || Report { origin: origin(), book: samples::book(&plan) };
        let resumed = report().resume(&origin(), &plan).expect("the same hunt");
        assert_eq!(resumed, samples::book(&plan));
        let build = Origin { build: "0123456789abcdef".to_owned(), ..origin() };
        let words = report().resume(&build, &plan).expect_err("another build").to_string();
        assert!(
            words.contains("its build is 00c0ffee00c0ffee, and now it would be 0123456789abcdef"),
            "{words}"
        );
        let others = [
            Plan { from: 2, ..plan.clone() },
            Plan { seeds: 31, ..plan.clone() },
            Plan { shard: "1/2".parse().ok(), ..plan.clone() },
            Plan { shard: "1/1".parse().ok(), ..plan.clone() },
            Plan { keep_going: false, ..plan.clone() },
            Plan { watchdog_s: 20, ..plan.clone() },
            samples::plan(3, 1, 30),
        ];
        for other in others {
            report().resume(&origin(), &other).expect_err("another hunt");
        }
    }
}
