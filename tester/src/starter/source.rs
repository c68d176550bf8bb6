//! Where a student's crate takes the lab from.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::StarterError;

/// The folder of this program's own workspace, when it was compiled.
const BUILT_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What a raftlab is known by: the two crates that a student's crate names.
const NAMED: [&str; 2] = ["raftapi", "tester"];

/// Where the lab comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// The raftlab in this folder, which is absolute.
    Path(PathBuf),
    /// A repository, which cargo fetches.
    Git {
        /// Where it is.
        url: String,
        /// Which state of it; its default branch's where nothing is said.
        state: Option<GitState>,
    },
}

/// A state of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GitState {
    /// What carries this tag.
    Tag(String),
    /// This commit.
    Revision(String),
}

impl Source {
    /// The raftlab that this program was built from; where cargo has fetched that, it is fetched by every
    /// crate.
    pub(crate) fn own() -> Result<Self, StarterError> {
        let own = built_from()?;
        if is_fetched(&own) { fetched() } else { Ok(Self::Path(own)) }
    }

    /// How a manifest asks for the crate `name` of the lab.
    pub(super) fn dependency(&self, name: &str) -> Result<String, StarterError> {
        match self {
            Self::Path(folder) => {
                let folder = folder.join(name);
                let path = folder.to_str().ok_or_else(|| StarterError::Unspeakable(folder.clone()))?;
                Ok(format!("{{ path = {} }}", quoted(path)))
            }
            Self::Git { url, state } => {
                let state = match state {
                    Some(GitState::Tag(tag)) => format!(", tag = {}", quoted(tag)),
                    Some(GitState::Revision(revision)) => format!(", rev = {}", quoted(revision)),
                    None => String::new(),
                };
                Ok(format!("{{ git = {}{state} }}", quoted(url)))
            }
        }
    }

    /// The repository at this address.
    ///
    /// # Errors
    /// It is none that cargo takes.
    pub(crate) fn at(url: &str, state: Option<GitState>) -> Result<Self, StarterError> {
        if url.split_once("://").is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty()) {
            return Ok(Self::Git { url: url.to_owned(), state });
        }
        // As ssh itself takes it: what stands before a colon, and before any slash, is a machine.
        let is_machine = |name: &str| !name.is_empty() && !name.contains('/') && !url.contains("://");
        Err(match url.split_once(':').filter(|(name, _)| is_machine(name)) {
            Some((machine, path)) => StarterError::NoScheme {
                url: url.to_owned(),
                meant: format!("ssh://{machine}/{}", path.trim_start_matches('/')),
            },
            None => StarterError::NoUrl(url.to_owned()),
        })
    }

    /// Where its documents are, for links; `None` if no browser goes there.
    pub(super) fn documents(&self) -> Option<String> {
        match self {
            Self::Path(folder) => Some(folder.join("docs").display().to_string()),
            Self::Git { url, .. } if !["http://", "https://"].iter().any(|web| url.starts_with(web)) => None,
            Self::Git { url, state } => {
                let state = match state {
                    Some(GitState::Tag(state) | GitState::Revision(state)) => state,
                    None => "HEAD",
                };
                let page = url.trim_end_matches('/').trim_end_matches(".git");
                Some(format!("{page}/blob/{state}/docs"))
            }
        }
    }
}

/// The raftlab that this program was built from.
///
/// # Errors
/// It is no longer where it was.
pub(crate) fn built_from() -> Result<PathBuf, StarterError> {
    raftlab_in(Path::new(BUILT_IN)).map_err(|_| StarterError::Moved(PathBuf::from(BUILT_IN)))
}

/// The raftlab in this folder, by its full path.
///
/// # Errors
/// There is none.
pub(crate) fn raftlab_in(folder: &Path) -> Result<PathBuf, StarterError> {
    let missing =
        NAMED.iter().map(|name| format!("{name}/Cargo.toml")).find(|file| !folder.join(file).is_file());
    if let Some(missing) = missing {
        return Err(StarterError::NoLab { folder: folder.to_owned(), missing });
    }
    fs::canonicalize(folder).map_err(|source| StarterError::Read { path: folder.to_owned(), source })
}

/// Whether cargo keeps this folder for itself, and may throw it away.
fn is_fetched(folder: &Path) -> bool {
    let names: Vec<_> = folder.iter().collect();
    names.windows(2).any(|pair| pair[0] == "git" && pair[1] == "checkouts")
}

