//! Documents that nothing links, and links that lead nowhere.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::reach::normal;
use crate::source::Source;

/// The files under `docs/` that no other document links.
pub(crate) fn unlinked(documents: &[Source]) -> Vec<Finding> {
    let mut linked = BTreeSet::new();
    for document in documents {
        linked.extend(
            links(document).into_iter().map(|(_, target)| target).filter(|target| *target != document.path),
        );
    }
    let advice = "no document links this one: link it from the README, or from the document before it";
    documents
        .iter()
        .filter(|document| document.path.starts_with("docs/") && !linked.contains(&document.path))
        .map(|document| Finding::new(&document.path, 1, advice))
        .collect()
}

/// The links to files of the repository that are not there.
pub(crate) fn dead_links(documents: &[Source], exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for document in documents {
        for (line, target) in links(document) {
            if !exists(&target) {
                findings.push(Finding::new(
                    &document.path,
                    line,
                    format!("`{target}` is not there: mend the link"),
                ));
            }
        }
    }
    findings
}

/// The files that `document` links, with the line of the link. Other sites and places within the document are
/// left out.
fn links(document: &Source) -> Vec<(usize, String)> {
    let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut found = Vec::new();
    let mut is_code = false;
    for (index, line) in document.text.lines().enumerate() {
        is_code ^= line.trim_start().starts_with("```");
        for piece in line.split("](").skip(1).filter(|_| !is_code) {
            let target = piece.split([')', '#', ' ']).next().unwrap_or_default();
            if !target.is_empty() && !target.contains(':') {
                found.push((index + 1, normal(&format!("{folder}/{target}"))));
            }
        }
    }
    found
}

#[cfg(test)]
mod planted {
    use super::*;

    fn samples() -> [Source; 4] {
        [
            Source::sample(
                "README.md",
                "See [one](docs/one.md#part), [site](https://a.b/c.md) and [below](#below).",
            ),
            Source::sample(
                "docs/one.md",
                "\n[two](two.md) [home](../README.md) [gone](gone.md)\n```\n[x](y.md)\n```",
            ),
            Source::sample("docs/two.md", "[two](two.md)"),
            Source::sample("docs/three.md", "[three](three.md)"),
        ]
    }

    #[test]
    fn a_document_that_nobody_links() {
        let found: Vec<String> = unlinked(&samples()).into_iter().map(|finding| finding.path).collect();
        assert_eq!(found, ["docs/three.md"]);
    }

    #[test]
    fn a_link_that_leads_nowhere() {
        let samples = samples();
        let found = dead_links(&samples, |path| samples.iter().any(|sample| sample.path == path));
        let expected = Finding::new("docs/one.md", 2, "`docs/gone.md` is not there: mend the link");
        assert_eq!(found, [expected]);
    }
}
