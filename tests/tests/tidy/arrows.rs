//! Which crate may depend on which: the arrows of the design, which point one way only.

use toml::Table;

use crate::finding::Finding;
use crate::source::Source;

/// Each crate, and those of ours that it may name; its own tests may name what those name. `tests` may name
/// all, and nobody may name `tests`.
const ARROWS: [(&str, &[&str]); 9] = [
    ("sim", &[]),
    ("labgob", &[]),
    ("labrpc", &["sim", "labgob"]),
    ("raftapi", &["sim", "labgob", "labrpc"]),
    ("timeline", &[]),
    ("jail", &[]),
    ("tester", &["sim", "labgob", "labrpc", "raftapi", "timeline", "jail"]),
    // An implementation is written against raftapi alone; the tester is for its program, one line.
    ("raft", &["raftapi", "tester"]),
    ("zoo", &["raftapi", "tester"]),
];

/// The crates outside that only one of ours may name.
const PRIVATE: [(&str, &str); 1] = [("bincode", "labgob")];

/// The packages that stand outside: their manifests are not members of the workspace's tree of crates.
const OUTSIDE: [&str; 6] = ["tests", "course", "bench", "browser", "fuzz", "starter"];

/// The dependencies in `manifests` that no arrow allows.
pub(crate) fn wrong(manifests: &[Source]) -> Vec<Finding> {
    manifests.iter().flat_map(wrong_in).collect()
}

fn wrong_in(manifest: &Source) -> Vec<Finding> {
    let table: Table = manifest.text.parse().unwrap_or_else(|error| panic!("{}: {error}", manifest.path));
    let folder = manifest.path.rsplit('/').nth(1).unwrap_or_default();
    if !table.contains_key("package") {
        return Vec::new(); // the workspace's own
    }
    let allowed = ARROWS.iter().find(|(package, _)| *package == folder).map(|(_, allowed)| *allowed);
    if allowed.is_none() && !OUTSIDE.contains(&folder) {
        return vec![Finding::new(&manifest.path, 1, "a crate without arrows: add it to ARROWS")];
    }
    let is_ours = |name: &str| ARROWS.iter().any(|(package, _)| *package == name);
    let mut findings = Vec::new();
    for (kind, name) in dependencies(&table) {
        let is_allowed = match kind {
            "dev-dependencies" => reaches(folder, &name),
            _ => allowed.is_none_or(|allowed| allowed.contains(&name.as_str())),
        };
        let wrong_arrow = allowed.is_some() && is_ours(&name) && !is_allowed;
        let private = PRIVATE.iter().find(|(outside, owner)| *outside == name && *owner != folder);
        let text = match private {
            Some((_, owner)) => format!("`{folder}` names `{name}`, which only `{owner}` may: go through it"),
            None if wrong_arrow => format!("`{folder}` may not name `{name}`: arrows point one way"),
            None => continue,
        };
        findings.push(Finding::new(&manifest.path, line_of(&manifest.text, &name), text));
    }
    findings
}

/// Whether a chain of arrows leads from `package` to `name`.
fn reaches(package: &str, name: &str) -> bool {
    let mut arrows = ARROWS.iter().filter(|(from, _)| *from == package).flat_map(|(_, to)| *to);
    arrows.any(|next| *next == name || reaches(next, name))
}

/// The packages under every kind of dependency, by their own names, with the kind.
fn dependencies(table: &Table) -> Vec<(&'static str, String)> {
    let targets = table.get("target").and_then(|targets| targets.as_table()).into_iter().flatten();
    let tables = std::iter::once(table).chain(targets.filter_map(|(_, target)| target.as_table()));
    let mut names = Vec::new();
    for table in tables {
        for kind in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let entries = table.get(kind).and_then(|entries| entries.as_table());
            for (name, value) in entries.into_iter().flatten() {
                let renamed = value.get("package").and_then(|package| package.as_str());
                names.push((kind, renamed.unwrap_or(name).to_owned()));
            }
        }
    }
    names
}

fn line_of(text: &str, name: &str) -> usize {
    text.lines().position(|line| line.starts_with(name) || line.contains(&format!("\"{name}\""))).unwrap_or(0)
        + 1
}

#[cfg(test)]
mod planted {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<(usize, String)> {
        let manifest = Source::sample(path, &format!("[package]\n{text}"));
        wrong(&[manifest]).into_iter().map(|finding| (finding.line, finding.text)).collect()
    }

    #[test]
    fn an_arrow_that_points_back() {
        let text = "[dependencies]\nlabrpc.workspace = true\nbytes = \"1\"";
        assert_eq!(
            found("sim/Cargo.toml", text),
            [(3, "`sim` may not name `labrpc`: arrows point one way".into())]
        );
        assert!(found("raftapi/Cargo.toml", text).is_empty());
        assert!(found("tests/Cargo.toml", text).is_empty());
    }

    #[test]
    fn arrows_for_tests_and_under_another_name_count_too() {
        assert_eq!(found("tester/Cargo.toml", "[dev-dependencies]\nraft = { path = \"../raft\" }").len(), 1);
        assert!(found("raft/Cargo.toml", "[dev-dependencies]\nsim.workspace = true").is_empty());
        assert_eq!(found("raft/Cargo.toml", "[dependencies]\nsim.workspace = true").len(), 1);
        assert_eq!(found("tester/Cargo.toml", "[dependencies]\npeer = { package = \"zoo\" }")[0].0, 3);
        assert_eq!(found("tester/Cargo.toml", "[target.'cfg(unix)'.dependencies]\nzoo = \"1\"").len(), 1);
    }

    #[test]
    fn a_codec_beside_the_codec() {
        assert_eq!(found("labrpc/Cargo.toml", "[dependencies]\nbincode = \"2\"").len(), 1);
        assert_eq!(found("tests/Cargo.toml", "[dev-dependencies]\nbincode = \"2\"").len(), 1);
        assert!(found("labgob/Cargo.toml", "[dependencies]\nbincode = \"2\"").is_empty());
    }

    #[test]
    fn a_crate_that_nobody_placed() {
        assert_eq!(found("utils/Cargo.toml", "").len(), 1);
    }
}