/// What the crate that runs this program has the lab from, by its `Cargo.lock`.
fn fetched() -> Result<Source, StarterError> {
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let lock = package.ancestors().map(|folder| folder.join("Cargo.lock")).find(|file| file.is_file());
    let text = lock.and_then(|lock| fs::read_to_string(lock).ok()).unwrap_or_default();
    locked(&text).ok_or(StarterError::Fetched)
}

/// The repository that a `Cargo.lock` has the tester from.
fn locked(text: &str) -> Option<Source> {
    let lock: toml::Table = text.parse().ok()?;
    let packages = lock.get("package")?.as_array()?;
    let tester = packages
        .iter()
        .find(|package| package.get("name").and_then(toml::Value::as_str) == Some("tester"))?;
    let source = tester.get("source")?.as_str()?.strip_prefix("git+")?;
    let (source, revision) = source.rsplit_once('#')?;
    let (url, query) = source.split_once('?').unwrap_or((source, ""));
    let tag = query.split('&').find_map(|pair| pair.strip_prefix("tag="));
    let state = match tag {
        Some(tag) => GitState::Tag(tag.to_owned()),
        None => GitState::Revision(revision.to_owned()),
    };
    Some(Source::Git { url: url.to_owned(), state: Some(state) })
}

/// As in `https`.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// A string as TOML has it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_program_knows_where_it_comes_from() {
        let own = built_from().expect("it is still there");
        assert!(own.join("starter").is_dir() && own.is_absolute());
        assert_eq!(Source::own().expect("it is known"), Source::Path(own));
    }

    #[test]
    fn a_folder_without_the_lab_is_refused() {
        let error = raftlab_in(Path::new("/")).expect_err("there is no lab in it").to_string();
        assert_eq!(error, "/ is not raftlab: it has no raftapi/Cargo.toml; name the folder of its workspace");
    }

    #[test]
    fn dependencies_are_spelled_as_cargo_reads_them() {
        let spelled = |source: &Source| source.dependency("tester").expect("it can be spelled");
        let path = Source::Path("/home/o\"brien/lab".into());
        assert_eq!(spelled(&path), "{ path = '/home/o\"brien/lab/tester' }");
        let git = |state| Source::Git { url: "https://example.org/raftlab.git".to_owned(), state };
        assert_eq!(spelled(&git(None)), "{ git = \"https://example.org/raftlab.git\" }");
        let tagged = git(Some(GitState::Tag("v1".to_owned())));
        assert_eq!(spelled(&tagged), "{ git = \"https://example.org/raftlab.git\", tag = \"v1\" }");
        assert_eq!(tagged.documents().as_deref(), Some("https://example.org/raftlab/blob/v1/docs"));
        let elsewhere = Source::at("ssh://git@example.org/raftlab", None).expect("it is an address");
        assert_eq!(elsewhere.documents(), None);
    }

    #[test]
    fn addresses_that_cargo_does_not_take_are_refused() {
        for url in ["https://example.org/a", "ssh://git@example.org:22/a", "file:///srv/a.git", "git+x://a"] {
            assert_eq!(Source::at(url, None).ok(), Some(Source::Git { url: url.to_owned(), state: None }));
        }
        let refused = |url| Source::at(url, None).expect_err("it is no address").to_string();
        let meant = "git@example.org:me/raftlab.git has no scheme, which cargo wants: write it as \
                     ssh://git@example.org/me/raftlab.git";
        assert_eq!(refused("git@example.org:me/raftlab.git"), meant);
        for url in ["../raftlab", "raftlab", "", "://", "https://", "/srv/a:b"] {
            assert!(refused(url).contains("with --path"), "{url}");
        }
    }

    #[test]
    fn what_cargo_has_fetched_is_found_in_the_lock() {
        assert!(is_fetched(Path::new("/home/a/.cargo/git/checkouts/raftlab-1f/99d1b9a")));
        assert!(!is_fetched(Path::new("/home/a/git/raftlab")));
        let lock = |query: &str| {
            let source = format!("git+https://example.org/raftlab{query}#99d1b9a");
            locked(&format!("[[package]]\nname = \"tester\"\nversion = \"0.1.0\"\nsource = \"{source}\"\n"))
        };
        let found =
            |state| Some(Source::Git { url: "https://example.org/raftlab".to_owned(), state: Some(state) });
        assert_eq!(lock("?tag=v1"), found(GitState::Tag("v1".to_owned())));
        assert_eq!(lock("?branch=main"), found(GitState::Revision("99d1b9a".to_owned())));
        assert_eq!(locked("[[package]]\nname = \"tester\"\nversion = \"0.1.0\"\n"), None);
        assert_eq!(locked("nonsense"), None);
    }
}
