//! Cargo, called on what the program under test has written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::program::{Ran, ran, unset};

/// `cargo` in `folder`, offline.
///
/// What it compiles on the way goes to the target directory of this very test: most of it is there already.
/// What it makes goes to `folder/target`.
pub(crate) fn cargo(folder: &Path, arguments: &str) -> Ran {
    ran(command(folder, arguments).output().expect("cargo starts"))
}

/// The same for a workspace that brings a harness of its own: it is not there already, and is compiled as
/// quickly as may be.
pub(crate) fn cargo_from_nothing(folder: &Path, arguments: &str) -> Ran {
    let mut cargo = command(folder, arguments);
    ran(cargo.env("CARGO_PROFILE_DEV_OPT_LEVEL", "0").output().expect("cargo starts"))
}

fn command(folder: &Path, arguments: &str) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    unset(&mut cargo);
    cargo
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .env("CARGO_BUILD_BUILD_DIR", target())
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TERM_COLOR", "never")
        .env("LAB_TIMELINES", "none")
        .env("LAB_SEEDS", "1")
        .stdin(Stdio::null());
    cargo
}

/// The target directory that this test was built in.
fn target() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_course"));
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    target.expect("cargo marks its target directories").to_owned()
}

/// The repository that this test belongs to.
pub(crate) fn repository() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap()
}

/// Copies the files of `from`, and of the folders in it, over those of `to`.
pub(crate) fn copy_over(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (source, goal) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_over(&source, &goal);
        } else {
            fs::copy(&source, &goal).unwrap();
        }
    }
}
