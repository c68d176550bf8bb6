//! The timeline's script and style: files that are put together when the crate is compiled, and that neither
//! rustfmt nor clippy looks at.

use crate::finding::Finding;
use crate::source::Source;
use crate::{lengths, lines};

/// The file that puts them together.
const LIST: &str = "timeline/src/page/assets.rs";

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

/// The assets that the page does not hold, since [`LIST`] does not name them.
pub(crate) fn unused(assets: &[Source], list: &str) -> Vec<Finding> {
    let is_used = |asset: &&Source| {
        let name = asset.path.trim_start_matches("timeline/");
        list.contains(&format!("include_str!(\"../../{name}\")"))
    };
    let advice = format!("{LIST} does not name it: add it there or delete it");
    assets
        .iter()
        .filter(|asset| !is_used(asset))
        .map(|asset| Finding::new(&asset.path, 1, &*advice))
        .collect()
}

#[test]
fn the_page_is_made_of_tidy_files() {
    let assets = crate::source::assets();
    assert!(assets.len() > 20, "only {} assets found: is this the repository?", assets.len());
    crate::finding::none(assets.iter().flat_map(wrong).collect());
}

#[test]
fn the_page_holds_every_file_of_it() {
    let list = std::fs::read_to_string(crate::source::root().join(LIST)).unwrap();
    crate::finding::none(unused(&crate::source::assets(), &list));
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
        let found = unused(&assets, "include_str!(\"../../page/js/a.js\")");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "timeline/page/js/b.js");
    }
}
