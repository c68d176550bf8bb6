//! Reading a submission's sources until it is too much.

use std::collections::BTreeMap;
use std::fs::{self, DirEntry, File};
use std::io::{self, Read as _};
use std::path::Path;

use super::place::{Place, is_hidden};
use super::{DEEPEST, MOST_BYTES, MOST_FILES, Refusal, Unread};

/// The most folders that are looked into where sources have anything beside them.
const MOST_BESIDE: usize = 100 * MOST_FILES;
/// What a folder holds that can be made again at any time, as `target` does.
const CACHE: &str = "CACHEDIR.TAG";

/// The files at `place` in `folder`, by their paths from there on.
///
/// # Errors
/// Something is not taken, or cannot be read.
pub(super) fn read(folder: &Path, place: &Place) -> Result<BTreeMap<String, Vec<u8>>, Refusal> {
    let sources = folder.join(&place.path);
    if !place.is_loose && sources.is_symlink() {
        return Err(Refusal::Link(place.path.display().to_string()));
    }
    let mut reader = Reader { place, files: BTreeMap::new(), folders: 0, bytes: 0 };
    reader.folder(&sources, Path::new(""), 0)?;
    Ok(reader.files)
}

struct Reader<'a> {
    place: &'a Place,
    files: BTreeMap<String, Vec<u8>>,
    folders: usize,
    bytes: u64,
}

impl Reader<'_> {
    /// The path of something as its author knows it.
    fn shown(&self, below: &Path) -> String {
        let path = self.place.path.join(below);
        if path.as_os_str().is_empty() { ".".to_owned() } else { path.display().to_string() }
    }

    fn folder(&mut self, folder: &Path, below: &Path, depth: usize) -> Result<(), Refusal> {
        self.folders += 1;
        let is_loose = self.place.is_loose;
        let most = if is_loose { MOST_BESIDE } else { MOST_FILES };
        if self.folders > most || (depth > DEEPEST && !is_loose) {
            return Err(Refusal::TooMuch);
        }
        let shown = self.shown(below);
        let failed = |source| Unread { path: shown.clone(), source };
        for entry in fs::read_dir(folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            if !is_loose || is_source(&entry).map_err(failed)? {
                self.entry(&entry, &below.join(entry.file_name()), depth)?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, entry: &DirEntry, below: &Path, depth: usize) -> Result<(), Refusal> {
        let kind = entry.file_type().map_err(|source| Unread { path: self.shown(below), source })?;
        if kind.is_dir() {
            // Nothing that lies as deep beside sources is one of them.
            let is_beside = self.place.is_loose && depth >= DEEPEST;
            return if is_beside { Ok(()) } else { self.folder(&entry.path(), below, depth + 1) };
        }
        let name = below.to_str().ok_or_else(|| Refusal::Name(self.shown(below)))?;
        if kind.is_symlink() {
            Err(Refusal::Link(self.shown(below)))
        } else if kind.is_file() {
            self.file(&entry.path(), name)
        } else {
            Err(Refusal::Odd(self.shown(below)))
        }
    }

    fn file(&mut self, path: &Path, name: &str) -> Result<(), Refusal> {
        let failed = |source| Unread { path: name.to_owned(), source };
        let left = MOST_BYTES - self.bytes;
        let mut content = Vec::new();
        File::open(path).map_err(failed)?.take(left + 1).read_to_end(&mut content).map_err(failed)?;
        self.bytes += content.len() as u64;
        if self.bytes > MOST_BYTES || self.files.len() >= MOST_FILES {
            return Err(Refusal::TooMuch);
        }
        self.files.insert(name.to_owned(), content);
        Ok(())
    }
}

/// Whether it belongs to sources beside which anything may lie: what has a source's name, or a folder that
/// was not made by a tool.
fn is_source(entry: &DirEntry) -> io::Result<bool> {
    let path = entry.path();
    let is_named = path.extension().is_some_and(|extension| extension == "rs");
    let is_folder = entry.file_type()?.is_dir();
    Ok(!is_hidden(&entry.file_name()) && if is_folder { !path.join(CACHE).exists() } else { is_named })
}
