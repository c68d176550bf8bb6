//! Files that appear whole under their names, or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// Writes a file: into another one beside it, which takes its place when all is written. An interruption or
/// an error leaves what was there before.
pub fn replace<T, E: From<io::Error>>(
    target: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<T, E>,
) -> Result<T, E> {
    let draft = beside(target)?;
    let mut out = BufWriter::new(draft.reopen()?);
    let value = write(&mut out)?;
    out.flush()?;
    keep(draft, target)?;
    Ok(value)
}

/// A new file in the directory of `target`. It is deleted unless it is kept.
pub(crate) fn beside(target: &Path) -> io::Result<NamedTempFile> {
    if is_special(target) {
        return anywhere();
    }
    let directory = target.parent().filter(|directory| !directory.as_os_str().is_empty());
    draft().tempfile_in(directory.unwrap_or(Path::new(".")))
}

/// A new file where the system keeps such files. It is deleted unless it is kept.
pub(crate) fn anywhere() -> io::Result<NamedTempFile> {
    draft().tempfile()
}

fn draft() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(".raftlab-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As for any other file that a program makes: the user's mask takes away what is not wanted.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Puts the file in the place of `target`, or of what `target` points to.
pub(crate) fn keep(draft: NamedTempFile, target: &Path) -> io::Result<()> {
    if is_special(target) {
        let mut out = File::options().write(true).open(target)?;
        io::copy(&mut draft.reopen()?, &mut out)?;
        return Ok(());
    }
    let place = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
    draft.persist(place).map_err(|error| error.error)?;
    Ok(())
}

/// Whether something is there that is written to, and not replaced: a pipe, a terminal.
fn is_special(target: &Path) -> bool {
    fs::metadata(target).is_ok_and(|found| !found.is_file() && !found.is_dir())
}
