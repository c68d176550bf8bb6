//! Files that appear whole under their names, or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::Builder;

/// More symbolic links than lead anywhere.
const LINKS_MAX: usize = 40;

/// Writes a file: into another one, which takes its place when all is written. An interruption or an error
/// leaves what was there before, and nothing else: until all is written the other file has no name. What is
/// no file, as a pipe or a terminal, is written to at once.
pub fn replace<T, E: From<io::Error>>(
    target: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, E>,
) -> Result<T, E> {
    if is_special(target) {
        let mut out = BufWriter::new(File::options().append(true).open(target)?);
        let value = write(&mut out)?;
        out.flush()?;
        return Ok(value);
    }
    let mut out = BufWriter::new(draft(directory_of(target)?.as_deref())?);
    let value = write(&mut out)?;
    let mut written = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    keep(&mut written, target)?;
    Ok(value)
}

/// A new file without a name, in this directory, or else where the system keeps such files. It is gone when
/// it is closed, however the program ends.
pub(crate) fn draft(directory: Option<&Path>) -> io::Result<File> {
    directory.map_or_else(tempfile::tempfile, tempfile::tempfile_in)
}

/// The directory where `target` is to stand, or what it points to; none if it is no file.
pub(crate) fn directory_of(target: &Path) -> io::Result<Option<PathBuf>> {
    if is_special(target) { Ok(None) } else { resolve(target).map(|place| Some(folder(&place).to_owned())) }
}

/// Puts what is in the file in the place of `target`, or of what `target` points to.
pub(crate) fn keep(written: &mut File, target: &Path) -> io::Result<()> {
    written.rewind()?;
    if is_special(target) {
        let mut out = File::options().append(true).open(target)?;
        return io::copy(written, &mut out).map(drop);
    }
    let place = resolve(target)?;
    let mut builder = Builder::new();
    builder.prefix(".raftlab-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As for any other file that a program makes: the user's mask takes away what is not wanted.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut named = builder.tempfile_in(folder(&place))?;
    io::copy(written, &mut named)?;
    if let Ok(before) = fs::metadata(&place) {
        named.as_file().set_permissions(before.permissions())?;
    }
    named.persist(place).map(drop).map_err(|error| error.error)
}

/// Where the file stands to which `target` leads, be it there or not.
fn resolve(target: &Path) -> io::Result<PathBuf> {
    let mut place = target.to_owned();
    for _ in 0..LINKS_MAX {
        let Ok(next) = fs::read_link(&place) else { return Ok(place) };
        place = folder(&place).join(next);
    }
    Err(io::Error::other("its symbolic links lead nowhere"))
}

fn folder(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether something is there that is written to, and not replaced: a pipe, a terminal, or one of the
/// program's own open files, such as `/dev/stdout`.
fn is_special(target: &Path) -> bool {
    let is_open = ["/dev", "/proc"].iter().any(|folder| target.starts_with(folder));
    fs::metadata(target).is_ok_and(|found| !found.is_dir() && (is_open || !found.is_file()))
}
