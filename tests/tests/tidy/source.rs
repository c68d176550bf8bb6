//! The repository's files.

use std::fs;
use std::path::{Path, PathBuf};

/// A file that a rule looks at.
#[derive(Debug)]
pub(crate) struct Source {
    /// From the repository's root, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// A planted sample, for the rules' own tests.
    #[cfg(test)]
    pub(crate) fn sample(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    /// The file's syntax tree.
    pub(crate) fn parse(&self) -> syn::File {
        syn::parse_file(&self.text).unwrap_or_else(|error| {
            panic!("{}:{}: {error}", self.path, error.span().start().line);
        })
    }

    /// The crate that the file belongs to: its first folder.
    pub(crate) fn package(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// Whether the whole file serves tests, benchmarks, examples or the fuzzer.
    pub(crate) fn is_test(&self) -> bool {
        let folders: Vec<&str> = self.path.split('/').collect();
        let beside = ["tests", "benches", "examples", "fuzz"];
        self.package() == "tests"
            || folders.iter().skip(1).any(|folder| beside.contains(folder))
            || self.path.ends_with("/tests.rs")
    }
}

/// What is handed in to be graded: no target compiles it, and some of it no compiler would.
pub(crate) const HANDED_IN: &str = "tests/hostile/";

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every Rust file.
pub(crate) fn all() -> Vec<Source> {
    files(|path| has_extension(path, "rs"))
}

/// Every Cargo.toml of our own.
pub(crate) fn manifests() -> Vec<Source> {
    let mut all = files(|path| path.file_name().is_some_and(|name| name == "Cargo.toml"));
    all.retain(|manifest| !manifest.path.starts_with(HANDED_IN));
    all
}

/// Every Markdown file.
pub(crate) fn documents() -> Vec<Source> {
    files(|path| has_extension(path, "md"))
}

/// Every file of script or style.
pub(crate) fn assets() -> Vec<Source> {
    files(|path| has_extension(path, "js") || has_extension(path, "css"))
}

/// The files from which cargo starts compiling: those it finds by their place, and those that manifests name.
pub(crate) fn target_roots() -> Vec<String> {
    let mut roots: Vec<String> =
        all().into_iter().map(|source| source.path).filter(|path| is_by_place(path)).collect();
    for manifest in manifests() {
        let folder = manifest.path.trim_end_matches("Cargo.toml");
        let table: toml::Table = manifest.text.parse().unwrap();
        let targets =
            ["bin", "bench", "test", "example"].into_iter().filter_map(|kind| table.get(kind)?.as_array());
        let library = table.get("lib").into_iter();
        roots.extend(
            targets
                .flatten()
                .chain(library)
                .filter_map(|target| Some(format!("{folder}{}", target.get("path")?.as_str()?))),
        );
    }
    roots
}

fn is_by_place(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(
        parts[..],
        [_, "build.rs"]
            | [_, "src", "lib.rs" | "main.rs"]
            | [_, "src", "bin", _]
            | [_, "src", "bin", _, "main.rs"]
            | [_, "tests" | "benches" | "examples", _]
            | [_, "tests" | "benches" | "examples", _, "main.rs"]
    )
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

fn files(wanted: impl Fn(&Path) -> bool) -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                let is_ours = !name.starts_with('.') && !name.starts_with("target");
                folders.extend(is_ours.then_some(path));
            } else if wanted(&path) {
                let relative = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                found.push(Source { path: relative, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

#[test]
fn this_file_is_found_and_known_as_a_test() {
    let sources = all();
    let this = sources.iter().find(|source| source.path == "tests/tests/tidy/source.rs").unwrap();
    assert!(this.is_test());
    assert_eq!(this.package(), "tests");
    assert!(!Source::sample("sim/src/time.rs", "").is_test());
    assert!(Source::sample("labgob/fuzz/messages.rs", "").is_test());
    assert!(Source::sample("raft/src/log/tests.rs", "").is_test());
}

#[test]
fn targets_are_found_by_place_and_by_name() {
    assert!(is_by_place("sim/src/lib.rs") && is_by_place("tests/tests/tidy/main.rs"));
    assert!(!is_by_place("sim/src/time.rs") && !is_by_place("tests/tests/tidy/source.rs"));
    let roots = target_roots();
    assert!(roots.contains(&"labgob/fuzz/fuzz_targets/decode.rs".to_owned()), "{roots:?}");
}
