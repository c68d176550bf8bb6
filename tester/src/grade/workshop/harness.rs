//! The harness as libraries, which cargo builds, and the compiler that goes with them.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::WorkshopError;
use super::libraries::Libraries;
use super::order::Order;

/// The libraries of a harness, and its compiler.
pub(super) struct Harness {
    /// Where its sources are.
    sources: PathBuf,
    libraries: Libraries,
    /// The compiler itself, and not a program that looks for one.
    rustc: PathBuf,
    /// All that belongs to the compiler.
    sysroot: PathBuf,
    /// Where cargo keeps the sources of crates, and all that is its own, with their names for others.
    cargo: Vec<(PathBuf, &'static str)>,
    /// As in `-C opt-level`.
    level: &'static str,
}

impl Harness {
    /// Has cargo build the libraries; `notice` is told what somebody who waits should know.
    pub(super) fn build(order: &Order, notice: &dyn Fn(&str)) -> Result<Self, WorkshopError> {
        if !order.harness.join("tester/src/lib.rs").is_file() {
            return Err(WorkshopError::NoHarness(order.harness.clone()));
        }
        let sysroot = sysroot(&order.harness)?;
        let libraries = Libraries::build(order, notice)?;
        let level = if order.is_for_debugging() { "1" } else { "3" };
        let sources = fs::canonicalize(&order.harness).unwrap_or_else(|_| order.harness.clone());
        Ok(Self { sources, libraries, rustc: sysroot.join("bin/rustc"), sysroot, cargo: cargo(), level })
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

    /// The folder of this grading, in which the libraries are.
    pub(super) fn scratch(&self) -> &Path {
        self.libraries.folder()
    }

    /// All that a compiler must be able to read here.
    pub(super) fn reads(&self) -> [&Path; 2] {
        [&self.sysroot, self.libraries.folder()]
    }

    /// The folders that its messages may name, and what somebody is to read instead.
    pub(super) fn folders(&self) -> impl Iterator<Item = (&Path, &'static str)> {
        let ours = [
            (self.libraries.folder(), "raftlab/target"),
            (&self.sources, "raftlab"),
            (&self.sysroot, "rust"),
        ];
        let cargo = self.cargo.iter().map(|(path, name)| (path.as_path(), *name));
        ours.into_iter().chain(cargo)
    }

    /// Makes the compiler see these crates of the harness.
    pub(super) fn see(&self, command: &mut Vec<OsString>, names: &[&str]) {
        for (name, path) in self.libraries.named(names) {
            let mut pair = OsString::from(format!("{name}="));
            pair.push(path);
            command.extend(["--extern".into(), pair]);
        }
        let mut folder = OsString::from("dependency=");
        folder.push(self.libraries.folder());
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

/// Where the compiler of the harness's workspace lives.
fn sysroot(harness: &Path) -> Result<PathBuf, WorkshopError> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let told = ask(Command::new(rustc).args(["--print", "sysroot"]).current_dir(harness), "rustc")?;
    Ok(PathBuf::from(told.trim()))
}

/// The folders of cargo's own, and what somebody is to read instead.
fn cargo() -> Vec<(PathBuf, &'static str)> {
    let told = env::var_os("CARGO_HOME").filter(|told| !told.is_empty()).map(PathBuf::from);
    let home = told.or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    home.filter(|home| home.is_absolute())
        .map(|home| vec![(home.join("registry/src"), "crates"), (home, "cargo")])
        .unwrap_or_default()
}

/// What a program says.
fn ask(command: &mut Command, program: &str) -> Result<String, WorkshopError> {
    let output = command.output();
    let output = output.map_err(|source| WorkshopError::Start { program: program.to_owned(), source })?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
