//! By what submissions were graded: enough to grade them again in the same way.

mod manifest;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use jail::Protection;
use serde::{Deserialize, Serialize};

use super::{Order, WorkshopError};
use crate::grade::submission::digest;

/// The crates of which the harness consists, as folders of its workspace.
const CRATES: [&str; 7] = ["sim", "labgob", "labrpc", "raftapi", "timeline", "jail", "tester"];
/// What of a crate's folder goes into its program.
const PARTS: [&str; 4] = ["Cargo.toml", "src", "templates", "page"];

/// What decides, beside the rubric and the submission, what comes of grading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Versions {
    /// raftlab's version.
    pub(crate) raftlab: String,
    /// The SHA-256 of the harness's sources, and of what says which crates of others go into it, and how all
    /// are compiled; in hexadecimal digits.
    pub(crate) harness: String,
    /// The compiler's version and the machine that it compiles for.
    pub(crate) rustc: String,
    /// The profile with which all of it was built.
    pub(crate) profile: String,
    /// What submissions were confined by, as in `Landlock 7, seccomp`.
    pub(crate) protection: String,
}

impl Versions {
    /// The versions of the harness that was ordered, of this compiler, and of what the system offers.
    pub(super) fn of(order: &Order, rustc: String) -> Result<Self, WorkshopError> {
        let mut files = BTreeMap::new();
        for name in CRATES {
            for part in PARTS {
                let path = order.harness.join(name).join(part);
                collect(&path, &format!("{name}/{part}"), &mut files)
                    .map_err(|source| WorkshopError::File { path, source })?;
            }
        }
        for (name, words) in [("Cargo.lock", packages(order)), ("Cargo.toml", settings(order))] {
            let words =
                words.map_err(|source| WorkshopError::File { path: order.harness.join(name), source })?;
            files.insert(name.to_owned(), words.into_bytes());
        }
        Ok(Self {
            raftlab: env!("CARGO_PKG_VERSION").to_owned(),
            harness: digest(&files),
            rustc,
            profile: order.profile.clone(),
            protection: told(jail::offered()),
        })
    }
}

/// What the harness's `Cargo.lock` says that concerns it; all of it, where that cannot be told.
fn packages(order: &Order) -> io::Result<String> {
    let lock = read(&order.harness.join("Cargo.lock"))?;
    Ok(manifest::packages(&lock).unwrap_or(lock))
}

/// The same of its workspace's `Cargo.toml`.
fn settings(order: &Order) -> io::Result<String> {
    let manifest = read(&order.harness.join("Cargo.toml"))?;
    Ok(manifest::settings(&manifest, &order.profile).unwrap_or(manifest))
}

/// The text of a file; none, if it is not there.
fn read(path: &Path) -> io::Result<String> {
    if path.exists() { fs::read_to_string(path) } else { Ok(String::new()) }
}

/// What is offered, and not what is missing: an older Landlock is another one.
fn told(protection: Protection) -> String {
    let landlock = protection.landlock.map(|version| format!("Landlock {version}"));
    let seccomp = protection.seccomp.then(|| "seccomp".to_owned());
    let offered: Vec<String> = landlock.into_iter().chain(seccomp).collect();
    if offered.is_empty() { "limits only".to_owned() } else { offered.join(", ") }
}

/// Takes in a file, or all files of a folder; what is not there is no part of it.
fn collect(path: &Path, name: &str, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    if path.is_file() {
        files.insert(name.to_owned(), fs::read(path)?);
    } else if path.is_dir() {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let inside = format!("{name}/{}", entry.file_name().to_string_lossy());
            collect(&entry.path(), &inside, files)?;
        }
    }
    Ok(())
}

#[test]
fn what_confines_is_told_with_its_version() {
    let told = |landlock, seccomp| told(Protection { landlock, seccomp });
    assert_eq!(told(Some(7), true), "Landlock 7, seccomp");
    assert_eq!([told(Some(1), false), told(None, true)], ["Landlock 1", "seccomp"]);
    assert_eq!(told(None, false), "limits only");
}
