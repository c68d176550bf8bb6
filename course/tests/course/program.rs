//! The program under test, run to its end.

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What could change what the program prints, or where it reads and writes.
const VARIABLES: &[&str] = &[
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "LAB_SEED",
    "LAB_SEEDS",
    "LAB_LOG",
    "LAB_HINTS",
    "LAB_FAILING_SEEDS",
    "RUST_LOG",
    "CARGO_MANIFEST_DIR",
    "CARGO_TARGET_DIR",
];

/// The program, called in `folder`, with an environment that cannot change what it prints. Timelines, cases
/// and what it remembers go to `folder/raftlab`.
pub(crate) fn lab(folder: &Path) -> Command {
    let mut lab = Command::new(env!("CARGO_BIN_EXE_course"));
    unset(&mut lab);
    lab.env("LAB_TIMELINES", folder.join("raftlab")).current_dir(folder).stdin(Stdio::null());
    lab
}

/// Takes out of the program's environment what could change what it does.
pub(crate) fn unset(program: &mut Command) {
    for variable in VARIABLES {
        program.env_remove(variable);
    }
}

/// What a run of a program printed, and how it exited.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) status: i32,
}

/// Runs the program with these arguments, separated by spaces.
pub(crate) fn run(program: &mut Command, arguments: &str) -> Ran {
    ran(program.args(arguments.split_whitespace()).output().expect("the program starts"))
}

/// What this program printed, and how it exited.
pub(crate) fn ran(output: Output) -> Ran {
    Ran {
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
        status: output.status.code().expect("the program exits by itself"),
    }
}
