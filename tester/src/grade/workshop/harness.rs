//! The harness as libraries, which cargo builds, and the compiler that goes with them.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{CRATES, WorkshopError};

/// The crate that the program of a submission is made of, and no submission may use.
const TESTER: &str = "tester";

/// What to build, and where.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    /// The folder of raftlab's workspace.
    pub(crate) harness: PathBuf,
    /// The profile of that workspace that decides how fast the result is.
    pub(crate) profile: String,
    /// Cargo's target directory; the workspace's own without one.
    pub(crate) target: Option<PathBuf>,
}

impl Order {
    /// The sources that this program was built from, with the profile that is made for it.
    pub(crate) fn usual() -> Self {
        let tester = Path::new(env!("CARGO_MANIFEST_DIR"));
        let harness = tester.parent().unwrap_or(tester).to_owned();
        Self { harness, profile: "grade".to_owned(), target: None }
    }

    /// Whether the libraries are made for finding mistakes rather than for speed.
    fn is_for_debugging(&self) -> bool {
        self.profile == "dev"
    }
}

/// The libraries of a harness, and its compiler.
pub(super) struct Harness {
    libraries: BTreeMap<&'static str, PathBuf>,
    /// Where the libraries are that those use.
    dependencies: PathBuf,
    /// The compiler itself, and not a program that looks for one.
    rustc: PathBuf,
    /// All that belongs to the compiler.
    sysroot: PathBuf,
    /// As in `-C opt-level`.
    level: &'static str,
}

impl Harness {
    /// Has cargo build the libraries.
    pub(super) fn build(order: &Order) -> Result<Self, WorkshopError> {
        if !order.harness.join("tester/src/lib.rs").is_file() {
            return Err(WorkshopError::NoHarness(order.harness.clone()));
        }
        let sysroot = sysroot(&order.harness)?;
        let libraries = libraries(order)?;
        let raftapi = library(&libraries, CRATES[0])?;
        let beside = raftapi.parent().unwrap_or(Path::new("."));
        let dependencies = if beside.ends_with("deps") { beside.to_owned() } else { beside.join("deps") };
        let level = if order.is_for_debugging() { "1" } else { "3" };
        Ok(Self { libraries, dependencies, rustc: sysroot.join("bin/rustc"), sysroot, level })
    }

    /// The version of the compiler, and the machine that it compiles for.
    pub(super) fn rustc_version(&self) -> Result<String, WorkshopError> {
        let told = ask(Command::new(&self.rustc).arg("-vV"), "rustc")?;
        let line = |start: &str| told.lines().find_map(|line| line.strip_prefix(start)).unwrap_or_default();
        Ok(format!("{} {}", line("release: "), line("host: ")))
    }

    /// The compiler.
    pub(super) fn rustc(&self) -> &Path {
        &self.rustc
    }

    /// All that a compiler must be able to read here.
    pub(super) fn reads(&self) -> impl Iterator<Item = &Path> {
        self.libraries.values().chain([&self.sysroot, &self.dependencies]).map(PathBuf::as_path)
    }

    /// Makes the compiler see these crates of the harness.
    pub(super) fn see(&self, command: &mut Vec<OsString>, names: &[&str]) {
        let found = self.libraries.iter().filter(|(name, _)| names.contains(*name));
        for (name, path) in found {
            let mut pair = OsString::from(format!("{name}="));
            pair.push(path);
            command.extend(["--extern".into(), pair]);
        }
        let mut folder = OsString::from("dependency=");
        folder.push(&self.dependencies);
        command.extend(["-L".into(), folder]);
    }

    /// How everything is compiled: as the profile says, and with the checks that find mistakes.
    pub(super) fn flags(&self) -> Vec<OsString> {
        let level = format!("opt-level={}", self.level);
        let codegen = [&*level, "overflow-checks=on", "debug-assertions=on", "debuginfo=line-tables-only"];
        let edition = ["--edition", "2024"].map(OsString::from);
        edition.into_iter().chain(codegen.into_iter().flat_map(|flag| ["-C".into(), flag.into()])).collect()
    }
}

/// Where the crate `name` is.
fn library<'a>(
    libraries: &'a BTreeMap<&'static str, PathBuf>,
    name: &'static str,
) -> Result<&'a Path, WorkshopError> {
    libraries.get(name).map(PathBuf::as_path).ok_or(WorkshopError::Missing(name))
}

/// Builds the libraries; where each of them is.
fn libraries(order: &Order) -> Result<BTreeMap<&'static str, PathBuf>, WorkshopError> {
    let wanted = || CRATES.into_iter().chain([TESTER]);
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args([
        "build",
        "--offline",
        "--message-format=json-render-diagnostics",
        "--profile",
        &order.profile,
    ]);
    command.current_dir(&order.harness);
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
    let start = |source| WorkshopError::Start { program: "cargo".to_owned(), source };
    let mut cargo = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(start)?;
    let words = cargo.stderr.take().map(super::command::listen).transpose().map_err(start)?;
    let mut found = BTreeMap::new();
    for line in cargo.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
        let Ok(message) = serde_json::from_str::<Value>(&line.map_err(start)?) else { continue };
        if let Some((name, path)) = artifact(&message)
            && let Some(name) = wanted().find(|wanted| *wanted == name)
        {
            found.insert(name, path);
        }
    }
    let status = cargo.wait().map_err(start)?;
    if !status.success() {
        let words = words.and_then(|words| words.recv().ok()).unwrap_or_default();
        return Err(WorkshopError::Harness(String::from_utf8_lossy(&words).trim_end().to_owned()));
    }
    wanted().try_for_each(|name| library(&found, name).map(drop))?;
    Ok(found)
}

/// The library that one of cargo's messages tells of.
fn artifact(message: &Value) -> Option<(String, PathBuf)> {
    let target = &message["target"];
    let is_library = target["kind"].as_array()?.iter().any(|kind| kind == "lib");
    let mut files = message["filenames"].as_array()?.iter().filter_map(Value::as_str);
    let file = files.find(|file| file.ends_with(".rlib"))?;
    is_library.then(|| Some((target["name"].as_str()?.to_owned(), PathBuf::from(file))))?
}

/// Where the compiler of the harness's workspace lives.
fn sysroot(harness: &Path) -> Result<PathBuf, WorkshopError> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let told = ask(Command::new(rustc).args(["--print", "sysroot"]).current_dir(harness), "rustc")?;
    Ok(PathBuf::from(told.trim()))
}

/// What a program says.
fn ask(command: &mut Command, program: &str) -> Result<String, WorkshopError> {
    let output = command.output();
    let output = output.map_err(|source| WorkshopError::Start { program: program.to_owned(), source })?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
