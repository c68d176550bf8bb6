//! The files of `starter/`, as they stand there.

/// A file of a student's crate.
pub(super) struct File {
    /// Its path in the crate.
    pub(super) path: &'static str,
    /// Its text, with placeholders in it.
    pub(super) text: &'static str,
}

macro_rules! files {
    ($($path:literal from $source:literal,)*) => {
        &[$(File { path: $path, text: include_str!(concat!("../../../starter/", $source)) },)*]
    };
}

/// All of them but the manifest, which is made of [`MANIFEST`]. Those that would mean something to cargo or
/// to a reader of this repository where they stand have another name there.
pub(super) const FILES: &[File] = files![
    ".cargo/config.toml" from ".cargo/config.toml.template",
    ".editorconfig" from ".editorconfig",
    ".github/workflows/classroom.yml" from ".github/workflows/classroom.yml",
    ".gitignore" from ".gitignore",
    ".vscode/extensions.json" from ".vscode/extensions.json",
    ".vscode/settings.json" from ".vscode/settings.json",
    "Makefile" from "Makefile",
    "README.md" from "README.md.template",
    "clippy.toml" from "clippy.toml",
    "rustfmt.toml" from "rustfmt.toml",
    "src/lib.rs" from "src/lib.rs",
    "src/main.rs" from "src/main.rs",
    "src/raft.rs" from "src/raft.rs",
    "tests/lab.rs" from "tests/lab.rs",
];

/// The package's part of the manifest.
pub(super) const MANIFEST: &str = include_str!("../../../starter/Cargo.toml.template");

/// The rest of the manifest, for a crate that is no member of a workspace.
pub(super) const PROFILES: &str = include_str!("../../../starter/profiles.toml.template");

/// What the README of a course's repository has beyond that of a crate.
pub(super) const HANDOUT: &str = include_str!("../../../starter/handout.md.template");

/// The versions that everything was tested with. Cargo takes out what a crate does not need.
pub(super) const LOCK: &str = include_str!("../../../Cargo.lock");

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    fn starter() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../starter")
    }

    fn files_below(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                files_below(&path, found);
            } else {
                let relative = path.strip_prefix(starter()).expect("below it").display().to_string();
                found.insert(relative.trim_end_matches(".template").to_owned());
            }
        }
    }

    #[test]
    fn no_file_of_the_folder_is_left_out() {
        let mut found = BTreeSet::new();
        files_below(&starter(), &mut found);
        let beside = ["Cargo.toml", "profiles.toml", "handout.md"];
        let listed = FILES.iter().map(|file| file.path).chain(beside).map(str::to_owned);
        assert_eq!(found, listed.collect());
    }

    /// What a reader sees first is quoted where reading begins.
    #[test]
    fn the_first_hole_is_where_the_documents_say() {
        let text = |path: &str| fs::read_to_string(starter().join(path)).expect("a file");
        let peer = text("src/raft.rs");
        let line = peer.lines().position(|line| line.contains("unwritten(\"part 2A, step 4: "));
        let quoted =
            format!("src/raft.rs:{} is not written yet: part 2A, step 4: ", line.expect("a hole") + 1);
        for document in ["README.md.template", "../docs/lab-2a.md"] {
            assert!(text(document).contains(&quoted), "{document}: {quoted}");
        }
    }

    #[test]
    fn a_crate_is_built_as_the_workspace_is() {
        let workspace = fs::read_to_string(starter().join("../Cargo.toml")).expect("the workspace");
        let optimised = |text: &str| -> BTreeSet<String> {
            let manifest: toml::Table = text.parse().expect("a manifest");
            let packages = manifest["profile"]["dev"]["package"].as_table().expect("a table");
            let hot = |value: &toml::Value| value["opt-level"].as_integer() == Some(3);
            packages.iter().filter(|(_, value)| hot(value)).map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(optimised(PROFILES), optimised(&workspace));
    }
}
