//! `lab grade`: from a folder of submissions to points.

mod class;
mod interrupted;
mod refusals;
mod twelve;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::lab;
use crate::submissions::{reference, zoo};

/// What the tests give points for: little, so that they are quick.
const RUBRIC: &str = "\
inspect = true
[points]
2A = 20
[points.tests]
basic_agree_2B = 10
backup_2B = 10
[seeds]
public = 3
hidden = 2
base = \"nobody knows this secret\"
search = 20
";

/// The verb, with what is the same for all tests.
const GRADE: &str = "grade --profile dev --rubric grading.toml";

/// All files in a folder and below, by their names, with what is in them.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        // Somebody may be at work in it.
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            if entry.file_type().unwrap().is_dir() {
                open.push(entry.path());
            } else if let Ok(content) = fs::read(entry.path()) {
                let name = entry.path().strip_prefix(folder).unwrap().display().to_string();
                found.push((name, String::from_utf8_lossy(&content).into_owned()));
            }
        }
    }
    found.sort();
    found
}

/// A folder with a class's submissions in `in` and a rubric.
struct Course {
    home: tempfile::TempDir,
}

impl Course {
    /// Without submissions.
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("in")).unwrap();
        fs::write(home.path().join("grading.toml"), RUBRIC).unwrap();
        Self { home }
    }

    /// With a sound submission, a wrong one, one that does not compile and one without anything.
    fn of_four() -> Self {
        let course = Self::new();
        let class = course.path("in");
        reference(&class, "ann");
        zoo(&class, "bob", Some("HalfIsMajority"));
        course.hand_in("cat", "garbage!");
        fs::create_dir(class.join("dan")).unwrap();
        course
    }

    /// A submission that consists of one file.
    fn hand_in(&self, name: &str, text: &str) {
        let folder = self.path("in").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("raft.rs"), text).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, with the harness's libraries where this test itself was built.
    fn lab(&self) -> Command {
        let mut lab = lab(self.home.path());
        let target = Path::new(env!("CARGO_BIN_EXE_course")).ancestors().nth(2).unwrap();
        lab.env("CARGO_TARGET_DIR", target);
        lab
    }
}
