//! Links of documents: those that would lead nowhere are left out, and their words stay.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The document `path` without the links to what is not among `files`.
pub(super) fn without_dead(path: &str, text: &str, files: &BTreeSet<String>) -> String {
    without(text, |target| is_dead(path, target, files))
}

/// The document without the links to files whose path begins with `folder`.
pub(super) fn without_links_into(text: &str, folder: &str) -> String {
    without(text, |target| target.starts_with(folder))
}

/// The document without these links. What stands in blocks of code is none.
fn without(text: &str, is_dead: impl Fn(&str) -> bool) -> String {
    let mut made = String::with_capacity(text.len());
    for (number, piece) in text.split("```").enumerate() {
        let is_code = number % 2 == 1;
        if number > 0 {
            made.push_str("```");
        }
        if is_code { made.push_str(piece) } else { push_without(&mut made, piece, &is_dead) }
    }
    made
}

/// Adds `text`. The words of a link are in the text already when its end is found, which says whether it is
/// dead.
fn push_without(made: &mut String, text: &str, is_dead: impl Fn(&str) -> bool) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        made.push_str(before);
        let Some((target, behind)) = after.split_once(')') else {
            made.push_str("](");
            rest = after;
            continue;
        };
        match opening(made) {
            Some(open) if is_dead(target) => {
                made.remove(open);
            }
            _ => {
                let _ = write!(made, "]({target})");
            }
        }
        rest = behind;
    }
    made.push_str(rest);
}

/// Where the bracket stands that opens the link whose words end here.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => return Some(at),
            '[' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Whether a file is meant that is not there. Folders are there if something in them is.
fn is_dead(path: &str, target: &str, files: &BTreeSet<String>) -> bool {
    let file = target.split('#').next().unwrap_or_default();
    if file.is_empty() || file.contains("://") || file.starts_with("mailto:") {
        return false;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let wanted = parts.join("/");
    let folder = format!("{wanted}/");
    !files.contains(&wanted) && !files.iter().any(|file| file.starts_with(&folder))
}

/// The document with its links to files whose path begins with `folder` written so that the path may be any:
/// spaces and brackets would end them otherwise.
pub(super) fn with_any_path(text: &str, folder: &str) -> String {
    let begin = format!("]({folder}");
    let mut pieces = text.split(&*begin);
    let mut made = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (target, rest) = piece.split_once(')').unwrap_or((piece, ""));
        let _ = write!(made, "](<{folder}{target}>){rest}");
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_can_have_any_path() {
        let text = "[a](DOCS/a.md#x), [b](DOCS/b.md) and [c](c.md)";
        let made = "[a](<DOCS/a.md#x>), [b](<DOCS/b.md>) and [c](c.md)";
        assert_eq!(with_any_path(text, "DOCS"), made);
    }

    #[test]
    fn words_of_dead_links_stay() {
        let files = ["docs/a.md", "raftapi/src/raft.rs"].map(str::to_owned).into();
        let text = "See [the [zoo]](zoo.md#bugs), [a](a.md#x), [b](#y), [net](https://a.b/c) and\n\
                    [`raft`](../raftapi), [gone](../raft/src/a.rs).\n```md\n[kept](zoo.md)\n```\n[x]";
        let kept = "See the [zoo], [a](a.md#x), [b](#y), [net](https://a.b/c) and\n\
                    [`raft`](../raftapi), gone.\n```md\n[kept](zoo.md)\n```\n[x]";
        assert_eq!(without_dead("docs/b.md", text, &files), kept);
    }
}
