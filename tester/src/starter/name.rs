//! What a new crate is called.

use std::path::Path;

use super::StarterError;

/// The lab's own crates, and what the new one depends on: cargo takes `-p` and the name of a package for that
/// package alone.
const TAKEN: [&str; 9] =
    ["sim", "labgob", "labrpc", "raftapi", "timeline", "jail", "tester", "serde", "tracing"];

/// A package's name made of the folder's: letters, digits, `-` and `_`, and a letter first.
pub(super) fn of_folder(folder: &Path) -> Result<String, StarterError> {
    let folder_name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let pieces = folder_name.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
    let name = pieces.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("-");
    let name = name.trim_matches('-');
    if !name.contains(|c: char| c.is_ascii_alphanumeric()) {
        return Err(StarterError::Nameless(folder.to_owned()));
    }
    let begins_well = !name.starts_with(|c: char| c.is_ascii_digit());
    let is_free = !TAKEN.contains(&name);
    Ok(if begins_well && is_free { name.to_owned() } else { format!("raft-{name}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::starter::files::MANIFEST;

    #[test]
    fn no_name_is_that_of_a_dependency() {
        let (_, after) = MANIFEST.split_once("\n[dependencies]\n").expect("there are some");
        let (table, _) = after.split_once("\n[").expect("and more after them");
        let names: Vec<&str> = table.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
        assert!(names.contains(&"serde"), "{names:?}");
        for name in names {
            assert_eq!(of_folder(Path::new(name)).ok(), Some(format!("raft-{name}")));
        }
    }

    #[test]
    fn folders_give_names_that_cargo_takes() {
        let name = |folder: &str| of_folder(Path::new(folder)).map_err(|error| error.to_string());
        for (folder, expected) in [
            ("/a/my-raft", "my-raft"),
            ("/a/my_raft", "my_raft"),
            ("/a/My Raft (2)", "My-Raft-2"),
            ("/a/6.824", "raft-6-824"),
            ("/a/-x-", "x"),
            ("/a/tester", "raft-tester"),
            ("/a/raft", "raft"),
        ] {
            assert_eq!(name(folder).as_deref(), Ok(expected), "{folder}");
        }
        let refused = "/a/... gives no name for a package: call the folder by a word, as in my-raft";
        assert_eq!(name("/a/...").expect_err("there is nothing in it"), refused);
        assert!(name("/").is_err());
    }
}
