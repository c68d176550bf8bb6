//! The compiler at work: on the grader's own lines, and, confined, on a submission.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use jail::{Calls, Cell};

use super::command::{self, Ran};
use super::harness::Harness;
use super::log;
use super::program::Program;
use super::shortage;
use super::window::Window;
use super::{CRATES, WorkshopError};
use crate::grade::outcome::Built;
use crate::grade::rubric::Limits;
use crate::grade::submission::{ROOT, Submission};
use crate::runner::Stopwatch;
use crate::worker::this_program;

/// Where a submission's sources are, in its own folder. Messages and backtraces show it, as in a crate.
const SOURCES: &str = "src";
/// Where what the compiler makes of it goes.
const OUT: &str = "out";
/// The library of a submission.
const LIBRARY: &str = "libraft.rlib";
/// Its program.
const PROGRAM: &str = "lab";
/// A file that shows whether there is room for these.
const PROBE: &str = "room";

/// How long the grader's own lines may take.
const PATIENCE: Duration = Duration::from_mins(5);
/// The exit status of a program of ours that failed by itself, as one that cannot confine another.
const NOT_LAUNCHED: i32 = 3;
/// The largest file that it may write.
const LARGEST: u64 = 256 << 20;
/// How many files it may have open.
const OPEN: u64 = 1024;

/// Where programs, and the libraries that they load, are installed.
const INSTALLED: [&str; 5] = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache"];

/// Compiles the window through which submissions see `raftapi`.
pub(super) fn window(harness: &Harness, window: &Window) -> Result<(), WorkshopError> {
    let mut arguments = harness.flags();
    arguments
        .extend(["--crate-name", "raftapi", "--crate-type", "rlib", "-C", "metadata=window"].map(Into::into));
    arguments.extend([window.source().into_os_string(), "-o".into(), window.library().into_os_string()]);
    harness.see(&mut arguments, &["raftapi"]);
    let ran = command::run(Command::new(harness.rustc()).args(arguments), PATIENCE).map_err(start)?;
    own("window", &ran, &[])
}

/// Compiles a submission in `folder`: its library, confined and without trust, and then the program around
/// it.
pub(super) fn submission(
    harness: &Harness,
    window: &Window,
    submission: &Submission,
    folder: &Path,
    limits: &Limits,
) -> Result<Result<Program, Built>, WorkshopError> {
    let folder = fresh(folder, submission)?;
    let bench = Bench { harness, window, folder: &folder };
    let budget = Duration::from_secs(limits.build_seconds);
    // Code of the submission is evaluated for its program too, which asks for nothing but that there is such
    // a type.
    let failed = in_turn([bench.library(), bench.program()], budget, |arguments, patience| {
        let ran = bench.run(arguments, patience, limits)?;
        match shortage::of(&ran, &folder.join(OUT).join(PROBE), LARGEST) {
            Some(words) => Err(WorkshopError::Shortage(words)),
            None => Ok(bench.complaint(&ran, limits)),
        }
    })?;
    Ok(match failed {
        Some(log) => Err(Built::Failed { log }),
        None => Ok(Program::new(folder.join(OUT).join(PROGRAM), folder)),
    })
}

/// Takes one step after the other until one says what is wrong, all of them within `budget`: each is given
/// what the former ones have left of it.
fn in_turn<S, T, E>(
    steps: impl IntoIterator<Item = S>,
    budget: Duration,
    mut take: impl FnMut(S, Duration) -> Result<Option<T>, E>,
) -> Result<Option<T>, E> {
    let clock = Stopwatch::start();
    for step in steps {
        if let Some(wrong) = take(step, budget.saturating_sub(clock.elapsed()))? {
            return Ok(Some(wrong));
        }
    }
    Ok(None)
}

/// Makes the folder of a submission anew, with its sources; its real path.
fn fresh(folder: &Path, submission: &Submission) -> Result<PathBuf, WorkshopError> {
    let make = || {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir_all(folder.join(OUT))?;
        submission.write(&folder.join(SOURCES))?;
        fs::canonicalize(folder)
    };
    make().map_err(|source| WorkshopError::File { path: folder.to_owned(), source })
}

/// Where one submission is compiled.
struct Bench<'a> {
    harness: &'a Harness,
    window: &'a Window,
    folder: &'a Path,
}

