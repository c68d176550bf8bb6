//! What single lines look like.

use proc_macro2::{TokenStream, TokenTree};

use crate::finding::Finding;
use crate::source::Source;

/// Characters in a line. rustfmt keeps code within them, and leaves comments and strings to us.
const LINE_MAX: usize = 110;

/// Lines that are too long; those that hold a table, an address or a long string may be.
pub(crate) fn too_long(source: &Source) -> Vec<Finding> {
    let is_long = |line: &str| line.chars().count() > LINE_MAX;
    if !source.text.lines().any(is_long) {
        return Vec::new();
    }
    let mut strings = Vec::new();
    long_strings(source.text.parse().expect("every file is Rust"), &mut strings);
    let may_be_long = |number: usize, line: &str| {
        let comment = line.trim_start().trim_start_matches(['/', '!']).trim_start();
        comment.starts_with('|') || line.contains("://") || strings.contains(&number)
    };
    numbered(source)
        .filter(|(number, line)| is_long(line) && !may_be_long(*number, line))
        .map(|(number, line)| {
            let text = format!("{} characters, {LINE_MAX} are allowed: wrap it", line.chars().count());
            Finding::new(&source.path, number, text)
        })
        .collect()
}

/// Tabs, blanks at line ends, and a missing line end at the end of the file.
pub(crate) fn blanks(source: &Source) -> Vec<Finding> {
    let finding = |number, text| Finding::new(&source.path, number, text);
    let mut findings: Vec<Finding> = Vec::new();
    for (number, line) in numbered(source) {
        if line.contains('\t') {
            findings.push(finding(number, "a tab: use four blanks, or \\t in a string"));
        }
        if line.ends_with([' ', '\r']) {
            findings.push(finding(number, "a blank at the line's end: delete it"));
        }
    }
    if !source.text.is_empty() && !source.text.ends_with('\n') {
        findings.push(finding(source.text.lines().count(), "no line end at the end of the file: add it"));
    }
    findings
}

fn numbered(source: &Source) -> impl Iterator<Item = (usize, &str)> {
    source.text.split('\n').enumerate().map(|(index, line)| (index + 1, line))
}

/// The lines on which a string literal reaches past the limit. Doc comments are strings too, but not to a
/// reader.
fn long_strings(tokens: TokenStream, lines: &mut Vec<usize>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => long_strings(group.stream(), lines),
            TokenTree::Literal(literal) => {
                let span = literal.span();
                let is_comment = span.source_text().is_some_and(|text| text.starts_with('/'));
                let is_long = span.start().line < span.end().line || span.end().column > LINE_MAX;
                if is_long && !is_comment {
                    lines.extend(span.start().line..=span.end().line);
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
}

#[cfg(test)]
mod planted {
    use super::*;
    use crate::finding::lines;

    fn long(text: &str) -> Vec<usize> {
        lines(&too_long(&Source::sample("a.rs", text)))
    }

    #[test]
    fn long_lines() {
        let words = "x".repeat(LINE_MAX);
        assert_eq!(long(&format!("//! fine\n// {words}\n/// {words}\nfn a() {{}}\n")), [2, 3]);
        assert_eq!(long(&format!("fn {words}() {{}}\n")), [1]);
        assert!(long(&format!("//! | {words} |\n// see https://{words}\n")).is_empty());
        assert!(long(&format!("const A: &str = \"{words}\";\n")).is_empty());
        assert!(long(&format!("const A: &str = \"\n{words}\";\n")).is_empty());
        assert!(long(&"ä".repeat(LINE_MAX)).is_empty(), "characters count, not bytes");
    }

    #[test]
    fn stray_blanks() {
        let found = |text: &str| lines(&blanks(&Source::sample("a.rs", text)));
        assert_eq!(found("a\n\tb\nc \nd\r\ne"), [2, 3, 4, 5]);
        assert!(found("a\n    b\n").is_empty());
    }
}
