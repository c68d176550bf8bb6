//! Where a grading keeps its files.

use std::path::{Path, PathBuf};

use super::Arguments;
use super::error::GradeError;
use crate::grade::{Grade, Shelf, Standing};
use crate::traces;

/// The folder of a grading that nobody wants to keep.
const PASSING: &str = "grade";

/// A folder, and whether anybody has asked for it.
pub(super) struct Place {
    folder: PathBuf,
    is_kept: bool,
    fresh: bool,
}

impl Place {
    /// As the command line asks. Where it does not, it is a folder beside other things that nobody asked for,
    /// and each grading begins anew there.
    pub(super) fn of(arguments: &Arguments) -> Self {
        match &arguments.out {
            Some(out) => Self { folder: out.clone(), is_kept: true, fresh: arguments.fresh },
            None => Self { folder: traces::folder().join(PASSING), is_kept: false, fresh: true },
        }
    }

    /// Where it is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens it.
    ///
    /// # Errors
    /// It cannot be used, or holds something else.
    pub(super) fn open(&self) -> Result<Shelf, GradeError> {
        Ok(Shelf::open(&self.folder, self.fresh)?)
    }

    /// Where to read more of these grades.
    pub(super) fn reports(&self, grades: &[Grade]) -> String {
        let page = match grades {
            [one] => self.folder.join(&one.name).join("index.html"),
            _ => self.folder.join("index.html"),
        };
        format!("page: {}", traces::shown_path(&page))
    }

    /// What is said to somebody who has interrupted the grading.
    pub(super) fn interrupted(&self, standing: Standing) -> String {
        let Standing { submissions, submissions_done, tests, tests_done } = standing;
        let done = format!(
            "interrupted: {submissions_done} of {submissions} submissions and {tests_done} of {tests} tests are \
             graded"
        );
        if self.is_kept {
            format!("{done}; the same command, without --fresh, goes on with the others")
        } else {
            format!("{done}; with --out, the same command would go on with the others")
        }
    }
}
