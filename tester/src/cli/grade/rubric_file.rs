//! A rubric to begin with.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;

use super::error::GradeError;
use crate::cli::CliError;
use crate::cli::console::Console;
use crate::cli::status::Status;
use crate::grade::Rubric;
use crate::grade::rubric::Secret;

/// Writes the built-in rubric with a fresh secret, for whoever writes it alone to read.
///
/// # Errors
/// There is a file already, or it cannot be written.
pub(super) fn write(wanted: Option<&Path>, console: &mut Console) -> Result<Status, CliError> {
    let path = wanted.unwrap_or(Path::new(Rubric::FILE_NAME));
    let secret = Secret::fresh().map_err(GradeError::Secret)?;
    let mut file = create(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => GradeError::RubricExists(path.to_owned()).into(),
        _ => CliError::File { path: path.to_owned(), source: error },
    })?;
    file.write_all(Rubric::text_with(&secret).as_bytes())
        .map_err(|source| CliError::File { path: path.to_owned(), source })?;
    let shown = path.display();
    console.say(format_args!("{shown} is written: edit it, and grade by `--rubric {shown}`"))?;
    console.say("it holds a secret that decides the hidden seeds: keep it from students")?;
    Ok(Status::Passed)
}

/// A new file that nobody else may read.
fn create(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}
