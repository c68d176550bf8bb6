//! The program under test, run to its end.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// What could change what the program prints, or where it writes: cargo gives its tests the package's
/// directory, where a hunt remembers the seeds that failed.
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
    "SLURM_ARRAY_TASK_ID",
    "SLURM_ARRAY_TASK_COUNT",
    "JOB_COMPLETION_INDEX",
    "JOB_COMPLETIONS",
];

/// The program with an environment that cannot change what it prints.
pub(crate) fn lab() -> Command {
    let mut lab = Command::new(env!("CARGO_BIN_EXE_trial"));
    for variable in VARIABLES {
        lab.env_remove(variable);
    }
    // Whatever fails here fails on purpose, and nobody wants to see it.
    lab.env("LAB_TIMELINES", "none");
    lab.stdin(Stdio::null());
    lab
}

/// The program around a peer that is broken in this way.
pub(crate) fn broken(flaw: &str) -> Command {
    let mut lab = lab();
    lab.env("TRIAL_PEER", flaw);
    lab
}

/// The program around the peer of this name: `reference`, or one that is broken in this way.
pub(crate) fn around(peer: &str) -> Command {
    if peer == "reference" { lab() } else { broken(peer) }
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

/// The report in this directory, as it is.
pub(crate) fn report_in(directory: &Path) -> String {
    fs::read_to_string(directory.join("report.jsonl")).expect("there is a report")
}

/// The objects of this text, one a line.
pub(crate) fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
}

/// The lines of this report that tell of families.
pub(crate) fn families(report: &str) -> Vec<Value> {
    objects(report).into_iter().filter(|line| line["family"].is_string()).collect()
}

pub(crate) fn ran(output: Output) -> Ran {
    Ran {
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
        status: output.status.code().expect("the program exits by itself"),
    }
}

impl Ran {
    /// Everything for a golden text: both streams and the status, without real times and names of functions.
    pub(crate) fn told(&self) -> String {
        let mut told = without_chance(&self.stdout);
        if !self.stderr.is_empty() {
            told.push_str("--- stderr\n");
            told.push_str(&without_chance(&self.stderr));
        }
        format!("{told}--- exit status {}\n", self.status)
    }

    /// What a hunt came to, for a golden text: from its table on, without real times.
    pub(crate) fn found(&self) -> String {
        let (_, found) = self.stdout.split_once("\nseeds ").expect("a table");
        let lines: Vec<String> = found.lines().map(without_wall_time).collect();
        format!("seeds {}\n", lines.join("\n"))
    }

    /// Standard output with every digit replaced by a 9: the figures of the reference Raft may change with
    /// any change of it.
    pub(crate) fn told_without_figures(&self) -> String {
        without_chance(&self.stdout).chars().map(|c| if c.is_ascii_digit() { '9' } else { c }).collect()
    }
}

/// A line of a hunt's report without what is a matter of real time: the column, and how fast the hunt was.
fn without_wall_time(line: &str) -> String {
    const WALL: std::ops::Range<usize> = 92..101;
    let name = line.split_whitespace().next().unwrap_or_default();
    if line.contains(" runs/s, ") {
        "[real time]".to_owned()
    } else if line.len() >= WALL.end && (name.contains("_2") || ["test", "all"].contains(&name)) {
        format!("{}{}", &line[..WALL.start], &line[WALL.end..]).trim_end().to_owned()
    } else {
        line.to_owned()
    }
}

/// `text` with the real time in the closing line and in the rows of a sweep replaced, and the functions of a
/// backtrace, whose names depend on what the compiler has inlined.
fn without_chance(text: &str) -> String {
    let mut tame = String::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let line = match words.as_slice() {
            ["in", .., place] if place.starts_with('(') => format!("    in [function] {place}"),
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
