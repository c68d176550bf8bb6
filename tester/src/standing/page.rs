//! Where in the handout a failure is written about.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::failure::Class;
use crate::runner::Account;
use crate::suite::{LabTest, Part};
use crate::traces;

/// The folder of the handout, when this program was compiled.
const HANDOUT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
/// The rule of code that is still to be written.
const UNWRITTEN: &str = "all-is-written";

/// A section of a page of the handout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// The file's name, such as `lab-2b.md`.
    pub(crate) file: String,
    /// The section's heading.
    pub(crate) section: &'static str,
}

/// What to read of a test of the course that fails so.
pub(crate) fn of_failure(test: &LabTest, account: &Account) -> Page {
    let is_unwritten = account.rule == UNWRITTEN;
    // A test of one part may come to a hole of another.
    let named = || Part::ALL.into_iter().find(|part| account.message.contains(&format!("part {part}, ")));
    let part = Some(test.part).filter(|_| !is_unwritten).or_else(named).unwrap_or(test.part);
    let section = match account.class {
        _ if is_unwritten => "Steps",
        Class::Cost => "Expected statistics",
        _ => "Common mistakes",
    };
    Page { file: format!("lab-{}.md", part.as_str().to_lowercase()), section }
}

/// As in `docs/lab-2b.md, "Common mistakes"`, with the whole path where the handout is still there.
impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let folder = Path::new(HANDOUT).canonicalize();
        let file = folder.ok().map(|folder| folder.join(&self.file)).filter(|file| file.is_file());
        let file = file.unwrap_or_else(|| PathBuf::from("docs").join(&self.file));
        write!(f, "{}, \"{}\"", traces::shown_path(&file), self.section)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::failure::Outside;
    use crate::suite;

    fn page(test: &str, account: &Account) -> Page {
        of_failure(suite::find(test).expect("a test"), account)
    }

    #[test]
    fn a_hole_leads_to_its_own_part() {
        let account = Account {
            rule: UNWRITTEN.to_owned(),
            message: "src/raft.rs:9 is not written yet: part 2A, step 4: the timer".to_owned(),
            ..Account::from(&Outside::Differs { difference: None })
        };
        assert_eq!(page("backup_2B", &account), Page { file: "lab-2a.md".to_owned(), section: "Steps" });
        assert!(crate::rules::card(UNWRITTEN).is_some());
    }

    #[test]
    fn every_section_is_on_every_page() {
        let account = |class| Account { class, ..Account::from(&Outside::Differs { difference: None }) };
        for class in [Class::Safety, Class::Cost] {
            for test in suite::course() {
                let page = page(test.name, &account(class));
                let text = fs::read_to_string(Path::new(HANDOUT).join(&page.file)).expect("a page");
                assert!(text.contains(&format!("\n## {}\n", page.section)), "{page}");
                assert!(text.contains("\n## Steps\n"), "{page}");
            }
        }
    }
}
