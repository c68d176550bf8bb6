//! A text of which no more is kept than anybody reads, written while it comes in.

use std::collections::VecDeque;
use std::io::{self, Write};

/// Writes the first lines at once, holds the last ones back until it is known that they are the last, and
/// leaves out what is between.
pub(super) struct Excerpt<W> {
    to: W,
    /// How many lines are kept at either end.
    limit: usize,
    written: usize,
    last: VecDeque<String>,
    left_out: u64,
}

impl<W: Write> Excerpt<W> {
    /// An excerpt of `limit` lines from either end.
    pub(super) const fn new(to: W, limit: usize) -> Self {
        Self { to, limit, written: 0, last: VecDeque::new(), left_out: 0 }
    }

    /// Takes one more line, without its end.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn line(&mut self, line: String) -> io::Result<()> {
        if self.written < self.limit {
            self.written += 1;
            return writeln!(self.to, "{line}");
        }
        self.last.push_back(line);
        if self.last.len() > self.limit {
            self.last.pop_front();
            self.left_out += 1;
        }
        Ok(())
    }

    /// Writes the last lines, and says before them how many are missing; what can be written on to.
    ///
    /// # Errors
    /// They cannot be written.
    pub(super) fn finish(mut self) -> io::Result<W> {
        if self.left_out > 0 {
            writeln!(self.to, "[{} events are left out here; `lab replay` shows all]", self.left_out)?;
        }
        for line in self.last {
            writeln!(self.to, "{line}")?;
        }
        Ok(self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lines: u32) -> String {
        let mut excerpt = Excerpt::new(Vec::new(), 2);
        for number in 1..=lines {
            excerpt.line(number.to_string()).expect("memory");
        }
        String::from_utf8(excerpt.finish().expect("memory")).expect("text")
    }

    #[test]
    fn what_is_short_is_whole_and_what_is_long_has_both_its_ends() {
        assert_eq!([of(0), of(1), of(4)], ["", "1\n", "1\n2\n3\n4\n"]);
        assert_eq!(of(7), "1\n2\n[3 events are left out here; `lab replay` shows all]\n6\n7\n");
    }
}
