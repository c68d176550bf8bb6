//! The harness's libraries: built by cargo, and kept as they were while submissions are compiled against
//! them.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::command::listen;
use super::order::Order;
use super::scratch::Scratch;
use super::{CRATES, WorkshopError};

/// The crate that the program of a submission is made of, and no submission may use.
const TESTER: &str = "tester";

/// How cargo is told to stay away from the network, which is also what it says where that is why it fails.
const OFFLINE: &str = "--offline";
/// How cargo is told to keep to the versions that are locked.
const LOCKED: &str = "--locked";
/// What it says where it cannot: the members of a course's repository are others than those that its versions
/// were locked for, until cargo builds it for the first time.
const OUTDATED: &str = "--locked was passed";
/// What is said before it is let on the network: the harness's own list of crates is longer than that of a
/// crate that takes the harness from a repository.
const FETCHING: &str =
    "cargo has not fetched all that raftlab is built from, and asks the network for it, this once";

/// What cargo may not do while it builds.
#[derive(Clone, Copy)]
struct Bounds {
    is_offline: bool,
    is_locked: bool,
}

impl Bounds {
    /// The words for it.
    fn words(self) -> impl Iterator<Item = &'static str> {
        let all = [(OFFLINE, self.is_offline), (LOCKED, self.is_locked)];
        all.into_iter().filter(|(_, is_bound)| *is_bound).map(|(word, _)| word)
    }

    /// The bounds within which it may succeed that has failed with these words.
    fn widened(self, words: &str) -> Option<Self> {
        // What is said of the lock names the other option too.
        if self.is_locked && words.contains(OUTDATED) {
            return Some(Self { is_locked: false, ..self });
        }
        (self.is_offline && words.contains(OFFLINE)).then_some(Self { is_offline: false, ..self })
    }
}

/// All libraries that a submission's program consists of, in a folder of their own: what somebody builds
/// meanwhile, even of the harness itself, changes nothing.
pub(super) struct Libraries {
    folder: Scratch,
    /// Where the crates are that are called by their names.
    named: BTreeMap<&'static str, PathBuf>,
}

impl Libraries {
    /// Has cargo build them, without the network unless something is missing, and of the versions that are
    /// locked if any are.
    pub(super) fn build(order: &Order, notice: &dyn Fn(&str)) -> Result<Self, WorkshopError> {
        let is_locked = order.harness.join("Cargo.lock").is_file();
        let mut bounds = Bounds { is_offline: true, is_locked };
        let found = loop {
            let refused = match build(order, bounds) {
                Err(WorkshopError::Harness(words)) => words,
                found => break found?,
            };
            let Some(wider) = bounds.widened(&refused) else { return Err(WorkshopError::Harness(refused)) };
            if bounds.is_offline && !wider.is_offline {
                notice(FETCHING);
            }
            bounds = wider;
        };
        let beside = found.first().and_then(|(_, path)| path.parent()).unwrap_or(Path::new("."));
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| WorkshopError::File { path, source }
        };
        // Beside the originals, so that links will do.
        let folder = Scratch::within(beside).map_err(failed(beside))?;
        let mut named = BTreeMap::new();
        for (name, path) in &found {
            let copy = folder.path().join(path.file_name().unwrap_or_default());
            keep(path, &copy).map_err(failed(path))?;
            if let Some(name) = wanted().find(|wanted| wanted == name) {
                named.insert(name, copy);
            }
        }
        wanted().try_for_each(|name| named.get(name).map(drop).ok_or(WorkshopError::Missing(name)))?;
        Ok(Self { folder, named })
    }

    /// Where all of them are.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Those of these names.
    pub(super) fn named(&self, names: &[&str]) -> impl Iterator<Item = (&'static str, &Path)> {
        self.named
            .iter()
            .filter(|(name, _)| names.contains(*name))
            .map(|(name, path)| (*name, path.as_path()))
    }
}

fn wanted() -> impl Iterator<Item = &'static str> {
    CRATES.into_iter().chain([TESTER])
}

/// A second name for a file, which keeps its content when the first one is given to another; or a copy, where
/// there are no such names.
fn keep(file: &Path, copy: &Path) -> io::Result<()> {
    match fs::hard_link(file, copy) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(_) => fs::copy(file, copy).map(drop),
        Ok(()) => Ok(()),
    }
}

/// Builds the libraries; the crate and the file of each.
fn build(order: &Order, bounds: Bounds) -> Result<Vec<(String, PathBuf)>, WorkshopError> {
    let start = |source| WorkshopError::Start { program: "cargo".to_owned(), source };
    let mut command = command(order, bounds);
    let mut cargo = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(start)?;
    let words = cargo.stderr.take().map(listen).transpose().map_err(start)?;
    let mut found = Vec::new();
    for line in cargo.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
        let message = serde_json::from_str::<Value>(&line.map_err(start)?);
        found.extend(message.ok().iter().filter_map(artifact));
    }
    let status = cargo.wait().map_err(start)?;
    if status.success() {
        return Ok(found);
    }
    let words = words.and_then(|words| words.recv().ok()).unwrap_or_default();
    Err(WorkshopError::Harness(String::from_utf8_lossy(&words).trim_end().to_owned()))
}

fn command(order: &Order, bounds: Bounds) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--message-format=json-render-diagnostics"]);
    command.args(bounds.words());
    command.args(["--profile", &order.profile]).current_dir(&order.harness);
    if let Some(target) = &order.target {
        command.arg("--target-dir").arg(target);
    }
    wanted().for_each(|name| {
        command.args(["--package", name]);
    });
    // These speak of the package that runs this program.
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") || name == "CARGO_MANIFEST_DIR" {
            command.env_remove(name);
        }
    }
    command
}

/// The library that one of cargo's messages tells of: its crate, and the file by whose name the compiler
/// looks for it. Of a library cargo names that of its metadata, and perhaps a shorter one; of a program that
/// the compiler loads, there is only the file itself.
fn artifact(message: &Value) -> Option<(String, PathBuf)> {
    let mut files = message["filenames"].as_array()?.iter().filter_map(Value::as_str).map(Path::new);
    let kind = |file: &Path| file.extension().and_then(|extension| extension.to_str()).map(str::to_owned);
    let file = files.find_map(|file| match kind(file)?.as_str() {
        "rmeta" => Some(file.with_extension("rlib")),
        "so" | "dylib" => Some(file.to_owned()),
        _ => None,
    })?;
    Some((message["target"]["name"].as_str()?.to_owned(), file))
}

#[test]
fn bounds_are_widened_one_at_a_time_by_what_cargo_says() {
    let next = |is_offline, is_locked, words: &str| {
        let wider = Bounds { is_offline, is_locked }.widened(words);
        wider.map(|bounds| bounds.words().collect::<Vec<_>>())
    };
    let outdated = "error: cannot update the lock file /r/Cargo.lock because --locked was passed to prevent this\n\
                    help: to generate the lock file without accessing the network, remove the --locked flag and \
                    use --offline instead.";
    assert_eq!(next(true, true, outdated), Some(vec![OFFLINE]));
    let missing = "attempting to make an HTTP request, but --offline was specified";
    assert_eq!(next(true, true, missing), Some(vec![LOCKED]));
    assert_eq!(next(true, false, missing), Some(vec![]));
    assert_eq!(next(true, true, "error[E0308]: mismatched types"), None);
    assert_eq!([next(false, true, missing), next(false, false, outdated)], [None, None]);
}
