//! Words of a submission, a compiler or a file system, made fit to be shown: whoever reads a report should
//! see what was said, and nobody should be able to say more than words.

use anstream::adapter::strip_str;

/// The characters of a name: no submission that is graded has more.
const NAME: usize = 100;
/// The characters of a sentence, such as what was found in a run.
const SENTENCE: usize = 1500;
/// The characters in a line of a longer text.
const LINE: usize = 400;
/// The characters of a longer text.
const TEXT: usize = 16_000;
/// The lines of a longer text.
const LINES: usize = 200;

/// A name, on one line.
pub(crate) fn name(name: &str) -> String {
    clipped(&on_one_line(name), NAME)
}

/// A sentence, on one line.
pub(crate) fn sentence(text: &str) -> String {
    clipped(&on_one_line(text), SENTENCE)
}

/// A longer text with its lines: those from its beginning, since a compiler's first error is the one to read.
pub(crate) fn text(text: &str) -> String {
    let text = clean(text);
    let all: Vec<&str> = text.trim_end().lines().collect();
    let mut shown = Vec::new();
    let mut used = 0;
    for line in all.iter().take(LINES) {
        let line = clipped(line.trim_end(), LINE);
        used += line.chars().count() + 1;
        if used > TEXT {
            break;
        }
        shown.push(line);
    }
    match all.len() - shown.len() {
        0 => {}
        1 => shown.push("… and one more line".to_owned()),
        more => shown.push(format!("… and {more} more lines")),
    }
    shown.join("\n")
}

fn on_one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without what steers a terminal, what XML cannot hold, and what makes a text read otherwise than
/// it is written.
fn clean(text: &str) -> String {
    let text = strip_str(text).to_string().replace("\r\n", "\n");
    let mut clean = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            '\t' => clean.push_str("    "),
            hidden if is_unseen(hidden) => {}
            shown => clean.push(shown),
        }
    }
    clean
}

/// Control characters, marks that turn the direction of writing, and what is no character at all.
fn is_unseen(character: char) -> bool {
    let code = u32::from(character);
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(character, '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
        || code & 0xfffe == 0xfffe
}

fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_taken_out() {
        assert_eq!(sentence("\u{1b}[31mred\u{1b}[0m and \u{7}\u{8}loud\0"), "red and loud");
        assert_eq!(sentence("\u{1b}]0;title\u{7}done\u{9b}31m"), "done31m");
        assert_eq!(text("a\r\nb\rc\td\u{b}e\n\n"), "a\nb\nc    de");
    }

    #[test]
    fn what_no_xml_can_hold_is_taken_out() {
        assert_eq!(sentence("a\u{fffe}b\u{ffff}c\u{1fffe}d\u{fdd0}e"), "abcde");
        assert_eq!(sentence("safe\u{202e}txt.exe\u{2066}"), "safetxt.exe");
        assert_eq!(sentence("]]> <b>&amp;"), "]]> <b>&amp;");
    }

    #[test]
    fn a_name_and_a_sentence_are_one_line() {
        assert_eq!(name("  two\nlines  "), "two lines");
        assert_eq!(name(&"ä".repeat(NAME + 1)), format!("{}…", "ä".repeat(NAME)));
        assert_eq!(sentence(&"x".repeat(100_000)).chars().count(), SENTENCE + 1);
    }

    #[test]
    fn a_long_text_says_how_much_is_missing() {
        assert_eq!(text(""), "");
        let lines = |count: usize| "e\n".repeat(count);
        assert_eq!(text(&lines(LINES)).lines().count(), LINES);
        assert!(text(&lines(LINES + 1)).ends_with("e\n… and one more line"));
        assert!(text(&lines(LINES + 7)).ends_with("e\n… and 7 more lines"));
        let wide = format!("{}\n", "w".repeat(10_000)).repeat(LINES);
        assert!(text(&wide).chars().count() < TEXT + 100);
        assert!(text(&wide).lines().all(|line| line.chars().count() <= LINE + 1));
    }
}
