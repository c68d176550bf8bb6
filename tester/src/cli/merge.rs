//! `lab merge`: one report out of many shards' reports.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::CliError;
use super::console::Console;
use super::hunt::{EXTENSION, FOLDER, PAGE, TIMELINES, delete_others, file_name};
use super::status::Status;
use super::targets;
use crate::hunt::{self, FILE_NAME, Family, Kind, Merged, WallTimes};
use crate::invocation::Invocation;
use crate::report::{
    self,
    style::{self, paint},
};
use crate::suite;
use crate::traces::timeline_name;

/// Makes one report of the reports of all shards of a hunt
///
/// It is byte for byte the report that the hunt would have made on one machine. Reports of different builds
/// or hunts, shards that are missing or not finished, and seeds that are missing or there twice are refused.
#[derive(Args)]
pub(super) struct Arguments {
    /// The directories of the shards' reports
    #[arg(value_name = "DIR", required = true)]
    directories: Vec<PathBuf>,
    /// Keeps the report there, with the logs and timelines of the runs that it names
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Leaves wall times out of the report, so that equal hunts give equal files
    #[arg(long)]
    stable: bool,
    /// Writes the report to standard output, and what people read to standard error
    #[arg(long)]
    pub(super) json: bool,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let merged = hunt::merge_directories(&arguments.directories)?;
    let wall_times = if arguments.stable { WallTimes::LeftOut } else { WallTimes::Kept };
    let (origin, book) = (&merged.report.origin, &merged.report.book);
    if let Some(out) = &arguments.out {
        targets::check_folder(out)?;
        let path = out.join(FILE_NAME);
        if path.exists() {
            return Err(CliError::MergedExists(path));
        }
        for warning in copy_logs(&merged, out)? {
            console.say(format_args!("{} {warning}", paint(style::WARNING, "warning:")))?;
        }
        copy_timelines(&merged, out, console.advice().invocation())?;
        hunt::write(out, origin, book, wall_times)?;
    }
    console.say(report::hunt(book, false, console.advice()))?;
    console.tell(|| hunt::text(origin, book, wall_times).trim_end().to_owned())?;
    let families = book.families();
    let is_broken = families.iter().any(|family| family.fingerprint.kind == Kind::Harness);
    Ok(match families.as_slice() {
        [] => Status::Passed,
        _ if is_broken => Status::HarnessFailed,
        _ => Status::Failed,
    })
}

/// Brings the events of the runs that the report names to where the report is, from the shards that have
/// them. Which ones none of them has.
fn copy_logs(merged: &Merged, out: &Path) -> Result<Vec<String>, CliError> {
    let names: Vec<String> = merged.report.book.families().iter().map(file_name).collect();
    delete_others(&out.join(FOLDER), EXTENSION, &names)?;
    let mut missing = Vec::new();
    for source in &merged.sources {
        let from = source.directory.join(FOLDER).join(file_name(&source.family));
        let to = out.join(FOLDER).join(file_name(&source.family));
        if !from.exists() {
            let from = from.display();
            missing.push(format!("{from} is missing: hunting that shard again with --resume makes it"));
            continue;
        }
        let failed = |source| CliError::File { path: to.clone(), source };
        fs::create_dir_all(out.join(FOLDER)).map_err(failed)?;
        fs::copy(&from, &to).map_err(failed)?;
    }
    Ok(missing)
}

/// Brings their timelines too, as far as they were drawn: a hunt draws those of its first families.
fn copy_timelines(merged: &Merged, out: &Path, invocation: &Invocation) -> Result<(), CliError> {
    let folder = out.join(TIMELINES);
    let name = |family: &Family| {
        let test = suite::find(family.fingerprint.test)?;
        Some(timeline_name(test, family.representative.seed, invocation))
    };
    let names: Vec<String> = merged.report.book.families().iter().filter_map(name).collect();
    delete_others(&folder, PAGE, &names)?;
    for source in &merged.sources {
        let Some(name) = name(&source.family) else { continue };
        let from = source.directory.join(TIMELINES).join(&name);
        if from.exists() {
            let to = folder.join(name);
            let failed = |source| CliError::File { path: to.clone(), source };
            fs::create_dir_all(&folder).map_err(failed)?;
            fs::copy(&from, &to).map_err(failed)?;
        }
    }
    Ok(())
}
