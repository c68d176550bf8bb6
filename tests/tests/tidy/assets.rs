//! The pages' scripts and styles: files that are put together when their crate is compiled, and that neither
//! rustfmt nor clippy looks at.

use crate::finding::Finding;
use crate::source::Source;
use crate::{lengths, lines};

/// The files that put them together, one in each crate that has any.
const LISTS: [&str; 2] = ["timeline/src/page/assets.rs", "tester/src/grade/report/page/mod.rs"];

/// Characters in a line.
const LINE_MAX: usize = 110;

/// What a page that somebody reads has no use for, and why.
const LEFT_OVER: [(&str, &str); 4] = [
    ("console.", "the page tells people, not the console"),
    ("debugger", "left over from a search"),
    ("eval(", "the page runs what it came with"),
    ("innerHTML", "words of a run must never be taken for elements: use `element`"),
];

/// What is wrong with an asset by itself.
pub(crate) fn wrong(source: &Source) -> Vec<Finding> {
    let mut findings = lengths::file(source);
    findings.extend(lines::blanks(source));
    if !source.text.starts_with("// ") && !source.text.starts_with("/* ") {
        findings.push(Finding::new(&source.path, 1, "open with a comment that says what this file is"));
    }
    for (number, line) in source.text.lines().enumerate() {
        if line.chars().count() > LINE_MAX {
            findings.push(Finding::new(&source.path, number + 1, "too long a line: wrap it"));
        }
        let left = LEFT_OVER.into_iter().find(|(word, _)| line.contains(word));
        findings.extend(
            left.map(|(word, why)| Finding::new(&source.path, number + 1, format!("`{word}`: {why}"))),
        );
    }
    findings
}

/// The assets that no page holds, since the list of their crate does not name them.
pub(crate) fn unused(assets: &[Source], lists: &[Source]) -> Vec<Finding> {
    let is_used = |asset: &&Source| {
        let (package, name) = asset.path.split_once('/').unwrap_or_default();
        let list = lists.iter().find(|list| list.package() == package);
        list.is_some_and(|list| list.text.contains(&format!("/{name}\")")))
    };
    let advice = format!("no list names it: add it to one of {}, or delete it", LISTS.join(", "));
    assets
        .iter()
        .filter(|asset| !is_used(asset))
        .map(|asset| Finding::new(&asset.path, 1, &*advice))
        .collect()
}

#[test]
fn pages_are_made_of_tidy_files() {
    let assets = crate::source::assets();
    assert!(assets.len() > 20, "only {} assets found: is this the repository?", assets.len());
    crate::finding::none(assets.iter().flat_map(wrong).collect());
}

#[test]
fn pages_hold_every_file_of_theirs() {
    let read = |list: &str| {
        let text = std::fs::read_to_string(crate::source::root().join(list)).unwrap();
        Source { path: list.to_owned(), text }
    };
    crate::finding::none(unused(&crate::source::assets(), &LISTS.map(read)));
}

#[cfg(test)]
mod planted {
    use super::*;
    use crate::finding::lines;

    #[test]
    fn a_file_without_a_heading_and_with_leftovers() {
        let script = "let a = 1;\nconsole.log(a); \n\nbox.innerHTML = a;\n";
        assert_eq!(lines(&wrong(&Source::sample("timeline/page/js/a.js", script))), [2, 1, 2, 4]);
        let style = "/* Colours. */\n\na {\n  color: red;\n}\n";
        assert!(wrong(&Source::sample("timeline/page/css/a.css", style)).is_empty());
    }

    #[test]
    fn a_file_that_nobody_names() {
        let assets = [
            Source::sample("timeline/page/js/a.js", "// A.\n"),
            Source::sample("timeline/page/js/b.js", "// B.\n"),
        ];
        let list = |path| Source::sample(path, "include_str!(\"../../page/js/a.js\")");
        let found = unused(&assets, &[list("timeline/src/page/assets.rs")]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "timeline/page/js/b.js");
        assert_eq!(unused(&assets, &[list("tester/src/pages.rs")]).len(), 2, "another crate's list");
    }
}
