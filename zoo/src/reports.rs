//! `zoo reports`: what is printed of each bug of the course notes, for `docs/zoo.md`.

use std::env;
use std::io::{self, Write as _};
use std::process::{Command, ExitCode};

use crate::bugs::{self, Origin, Specimen};

/// How many seeds of a test are tried for a run that fails.
const SEEDS: u64 = 100;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
enum Missing {
    #[error("cannot run this program again: {0}")]
    NotRun(#[from] io::Error),
    #[error("{0} is not caught by {1} in {SEEDS} seeds")]
    NotCaught(&'static str, &'static str),
}

/// Prints the reports as Markdown; the exit status of the program: 3 if there is none of some bug.
pub fn execute() -> ExitCode {
    for specimen in bugs::all().filter(|specimen| specimen.origin == Origin::CourseNotes) {
        let section = match report(specimen) {
            Ok(report) => format!("### {}\n\nIt {}.\n\n```\n{report}\n```\n", specimen.id, specimen.mistake),
            Err(missing) => {
                crate::complain(&missing);
                return ExitCode::from(3);
            }
        };
        if let Err(error) = writeln!(io::stdout(), "{section}") {
            return crate::complain(&error);
        }
    }
    ExitCode::SUCCESS
}

/// What `zoo run` prints of the first run that fails.
fn report(specimen: &Specimen) -> Result<String, Missing> {
    let net = specimen.nets[0];
    for seed in 1..=SEEDS {
        let mut run = Command::new(env::current_exe()?);
        run.args(["run", specimen.id, net, "--seed", &seed.to_string()]).env("NO_COLOR", "1");
        let output = run.env_remove("CLICOLOR_FORCE").env_remove("LAB_HINTS").output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        if output.status.code() == Some(1) {
            // What follows the report counts one run.
            let lines = text.lines().take_while(|line| !line.ends_with(" failed"));
            return Ok(lines.collect::<Vec<_>>().join("\n"));
        }
    }
    Err(Missing::NotCaught(specimen.id, net))
}
