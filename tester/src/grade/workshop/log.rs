//! What a compiler says, made fit to be shown to the author of what it compiled.

use std::cmp::Reverse;
use std::path::Path;

/// The most of it that is shown, in bytes.
const MOST: usize = 64 << 10;

/// The words of a compiler, without the paths of this machine, and not too many of them.
pub(super) fn shown(words: &[u8], folders: &[(&Path, &str)]) -> String {
    let mut text = String::from_utf8_lossy(words).into_owned();
    let mut folders: Vec<_> = folders.iter().map(|(path, name)| (path.display().to_string(), name)).collect();
    // The inner ones first.
    folders.sort_by_key(|(path, _)| Reverse(path.len()));
    for (path, name) in folders {
        text = text.replace(&path, name);
    }
    text.retain(|c| c == '\n' || c == '\t' || !c.is_control());
    text.truncate(text.floor_char_boundary(MOST));
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_control_characters_do_not_show() {
        let said = b"error\x1b[0m in /tmp/x/src/raft.rs\r\n\n";
        assert_eq!(shown(said, &[(Path::new("/tmp/x"), ".")]), "error[0m in ./src/raft.rs");
    }

    #[test]
    fn inner_folders_come_first() {
        let folders =
            [(Path::new("/home/me"), "home"), (Path::new("/home/me/.cargo/registry/src"), "crates")];
        let said = "note: /home/me/.cargo/registry/src/index-1/serde-1.0/src/lib.rs and /home/me/x";
        assert_eq!(shown(said.as_bytes(), &folders), "note: crates/index-1/serde-1.0/src/lib.rs and home/x");
    }

    #[test]
    fn what_is_cut_off_is_no_part_of_a_path() {
        let said = "/a/very/long/folder ".repeat(MOST);
        let shown = shown(said.as_bytes(), &[(Path::new("/a/very/long/folder"), "ü")]);
        assert!(shown.len() > MOST - 3 && shown.len() <= MOST && shown.ends_with('ü'), "{}", shown.len());
    }
}