impl Bench<'_> {
    /// What the compiler is told for the submission's library.
    fn library(&self) -> Vec<OsString> {
        let mut arguments = self.harness.flags();
        arguments
            .extend(["--crate-name", "raft", "--crate-type", "rlib", "-F", "unsafe_code"].map(Into::into));
        arguments.extend([
            Path::new(SOURCES).join(ROOT).into(),
            "-o".into(),
            Path::new(OUT).join(LIBRARY).into(),
        ]);
        self.harness.see(&mut arguments, &CRATES[1..]);
        self.see_window(&mut arguments);
        arguments
    }

    /// What it is told for the program around that.
    fn program(&self) -> Vec<OsString> {
        let mut arguments = self.harness.flags();
        arguments.extend(["--crate-name", "lab", "--crate-type", "bin"].map(Into::into));
        arguments.extend([
            self.window.main().into_os_string(),
            "-o".into(),
            Path::new(OUT).join(PROGRAM).into(),
        ]);
        arguments.extend(["--extern".into(), format!("raft={OUT}/{LIBRARY}").into()]);
        self.harness.see(&mut arguments, &["tester"]);
        arguments.extend(["-L".into(), dependency(self.window.folder())]);
        arguments
    }

    fn see_window(&self, arguments: &mut Vec<OsString>) {
        let mut pair = OsString::from("raftapi=");
        pair.push(self.window.library());
        arguments.extend(["--extern".into(), pair]);
    }

    /// Runs the compiler confined: it reads what the sources tell it to include, and does all that they have
    /// it compute.
    fn run(
        &self,
        arguments: Vec<OsString>,
        patience: Duration,
        limits: &Limits,
    ) -> Result<Ran, WorkshopError> {
        let installed = INSTALLED.iter().map(PathBuf::from).filter(|path| path.exists());
        let ours = self.harness.reads().into_iter().map(Path::to_owned);
        let out = self.folder.join(OUT);
        let cell = Cell {
            folder: self.folder.to_owned(),
            reads: vec![self.window.folder().to_owned(), "/dev/null".into()],
            runs: installed.chain(ours).collect(),
            writes: vec![out.clone(), "/dev/null".into()],
            environment: vec![("PATH".into(), "/usr/bin:/bin".into()), ("TMPDIR".into(), out.into())],
            limits: jail::Limits {
                cpu_seconds: limits.build_seconds.saturating_mul(2),
                memory_bytes: limits.build_memory_mib << 20,
                file_bytes: LARGEST,
                open_files: OPEN,
            },
            calls: Calls::Tools,
        };
        let launcher = this_program().map_err(start)?;
        let mut command = cell.command(&launcher, self.harness.rustc(), arguments).map_err(start)?;
        let ran = command::run(&mut command, patience).map_err(start)?;
        // The compiler itself has other ways to end.
        match ran.status.and_then(|status| status.code()) {
            Some(NOT_LAUNCHED) => Err(WorkshopError::Confine(log::shown(&ran.words, &[]))),
            _ => Ok(ran),
        }
    }

    /// What its author is told of a submission that is no program.
    fn complaint(&self, ran: &Ran, limits: &Limits) -> Option<String> {
        let own = [(self.folder, "."), (self.window.folder(), "the grader")];
        let folders: Vec<_> = own.into_iter().chain(self.harness.folders()).collect();
        let said = log::shown(&ran.words, &folders);
        match ran.status {
            Some(status) if status.success() => None,
            Some(_) if said.is_empty() => Some("the compiler was ended by a limit of the grader".to_owned()),
            Some(_) => Some(said),
            None => {
                let late =
                    format!("the compiler was not done after {} s, and was ended", limits.build_seconds);
                Some(format!("{said}\n{late}").trim_start().to_owned())
            }
        }
    }
}

fn dependency(folder: &Path) -> OsString {
    let mut flag = OsString::from("dependency=");
    flag.push(folder);
    flag
}

/// The grader's own lines must compile.
fn own(what: &'static str, ran: &Ran, folders: &[(&Path, &str)]) -> Result<(), WorkshopError> {
    match ran.status {
        Some(status) if status.success() => Ok(()),
        _ => Err(WorkshopError::Own { what, log: log::shown(&ran.words, folders) }),
    }
}

fn start(source: io::Error) -> WorkshopError {
    WorkshopError::Start { program: "rustc".to_owned(), source }
}

#[test]
fn the_time_for_a_build_is_given_once() {
    let mut given = Vec::new();
    let budget = Duration::from_secs(100);
    let ended: Result<Option<()>, ()> = in_turn([(), ()], budget, |(), patience| {
        given.push(patience);
        let clock = Stopwatch::start();
        while clock.elapsed().is_zero() {}
        Ok(None)
    });
    assert_eq!(ended, Ok(None));
    assert!(given[0] <= budget && given[1] < given[0], "{given:?}");
    assert_eq!(in_turn([1, 2], budget, |step, _| Ok::<_, ()>(Some(step))), Ok(Some(1)));
}
