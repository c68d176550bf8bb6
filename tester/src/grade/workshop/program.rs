//! The program that a submission was made into, and how it is run: confined, and as a worker.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jail::{Calls, Cell};

use crate::grade::rubric::Limits;
use crate::oracle::Eyes;
use crate::worker::{Isolated, Manners, Printing, Service, confined_environment, this_program};

/// Where the empty folders are in which its processes live.
const CELLS: &str = "cells";
/// How many files a process may have open: its streams, and the channel for its results.
const OPEN: u64 = 64;
/// Where the libraries are that every program loads.
const LIBRARIES: [&str; 4] = ["/usr/lib", "/lib", "/lib64", "/etc/ld.so.cache"];

/// The program of a submission.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    path: PathBuf,
    folder: PathBuf,
}

impl Program {
    /// The program at `path`, with a folder of its own.
    pub(super) fn new(path: PathBuf, folder: PathBuf) -> Self {
        Self { path, folder }
    }

    /// Something that runs tests with it, each run in a process of its own that has nothing but itself. The
    /// oracles look on as closely as this.
    pub(crate) fn isolated(&self, limits: &Limits, eyes: Eyes) -> Isolated {
        let (patience, printing) = (limits.patience, Printing::Dropped);
        let manners = Manners { patience, printing, eyes, service: Service::OneRun };
        let (program, limits) = (self.clone(), limits.clone());
        Isolated::of_program(manners, Arc::new(move || program.command(&limits)))
    }

    fn command(&self, limits: &Limits) -> io::Result<std::process::Command> {
        let folder = empty(&self.folder.join(CELLS))?;
        let libraries = LIBRARIES.iter().map(PathBuf::from).filter(|path| path.exists());
        let cell = Cell {
            folder,
            reads: Vec::new(),
            runs: libraries.chain([self.path.clone()]).collect(),
            writes: Vec::new(),
            environment: confined_environment(),
            limits: jail::Limits {
                cpu_seconds: limits.test_seconds,
                memory_bytes: limits.memory_mib << 20,
                file_bytes: 0,
                open_files: OPEN,
            },
            calls: Calls::Host,
        };
        cell.command(&this_program()?, &self.path, [])
    }
}

/// A folder that nobody has ever written to.
fn empty(beside: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(beside)?;
    tempfile::tempdir_in(beside).map(tempfile::TempDir::keep)
}
