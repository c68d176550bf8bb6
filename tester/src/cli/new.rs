//! `lab new`: a student's crate, or a course's repository.

use std::path::{Path, PathBuf};

use clap::Args;

use super::CliError;
use super::console::{Console, quoted};
use super::status::Status;
use crate::starter::{self, GitState, Source, StarterError};

/// Writes a student's crate, or a course's repository
#[derive(Args)]
pub(super) struct Arguments {
    /// The folder to write into: a new one, or an empty one
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Takes the lab from the raftlab in this folder [default: the one that this program was built from]
    #[arg(long, value_name = "RAFTLAB", conflicts_with = "git")]
    path: Option<PathBuf>,
    /// Takes the lab from this repository, as in `https://example.org/raftlab`
    #[arg(long, value_name = "URL")]
    git: Option<String>,
    /// Takes what carries this tag in the repository
    #[arg(long, value_name = "TAG", requires = "git")]
    tag: Option<String>,
    /// Writes a repository of its own for a course: the lab without any Raft that solves it, and the starter
    #[arg(long, conflicts_with = "git")]
    handout: bool,
}

pub(super) fn execute(arguments: &Arguments, console: &mut Console) -> Result<Status, CliError> {
    let folder = &arguments.folder;
    if arguments.handout {
        let raftlab = arguments.path.as_deref().map_or_else(starter::built_from, starter::raftlab_in)?;
        let files = starter::export_handout(&raftlab, folder)?;
        console.say(format_args!("{}: {files} files, a repository for a course", folder.display()))?;
    } else {
        let written = starter::write(folder, &arguments.source()?)?;
        let told = format!("{} files, the package `{}`", written.files, written.package);
        console.say(format_args!("{}: {told}", folder.display()))?;
    }
    console.say(next(folder, arguments.handout))?;
    Ok(Status::Passed)
}

impl Arguments {
    fn source(&self) -> Result<Source, StarterError> {
        match (&self.path, &self.git) {
            (Some(folder), _) => starter::raftlab_in(folder).map(Source::Path),
            (None, Some(url)) => Source::at(url, self.tag.clone().map(GitState::Tag)),
            (None, None) => Source::own(),
        }
    }
}

/// What to type now.
fn next(folder: &Path, is_handout: bool) -> String {
    let shown = quoted(&folder.display().to_string());
    let enter = if folder == Path::new(".") { String::new() } else { format!("  cd {shown}\n") };
    let place = if is_handout { "raft/src/raft.rs" } else { "src/raft.rs" };
    let lines = [
        format!("\nnext:\n{enter}  cargo test 2A\n  cargo lab status\n"),
        format!("README.md says what there is, and {place} what is to be written."),
    ];
    lines.join("\n")
}
