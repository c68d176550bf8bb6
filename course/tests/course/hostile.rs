//! Submissions that mean harm, each of `tests/hostile` in one class: none earns a point that it should not,
//! disturbs another, or keeps the class from being graded.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use crate::cargo::copy_over;
use crate::program::{lab, run};
use crate::submissions::{reference, workspace};

/// What is to come of a submission: its `expect.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    outcome: Earns,
    /// What else it is made of.
    around: Option<Around>,
    /// The only classes in which its tests may fail.
    classes: Option<Vec<String>>,
    /// What its author is told of a test, among other things.
    findings: Option<String>,
    /// What its author is told of it as a whole.
    says: Option<String>,
    /// A link that it has, which no repository would keep well.
    link: Option<Link>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Earns {
    /// The folder is not graded.
    #[serde(rename = "refused")]
    Refused,
    /// The compiler does not make a program of it.
    #[serde(rename = "no program")]
    NoProgram,
    /// No points.
    Nothing,
    /// Not all points.
    Little,
    /// Its Raft works, and what it does besides comes to nothing.
    Everything,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Around {
    /// The reference Raft.
    Reference,
    /// A peer that does nothing.
    Nothing,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    at: PathBuf,
    to: PathBuf,
}

const RUBRIC: &str = r#"
[points]
2A = 30

[seeds]
public = 2
hidden = 2
base = "a secret that no submission may learn"

[limits]
patience_seconds = 4
test_seconds = 10
memory_mib = 256
build_seconds = 30
build_memory_mib = 2048
give_up = 1
"#;

/// What submissions would leave behind that ran something, or wrote somewhere.
const MARKS: [&str; 2] = ["/tmp/raftlab-hostile-ran", "/dev/shm/raftlab-hostile-ran"];

#[test]
fn nobody_earns_what_they_should_not() {
    let folder = tempfile::tempdir().unwrap();
    let (class, rubric) = (folder.path().join("class"), folder.path().join("grading.toml"));
    fs::write(&rubric, RUBRIC).unwrap();
    reference(&class, "honest");
    let expected = hand_in_all(&class);
    for mark in MARKS {
        let _ = fs::remove_file(mark);
    }

    let before = files(&class);
    let mut lab = lab(folder.path());
    // Where this test was built, the libraries of the harness are there already.
    lab.envs(env::var_os("CARGO_TARGET_DIR").map(|target| ("CARGO_TARGET_DIR", target)));
    lab.env("SECRET", "/a/secret").arg("grade").arg("--harness").arg(workspace());
    // Some of them only wait until their time is up.
    let ran = run(&mut lab, "--json --profile dev --jobs 3 --rubric grading.toml --out grades class");
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let grades = grades(&ran.stdout);
    assert_eq!(grades.len(), expected.len() + 1, "{}", ran.stderr);
    let honest = &grades["honest"];
    assert_eq!(honest["points"], honest["possible"], "{honest}");

    let mut wrong = Vec::new();
    for (name, expected) in &expected {
        let told = fs::read_to_string(folder.path().join("grades").join(name).join("results.json")).unwrap();
        wrong.extend(differences(expected, &grades[name], &told).map(|what| format!("{name}: {what}")));
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), ran.stderr);
    assert!(files(&class) == before, "somebody changed what was handed in");
    for mark in MARKS {
        assert!(!Path::new(mark).exists(), "{mark} was written");
    }
    nothing_leaks(&folder.path().join("grades"));
}

/// Puts all of them into `class`; what is to come of each.
fn hand_in_all(class: &Path) -> BTreeMap<String, Expected> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(workspace().join("tests/hostile")).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            let name = entry.file_name().into_string().unwrap();
            let expected = hand_in(class, &name);
            all.insert(name, expected);
        }
    }
    assert!(all.len() > 30, "only {} found", all.len());
    all
}

