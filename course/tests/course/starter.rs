//! `lab new`: a crate that builds at once, whose tests say what is to be written, and that passes all of them
//! once it is.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::cargo::{cargo, copy_over, repository};
use crate::program::{Ran, lab, run};

/// A new crate, and the folder around it.
fn fresh(name: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(&mut lab(folder.path()), &format!("new {name}"));
    assert_eq!(ran.status, 0, "{ran:?}");
    let made = folder.path().join(name);
    (folder, made)
}

/// How many tests there are.
fn tests() -> usize {
    let folder = tempfile::tempdir().unwrap();
    run(&mut lab(folder.path()), "list --json").stdout.lines().count()
}

/// What the compiler had to say of the crate itself.
fn has_warnings(ran: &Ran) -> bool {
    ran.stderr.contains("\n --> src") || ran.stderr.contains("\n --> tests")
}

#[test]
fn an_untouched_crate_builds_and_every_test_says_what_is_to_be_written() {
    let (_folder, made) = fresh("my-raft");
    let ran = cargo(&made, "test --no-fail-fast");
    assert!(ran.status != 0 && !has_warnings(&ran), "{ran:?}");
    let told: String = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    let hole = "is not written yet: part 2A, step 4: wait until nothing has been heard";
    assert_eq!(told.matches(hole).count(), tests(), "{told}");
    assert_eq!(told.matches("... FAILED -- panic").count(), tests());
    assert!(!told.contains("panicked") && !told.contains("... Passed"), "{told}");

    let status = cargo(&made, "run --quiet --bin lab -- status --seeds 1");
    assert_eq!(status.status, 1, "{status:?}");
    let page = repository().join("docs/lab-2a.md");
    for part in [
        "panic, all-is-written",
        "next: initial_election_2A",
        &format!("read: {}, \"Steps\"", page.display()),
    ] {
        assert!(status.stdout.contains(part), "{part}: {}", status.stdout);
    }
    assert_eq!(cargo(&made, "fmt --check").status, 0);
    let clippy = cargo(&made, "clippy --quiet --all-targets -- -D warnings");
    assert_eq!(clippy.status, 0, "{}", clippy.stderr);
}

#[test]
fn with_the_reference_in_it_everything_passes() {
    let (_folder, made) = fresh("solved");
    copy_over(&repository().join("raft/src"), &made.join("src"));
    let ran = cargo(&made, "test");
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.stdout.matches("... Passed").count(), tests(), "{}", ran.stdout);
}

#[test]
fn what_reaches_out_of_a_simulation_is_found_by_clippy() {
    let (_folder, made) = fresh("careless");
    let peer = made.join("src/raft.rs");
    let careless = "\npub fn careless() -> std::time::Instant {\n    std::time::Instant::now()\n}\n";
    fs::write(&peer, fs::read_to_string(&peer).unwrap() + careless).unwrap();
    let clippy = cargo(&made, "clippy --quiet -- -D warnings");
    assert!(clippy.status != 0 && clippy.stderr.contains("the time is sim::now()"), "{}", clippy.stderr);
}

#[test]
fn nothing_is_ever_overwritten() {
    let (folder, made) = fresh("mine");
    fs::write(made.join("src/raft.rs"), "// a week's work").unwrap();
    let again = run(&mut lab(folder.path()), "new mine");
    let words =
        "error: mine is there already and not empty: nothing is overwritten, so name another folder\n";
    assert_eq!((again.status, again.stderr.as_str()), (2, words));
    assert_eq!(fs::read_to_string(made.join("src/raft.rs")).unwrap(), "// a week's work");
    let file = run(&mut lab(folder.path()), "new mine/README.md");
    assert_eq!(file.stderr, "error: mine/README.md is a file: name a folder that is to be made\n");
}

#[test]
fn an_empty_folder_is_filled_and_gives_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().join("6.824 raft");
    fs::create_dir(&here).unwrap();
    let ran = run(&mut lab(&here), "new .");
    assert!(ran.stdout.starts_with(".: 16 files, the package `raft-6-824-raft`\n"), "{ran:?}");
    assert!(!ran.stdout.contains("  cd "), "{ran:?}");
    let ran = crate::program::ran(lab(&here).args(["new", "an other"]).output().unwrap());
    assert!(ran.stdout.contains("\n  cd 'an other'\n"), "{ran:?}");
    let readme = fs::read_to_string(here.join("README.md")).unwrap();
    assert!(readme.starts_with("# raft-6-824-raft\n"), "{readme}");
}

#[test]
fn the_lab_can_come_from_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = |arguments: &str| {
        let ran = run(&mut lab(folder.path()), &format!("new {arguments}"));
        let name = arguments.split_whitespace().next().unwrap();
        fs::read_to_string(folder.path().join(name).join("Cargo.toml")).map_err(|_| ran)
    };
    let git = manifest("a --git https://example.org/raftlab --tag v1").unwrap();
    assert!(git.contains("raftapi = { git = \"https://example.org/raftlab\", tag = \"v1\" }\n"), "{git}");
    let own = manifest("b").unwrap();
    let path = format!("tester = {{ path = \"{}\" }}\n", repository().join("tester").display());
    assert!(own.contains(&path), "{own}");
    assert_eq!(
        manifest(&format!("c --path {}", repository().display())).unwrap(),
        own.replace("\"b\"", "\"c\"")
    );
    let none = manifest("d --path .").unwrap_err();
    let words = "error: . is not raftlab: it has no raftapi/Cargo.toml; name the folder of its workspace\n";
    assert_eq!((none.status, none.stderr.as_str()), (2, words));
    assert!(!folder.path().join("d").exists());
    let tag = manifest("e --tag v1").unwrap_err();
    assert!(tag.status == 2 && tag.stderr.contains("--git <URL>"), "{tag:?}");
    let machine = manifest("f --git git@example.org:raftlab").unwrap_err();
    assert_eq!(machine.status, 2);
    assert!(machine.stderr.ends_with("write it as ssh://git@example.org/raftlab\n"), "{machine:?}");
}

#[test]
fn every_file_that_is_linked_is_there() {
    let (_folder, made) = fresh("linked");
    let readme = fs::read_to_string(made.join("README.md")).unwrap();
    let targets: Vec<&str> = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    assert!(targets.len() > 5, "{targets:?}");
    let missing: Vec<_> =
        targets.into_iter().filter(|target| !made.join(Path::new(target)).exists()).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
