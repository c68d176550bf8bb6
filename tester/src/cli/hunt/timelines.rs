//! The timelines of one run of each family.

use std::path::{Path, PathBuf};

use super::logs::delete_others;
use crate::cli::CliError;
use crate::hunt::Family;
use crate::report::Advice;
use crate::suite;
use crate::traces::{self, Extent, Failed, keep_timeline};
use crate::worker::{Isolated, Manners};

/// The folder of the timelines, in the directory of the report.
pub(in crate::cli) const FOLDER: &str = "timelines";
/// What their names end in.
pub(in crate::cli) const EXTENSION: &str = "html";
/// Of how many families a timeline is drawn: whoever has more bugs begins with these.
const MOST: usize = 12;

/// What came of drawing timelines.
#[derive(Default)]
pub(super) struct Drawn {
    /// Where they are.
    pub(super) paths: Vec<PathBuf>,
    /// Which are missing, and why.
    pub(super) odd: Vec<String>,
}

/// Repeats the representatives of the first families, and draws a timeline of each: beside the report, if
/// there is one. Those of other runs that stand there are deleted.
///
/// # Errors
/// Timelines of other runs cannot be deleted.
pub(super) fn draw(
    families: &[Family],
    directory: Option<&Path>,
    manners: Manners,
    advice: &Advice,
    is_interrupted: &dyn Fn() -> bool,
) -> Result<Drawn, CliError> {
    let mut drawn = Drawn::default();
    if traces::are_timelines_unwanted() {
        return Ok(drawn);
    }
    let runs = families.iter().take(MOST).filter_map(|family| {
        let (test, shown) = (suite::find(family.fingerprint.test)?, &family.representative);
        Some(Failed { test, seed: shown.seed, digest: shown.digest })
    });
    let runs: Vec<_> = runs.collect();
    let folder = match directory {
        Some(directory) => {
            let folder = directory.join(FOLDER);
            let names = runs.iter().map(|run| traces::timeline_name(run.test, run.seed, advice.invocation()));
            delete_others(&folder, EXTENSION, &names.collect::<Vec<_>>())?;
            folder
        }
        None => traces::folder(),
    };
    let mut isolated = Isolated::new(manners);
    for run in runs {
        if is_interrupted() {
            drawn.odd.push("not all timelines are drawn: `replay --html` draws the others".to_owned());
            break;
        }
        match keep_timeline(&mut isolated, run, &folder, advice, Extent::OWN) {
            Ok(path) => drawn.paths.push(path),
            Err(error) => drawn.odd.push(format!("no timeline of {} {}: {error}", run.test.name, run.seed)),
        }
    }
    Ok(drawn)
}
