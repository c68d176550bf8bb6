//! A class that was graded: the reference, a Raft with a bug, and what does not compile, under names that not
//! everything can stand.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use crate::program::{Ran, lab, run};
use crate::submissions::{reference, zoo};

/// The rubric's secret.
pub(crate) const SECRET: &str = "a secret of the course of these tests";
/// How many seeds of each test it decides.
pub(crate) const HIDDEN: usize = 4;
/// How many everybody knows: so few that the mistake of [`BUGGY`] shows in none of them.
pub(crate) const PUBLIC: u64 = 2;
/// The last seed that everybody may know: of those that count, or are searched.
pub(crate) const LAST_PUBLIC: u64 = PUBLIC + 20;
/// The submission that passes.
pub(crate) const SOUND: &str = "ada";
/// The submission with a bug, by a name that means something to browsers and shells.
pub(crate) const BUGGY: &str = "b & b <i>#1?";
/// The submission that does not compile.
pub(crate) const BROKEN: &str = "=broken";
/// All of them.
pub(crate) const ALL: [&str; 3] = [SOUND, BUGGY, BROKEN];

/// Who was graded, and what came of it.
pub(crate) struct Graded {
    /// The folder of the tests.
    pub(crate) home: PathBuf,
    /// What the grader said.
    pub(crate) ran: Ran,
}

impl Graded {
    /// The folder of a submission.
    pub(crate) fn submission(&self, name: &str) -> PathBuf {
        self.home.join("class").join(name)
    }

    /// The folder of what came of all.
    pub(crate) fn out(&self) -> PathBuf {
        self.home.join("out")
    }

    /// What a file says that came of it.
    pub(crate) fn read(&self, file: impl AsRef<Path>) -> String {
        let path = self.out().join(file);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

/// The class, graded once for all tests.
pub(crate) static GRADED: LazyLock<Graded> = LazyLock::new(|| {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("graded");
    let _ = fs::remove_dir_all(&home);
    let class = home.join("class");
    reference(&class, SOUND);
    zoo(&class, BUGGY, Some("VoteTwice"));
    let broken = reference(&class, BROKEN);
    fs::write(broken.join("src/lib.rs"), "pub struct Peer;\nconst SEVEN: u64 = \"<seven>\";\n").unwrap();
    let rubric = format!(
        "title = \"Raft & friends\"\n[points]\n2A = 15\n[seeds]\npublic = {PUBLIC}\nhidden = {HIDDEN}\nsearch = 20\nbase = \"{SECRET}\"\n"
    );
    fs::write(home.join("grading.toml"), rubric).unwrap();
    let ran = run(&mut lab(&home), "grade --profile dev --rubric grading.toml --out out class");
    Graded { home, ran }
});
