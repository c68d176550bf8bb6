//! How a rubric's file is read: what can be none is not read at all, since a device may have no end.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::RubricError;

/// More bytes than anybody writes into a rubric.
const MOST: u64 = 1 << 20;

/// The content of a rubric's file.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, RubricError> {
    let failed = |source| RubricError::File { path: path.to_owned(), source };
    // To open what is no file could wait for somebody at its other end.
    if !fs::metadata(path).map_err(failed)?.is_file() {
        return Err(failed(io::Error::other("it is no regular file")));
    }
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes)).map_err(failed)?;
    if bytes.len() as u64 > MOST {
        let problem = format!("it has more than {} KiB, and no rubric is as long", MOST >> 10);
        return Err(failed(io::Error::other(problem)));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grade::Rubric;

    #[test]
    fn what_can_be_no_rubric_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("r.toml");
        let refusal = |content: &[u8]| {
            fs::write(&path, content).expect("it can be written");
            let said = Rubric::read(&path).expect_err("wrong").to_string();
            said.split_once("r.toml").map(|(_, problem)| problem.to_owned()).expect("its name")
        };
        let long = format!("# {}", "long ".repeat(1 << 18));
        assert_eq!(refusal(long.as_bytes()), ": it has more than 1024 KiB, and no rubric is as long");
        let latin = refusal(b"# one\ntitle = \"L\xe9\"\n");
        assert_eq!(latin, ", line 2: byte 11 of this line is no UTF-8: save the file in that encoding");
        assert_eq!(
            refusal(b"\xff"),
            ", line 1: byte 1 of this line is no UTF-8: save the file in that encoding"
        );
        let said = read(Path::new("/dev/null")).expect_err("a device").to_string();
        assert_eq!(said, "cannot read the rubric /dev/null: it is no regular file");
        let said = read(folder.path()).expect_err("a folder").to_string();
        assert!(said.ends_with(": it is no regular file"), "{said}");
    }
}
