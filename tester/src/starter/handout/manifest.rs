//! The workspace's manifest.

use std::fs;
use std::path::Path;

use super::{CRATES, YOURS};
use crate::starter::StarterError;
use crate::starter::files::PROFILES;

/// How the lists of a workspace's members begin.
const MEMBERS: &str = "members = [";
const DEFAULT_MEMBERS: &str = "default-members = [";

/// The manifest in `file` as a course's repository has it: other members, without those that stay behind,
/// and with the profiles of a student's crate, which is what is built there.
pub(super) fn of_handout(file: &Path) -> Result<String, StarterError> {
    let text =
        fs::read_to_string(file).map_err(|source| StarterError::Read { path: file.to_owned(), source })?;
    made_of(&text).map_err(|what| StarterError::Strange { path: file.to_owned(), what: what.to_owned() })
}

fn made_of(text: &str) -> Result<String, &'static str> {
    let (head, _) = text.split_once("\n[profile.").ok_or("it has no profiles")?;
    let (_, profiles) = PROFILES.split_once("[workspace]\n").ok_or("the starter has no profiles")?;
    let mut members = 0;
    let mut lines: Vec<String> = Vec::new();
    for line in head.lines() {
        if line.starts_with(MEMBERS) {
            let all: Vec<String> = CRATES.iter().chain([&YOURS]).map(|name| format!("\"{name}\"")).collect();
            lines.push(format!("{MEMBERS}{}]", all.join(", ")));
            members += 1;
        } else if line.starts_with(DEFAULT_MEMBERS) {
            drop_comments(&mut lines);
            lines.push(
                "# `cargo test 2A` at the root tests your Raft; `--workspace` runs every crate's own tests."
                    .to_owned(),
            );
            lines.push(format!("{DEFAULT_MEMBERS}\"{YOURS}\"]"));
            members += 1;
        } else if !stays_behind(line) {
            lines.push(line.to_owned());
        }
    }
    if members != 2 {
        return Err("its lists of members do not stand on one line each");
    }
    // Those are about the profiles that were cut off.
    drop_comments(&mut lines);
    let head = lines.join("\n");
    Ok(format!("{}\n{profiles}", head.trim_end()))
}

fn drop_comments(lines: &mut Vec<String>) {
    while lines.last().is_some_and(|line| line.starts_with('#')) {
        lines.pop();
    }
}

/// Whether it names a crate of the workspace that stays behind.
fn stays_behind(line: &str) -> bool {
    let path = line.split_once(" = { path = \"").map(|(name, _)| name);
    path.is_some_and(|name| !CRATES.contains(&name) && name != YOURS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_others_and_the_rest_stays() {
        let text = "[workspace]\nresolver = \"3\"\nmembers = [\"sim\", \"zoo\"]\n# Why.\n\
                    default-members = [\"tests\"]\n\n\
                    [workspace.dependencies]\nsim = { path = \"sim\" }\nzoo = { path = \"zoo\" }\n# Old.\n\
                    toml = \"1.1\"\n\n\
                    # Fast.\n[profile.dev]\nopt-level = 1\n";
        let made = made_of(text).expect("it is a workspace");
        let table: toml::Table = made.parse().expect("it is a manifest");
        assert_eq!(table["workspace"]["members"].as_array().map(Vec::len), Some(8), "{made}");
        assert_eq!(table["workspace"]["default-members"].as_array().map(Vec::len), Some(1));
        let dependencies = table["workspace"]["dependencies"].as_table().expect("a table");
        assert!(dependencies.contains_key("sim") && dependencies.contains_key("toml"));
        assert!(!dependencies.contains_key("zoo") && !made.contains("Why.") && !made.contains("# Fast."));
        assert!(
            made.contains("# Old.") && table["profile"]["release"]["overflow-checks"].as_bool() == Some(true)
        );
        assert_eq!(made_of(&made).as_ref(), Ok(&made), "it is a workspace again");
    }

    #[test]
    fn a_manifest_that_cannot_be_understood_is_refused() {
        assert_eq!(made_of("[workspace]\n"), Err("it has no profiles"));
        let text = "[workspace]\nmembers = [\n\"sim\"]\n\n[profile.dev]\n";
        assert_eq!(made_of(text), Err("its lists of members do not stand on one line each"));
    }
}
