//! The program under test, run to its end.

use std::process::{Command, Output, Stdio};

/// The program with an environment that cannot change what it prints.
pub(crate) fn lab() -> Command {
    let mut lab = Command::new(env!("CARGO_BIN_EXE_trial"));
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "LAB_SEED", "LAB_SEEDS", "LAB_LOG"]
    {
        lab.env_remove(variable);
    }
    lab.stdin(Stdio::null());
    lab
}

/// The program around a peer that is broken in this way.
pub(crate) fn broken(flaw: &str) -> Command {
    let mut lab = lab();
    lab.env("TRIAL_PEER", flaw);
    lab
}

/// What a run of the program printed, and how it exited.
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) status: i32,
}

/// Runs the program with these arguments, separated by spaces.
pub(crate) fn run(program: &mut Command, arguments: &str) -> Ran {
    program.args(arguments.split_whitespace()).stderr(Stdio::piped());
    let output = program.output().expect("the program starts");
    ran(output)
}

pub(crate) fn ran(output: Output) -> Ran {
    Ran {
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
        status: output.status.code().expect("the program exits by itself"),
    }
}

impl Ran {
    /// Everything for a golden text: both streams and the status, without real times.
    pub(crate) fn told(&self) -> String {
        let mut told = without_times(&self.stdout);
        if !self.stderr.is_empty() {
            told.push_str("--- stderr\n");
            told.push_str(&without_times(&self.stderr));
        }
        format!("{told}--- exit status {}\n", self.status)
    }

    /// Standard output with every digit replaced by a 9: the figures of the reference Raft may change with
    /// any change of it.
    pub(crate) fn told_without_figures(&self) -> String {
        without_times(&self.stdout).chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect()
    }
}

/// `text` with the real time in the closing line and in the rows of a sweep replaced.
fn without_times(text: &str) -> String {
    let mut tame = String::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let line = match words.as_slice() {
            [_, "virtual", "seconds", "in", ..] => {
                let end = line.find(" in ").expect("just seen");
                format!("{} in [real time]", &line[..end])
            }
            [name, _, _, _, _, _, _, _, wall, ..] if name.contains("_2") && wall.contains('.') => {
                line.replace(&format!("{wall:>8}"), "  [wall]")
            }
            _ => line.to_owned(),
        };
        tame.push_str(&line);
        tame.push('\n');
    }
    tame
}
