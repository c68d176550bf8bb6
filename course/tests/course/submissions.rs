//! Folders of submissions, as a class hands them in: put together from the sources of this workspace.

use std::fs;
use std::path::{Path, PathBuf};

use crate::cargo::copy_over;

/// The workspace that this test is of.
pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is a folder of the workspace")
}

/// A submission that hands in the reference Raft.
pub(crate) fn reference(class: &Path, name: &str) -> PathBuf {
    let folder = class.join(name);
    copy_over(&workspace().join("raft/src"), &folder.join("src"));
    folder
}

/// A submission that hands in the zoo's Raft with this bug (`VoteTwice`), or without any.
pub(crate) fn zoo(class: &Path, name: &str, bug: Option<&str>) -> PathBuf {
    let folder = class.join(name);
    let (sources, zoo) = (folder.join("src"), workspace().join("zoo/src"));
    copy_over(&zoo.join("raft"), &sources.join("raft"));
    // Of the bugs only their names: what the zoo says about them needs the tester, which no submission sees.
    let bugs = fs::read_to_string(zoo.join("bugs/mod.rs")).unwrap();
    let start = bugs.find("#[derive").expect("the bugs begin with their derives");
    let end = start + bugs[start..].find("\n}\n").expect("the bugs are an enum") + 3;
    fs::write(sources.join("bugs.rs"), &bugs[start..end]).unwrap();
    fs::write(sources.join("lib.rs"), "mod bugs;\nmod raft;\n\npub use raft::Peer;\n").unwrap();
    if let Some(bug) = bug {
        let peer = sources.join("raft/mod.rs");
        let text = fs::read_to_string(&peer).unwrap();
        let clean = "Self::with_bug(cx, None)";
        assert!(text.contains(clean), "a peer is made without a bug");
        fs::write(&peer, text.replace(clean, &format!("Self::with_bug(cx, Some(Bug::{bug}))"))).unwrap();
    }
    folder
}