/// Puts the one of this name into `class`; what is to come of it.
pub(crate) fn hand_in(class: &Path, name: &str) -> Expected {
    let hostile = workspace().join("tests/hostile");
    let text = fs::read_to_string(hostile.join(name).join("expect.toml")).unwrap();
    let expected: Expected = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let folder = class.join(name);
    match expected.around {
        Some(Around::Reference) => {
            reference(class, name);
            let root = folder.join("src/lib.rs");
            let text = fs::read_to_string(&root).unwrap();
            let ours = "mod around;\nmod raft;\n\npub use crate::raft::Peer;";
            fs::write(root, text.replace("pub use crate::peer::Peer;", ours)).unwrap();
            fs::copy(hostile.join("around.rs"), folder.join("src/around.rs")).unwrap();
        }
        Some(Around::Nothing) => {
            fs::create_dir_all(folder.join("src")).unwrap();
            fs::write(folder.join("src/lib.rs"), "mod dead;\nmod raft;\n\npub use raft::Peer;\n").unwrap();
            fs::copy(hostile.join("dead.rs"), folder.join("src/dead.rs")).unwrap();
        }
        None => {}
    }
    copy_over(&hostile.join(name), &folder);
    fs::remove_file(folder.join("expect.toml")).unwrap();
    if let Some(link) = &expected.link {
        symlink(&link.to, folder.join(&link.at)).unwrap();
    }
    expected
}

/// One line for each submission, by its name.
fn grades(stdout: &str) -> BTreeMap<String, Value> {
    let lines = stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter_map(|line| Some((line["submission"].as_str()?.to_owned(), line))).collect()
}

/// In what a grade is not as it should be.
fn differences(expected: &Expected, grade: &Value, told: &str) -> impl Iterator<Item = String> {
    let built = match expected.outcome {
        Earns::Refused => "refused",
        Earns::NoProgram => "failed",
        Earns::Nothing | Earns::Little | Earns::Everything => "program",
    };
    let points = grade["points"].as_f64().unwrap_or(f64::NAN);
    let possible = grade["possible"].as_f64().unwrap_or(f64::NAN);
    let is_right = match expected.outcome {
        Earns::Refused | Earns::NoProgram | Earns::Nothing => points == 0.0,
        Earns::Little => points < possible,
        Earns::Everything => grade["points"] == grade["possible"],
    };
    let failures = || {
        grade["tests"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|test| test["failures"].as_array())
            .flatten()
    };
    let is_of = |classes: &Vec<String>| {
        let has_failed = failures().next().is_some();
        has_failed && failures().all(|failure| classes.iter().any(|class| failure["class"] == **class))
    };
    let has = |words: &String| {
        failures()
            .any(|failure| failure["message"].as_str().is_some_and(|message| message.contains(&**words)))
    };
    [
        (grade["built"] != built).then(|| format!("{} and not {built}: {told}", grade["built"])),
        (!is_right)
            .then(|| format!("{points} of {possible} points, and not {:?}: {grade}", expected.outcome)),
        expected
            .classes
            .as_ref()
            .filter(|classes| !is_of(classes))
            .map(|classes| format!("not {classes:?}: {grade}")),
        expected
            .findings
            .as_ref()
            .filter(|words| !has(words))
            .map(|words| format!("nothing of {words:?}: {grade}")),
        expected
            .says
            .as_ref()
            .filter(|words| !told.contains(&***words))
            .map(|words| format!("nothing of {words:?}: {told}")),
    ]
    .into_iter()
    .flatten()
}

/// All files below a folder with their content; links with where they lead.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_symlink() {
            found.insert(path.clone(), fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes());
        } else if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

/// Nothing that is told holds secrets, or anything that a browser or a terminal would carry out.
fn nothing_leaks(grades: &Path) {
    let passwords = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let first = passwords.lines().next().unwrap_or("root:");
    for (path, content) in files(grades) {
        let is_shown = path.strip_prefix(grades).is_ok_and(|path| !path.starts_with(".work"));
        let text = String::from_utf8_lossy(&content);
        for secret in [first, "a secret that no submission may learn", "/a/secret"] {
            assert!(!is_shown || !text.contains(secret), "{secret} is in {}", path.display());
        }
        let is_page = path.extension().is_some_and(|extension| extension == "html");
        assert!(!is_page || !text.contains("<script>alert"), "{} runs what it was handed", path.display());
    }
}
