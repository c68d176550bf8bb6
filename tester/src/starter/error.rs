//! Why nothing, or not all, was written.

use std::io;
use std::path::PathBuf;

/// Why no crate and no repository could be made. One sentence each: what is wrong, where, and what to do.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StarterError {
    /// The name of the folder has neither letters nor digits.
    #[error("{} gives no name for a package: call the folder by a word, as in my-raft", .0.display())]
    Nameless(PathBuf),
    /// Nothing is overwritten.
    #[error(
        "{} is there already and not empty: nothing is overwritten, so name another folder",
        .0.display()
    )]
    NotEmpty(PathBuf),
    /// Something else has the name.
    #[error("{} is a file: name a folder that is to be made", .0.display())]
    IsFile(PathBuf),
    /// A link has the name.
    #[error("{} is a link to what is not there: name a folder that is to be made", .0.display())]
    DeadLink(PathBuf),
    /// Not the folder of a raftlab.
    #[error("{} is not raftlab: it has no {missing}; name the folder of its workspace", folder.display())]
    NoLab {
        /// The folder.
        folder: PathBuf,
        /// What it lacks.
        missing: String,
    },
    /// The workspace of this program is gone.
    #[error(
        "the raftlab that this program was built from is no longer in {}: name another with --path, or fetch \
         it with --git",
        .0.display()
    )]
    Moved(PathBuf),
    /// Cargo has fetched the lab, and nobody says from where.
    #[error(
        "cargo has fetched the raftlab that this program was built from, and no Cargo.lock says from where: \
         name its repository with --git and --tag"
    )]
    Fetched,
    /// A repository's address as ssh takes it, and cargo does not.
    #[error("{url} has no scheme, which cargo wants: write it as {meant}")]
    NoScheme {
        /// What was given.
        url: String,
        /// What cargo takes.
        meant: String,
    },
    /// No address of a repository.
    #[error(
        "\"{0}\" is not the address of a repository, as in https://example.org/raftlab: a folder is named with --path"
    )]
    NoUrl(String),
    /// A path that no manifest can hold.
    #[error("{} is not UTF-8, which Cargo.toml must be: move raftlab, or use --git", .0.display())]
    Unspeakable(PathBuf),
    /// A file of the lab is not as it should be.
    #[error("{} is not what a handout can be made of: {what}", path.display())]
    Strange {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// Something could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// What.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Something could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// What.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}
