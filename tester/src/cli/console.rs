//! Where output goes: text for people and lines for programs, each through one writer that can fail.

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use crate::report::{self, Advice, style};
use crate::runner::Outcome;
use crate::worker::{Manners, Printing};

/// When to use colours: on a terminal unless `NO_COLOR` or `CLICOLOR=0` says otherwise, always, or never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorWhen {
    Auto,
    Always,
    Never,
}

impl ColorWhen {
    /// What `arguments` ask for, for words about a command line that could not be understood as a whole.
    pub(super) fn asked_in(mut arguments: impl Iterator<Item = OsString>) -> Self {
        let value = loop {
            let Some(argument) = arguments.next() else { return Self::Auto };
            if argument == "--color" {
                break arguments.next().unwrap_or_default();
            }
            if let Some(value) = argument.to_str().and_then(|text| text.strip_prefix("--color=")) {
                break value.into();
            }
        };
        value.to_str().and_then(|value| Self::from_str(value, false).ok()).unwrap_or(Self::Auto)
    }

    fn choice(self, stream: &impl anstream::stream::RawStream) -> ColorChoice {
        match self {
            Self::Auto => AutoStream::choice(stream),
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }
}

/// The program's output. Where programs read standard output, text for people goes to standard error.
pub(super) struct Console {
    people: Box<dyn Write>,
    programs: Option<io::Stdout>,
    width: Option<usize>,
    color: ColorWhen,
    advice: Advice,
}

impl Console {
    /// The process's own output, with JSON lines or without, and with this advice.
    pub(super) fn new(color: ColorWhen, advice: Advice, json: bool) -> Self {
        if json {
            let stream = io::stderr();
            let width = width_if(stream.is_terminal());
            let choice = color.choice(&stream);
            let people = Box::new(AutoStream::new(stream, choice));
            Self { people, programs: Some(io::stdout()), width, color, advice }
        } else {
            let stream = io::stdout();
            let width = width_if(stream.is_terminal());
            let choice = color.choice(&stream);
            let people = Box::new(AutoStream::new(stream, choice));
            Self { people, programs: None, width, color, advice }
        }
    }

    /// Writes a line for people. Styles in it are taken out where they are not wanted.
    pub(super) fn say(&mut self, line: impl Display) -> io::Result<()> {
        writeln!(self.people, "{line}")?;
        self.people.flush()
    }

    /// Says something beside the output, on standard error.
    pub(super) fn remark(&self, text: impl Display) {
        say_aside(self.color, &format_args!("{} {text}", style::paint(style::WARNING, "notice:")));
    }

    /// Writes the line that `json` makes, if programs read the output.
    pub(super) fn tell(&mut self, json: impl FnOnce() -> String) -> io::Result<()> {
        match &mut self.programs {
            Some(stream) => writeln!(stream, "{}", json()),
            None => Ok(()),
        }
    }

    /// Writes the line of an outcome, if programs read the output.
    pub(super) fn tell_outcome(&mut self, outcome: &Outcome) -> io::Result<()> {
        let hints = self.advice.hints();
        self.tell(|| report::json(outcome, hints))
    }

    /// Whether programs read the output.
    pub(super) fn is_read_by_programs(&self) -> bool {
        self.programs.is_some()
    }

    /// How runs are done whose printing goes where the rest of the output goes.
    pub(super) fn manners(&self) -> Manners {
        Manners::new(if self.programs.is_some() { Printing::ShownAsError } else { Printing::Shown })
    }

    /// What is explained to people beyond the evidence.
    pub(super) const fn advice(&self) -> &Advice {
        &self.advice
    }

    /// From now on, runs are repeated by the name of this file after `replay`.
    pub(super) fn repeat_file(&mut self, name: &str) {
        self.advice.repeat_by(quoted(name));
    }

    /// The width of the terminal that people read; `None` if they read no terminal.
    pub(super) fn width(&self) -> Option<usize> {
        self.width
    }
}

/// A name as a shell takes it for one word.
pub(super) fn quoted(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "/._-+:@%,=".contains(c);
    if name.chars().all(is_plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', r"'\''")) }
}

fn width_if(terminal: bool) -> Option<usize> {
    // The table's crate knows how to ask a terminal for its width; an unwilling terminal has the usual 80
    // columns.
    terminal.then(|| comfy_table::Table::new().width().map_or(80, usize::from))
}

/// Says on standard error why the program could not do what it was asked.
pub(super) fn complain(color: ColorWhen, error: &impl Display) {
    // Where even this cannot be written, the exit status is all that is left to tell.
    say_aside(color, &format_args!("{} {error}", style::paint(style::FAILED, "error:")));
}

/// Writes a line to standard error, if it can be written.
fn say_aside(color: ColorWhen, line: &impl Display) {
    let stream = io::stderr();
    let choice = color.choice(&stream);
    let _ = writeln!(AutoStream::new(stream, choice), "{line}");
}

/// Prints what clap has to say: an error to standard error, help that was asked for to standard output.
pub(super) fn print_clap(color: ColorWhen, text: &clap::Error) -> io::Result<()> {
    let styled = text.render();
    if text.use_stderr() {
        let stream = io::stderr();
        let choice = color.choice(&stream);
        write!(AutoStream::new(stream, choice), "{}", styled.ansi())
    } else {
        let stream = io::stdout();
        let choice = color.choice(&stream);
        let mut stream = AutoStream::new(stream, choice);
        write!(stream, "{}", styled.ansi())?;
        stream.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn names_that_a_shell_would_break_are_quoted() {
        assert_eq!(quoted("target/swarm_X-3.case.json"), "target/swarm_X-3.case.json");
        assert_eq!(quoted("my run.json"), "'my run.json'");
        assert_eq!(quoted("it's.json"), r"'it'\''s.json'");
    }
}
