//! What a compiler says, made fit to be shown to the author of what it compiled.

use std::path::Path;

/// The most of it that is shown, in bytes.
const MOST: usize = 64 << 10;

/// The words of a compiler, without the paths of this machine, and not too many of them.
pub(super) fn shown(words: &[u8], folders: &[(&Path, &str)]) -> String {
    let mut text = String::from_utf8_lossy(words).into_owned();
    for (folder, name) in folders {
        text = text.replace(&folder.display().to_string(), name);
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
    fn what_is_cut_off_is_no_part_of_a_path() {
        let said = "/a/very/long/folder ".repeat(MOST);
        let shown = shown(said.as_bytes(), &[(Path::new("/a/very/long/folder"), "ü")]);
        assert!(shown.len() > MOST - 3 && shown.len() <= MOST && shown.ends_with('ü'), "{}", shown.len());
    }
}
