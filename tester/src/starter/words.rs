//! What the placeholders of the template stand for.

use super::source::Source;
use super::{StarterError, links};

/// The oldest compiler that does.
const RUST: &str = env!("CARGO_PKG_RUST_VERSION");

/// The placeholder for the folder of the lab's documents.
const DOCUMENTS: &str = "{docs}";

/// A word for each placeholder.
pub(super) struct Words {
    words: [(&'static str, String); 8],
    links: Links,
}

/// What becomes of links to the lab's documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Links {
    /// They are as the template has them.
    Plain,
    /// Their path has characters that end a link.
    Bracketed,
    /// They lead nowhere, and only their words stay.
    Dead,
}

impl Words {
    /// Those of a crate by itself.
    pub(super) fn of_crate(package: &str, source: &Source) -> Result<Self, StarterError> {
        let documents = source.documents();
        let links = match &documents {
            None => Links::Dead,
            Some(folder) if folder.contains([' ', '(', ')']) => Links::Bracketed,
            Some(_) => Links::Plain,
        };
        Ok(Self {
            links,
            words: [
                ("{title}", package.to_owned()),
                ("{package}", package.to_owned()),
                ("{raftapi}", source.dependency("raftapi")?),
                ("{tester}", source.dependency("tester")?),
                (DOCUMENTS, documents.unwrap_or_default()),
                ("{yours}", String::new()),
                ("{rust}", RUST.to_owned()),
                ("{more}\n", String::new()),
            ],
        })
    }

    /// Those of the crate `raft` in a course's repository.
    pub(super) fn of_handout(more: &str) -> Self {
        Self {
            links: Links::Plain,
            words: [
                ("{title}", "The Raft lab".to_owned()),
                ("{package}", "raft".to_owned()),
                ("{raftapi}", "{ workspace = true }".to_owned()),
                ("{tester}", "{ workspace = true }".to_owned()),
                (DOCUMENTS, "docs".to_owned()),
                ("{yours}", "raft/".to_owned()),
                ("{rust}", RUST.to_owned()),
                ("{more}\n", more.to_owned()),
            ],
        }
    }

    /// The text with these words in it.
    pub(super) fn fill(&self, text: &str) -> String {
        let text = match self.links {
            Links::Plain => text.to_owned(),
            Links::Bracketed => links::with_any_path(text, DOCUMENTS),
            Links::Dead => links::without_links_into(text, DOCUMENTS),
        };
        self.words.iter().fold(text, |text, (placeholder, word)| text.replace(placeholder, word))
    }
}

#[cfg(test)]
mod tests {
    use super::super::files::{FILES, MANIFEST, PROFILES};
    use super::*;

    #[test]
    fn links_fit_the_place_of_the_documents() {
        let filled = |source: &Source| {
            let words = Words::of_crate("mine", source).expect("it can be spelled");
            words.fill("[the handout]({docs}/lab-2a.md), [yours]({yours}src/raft.rs)")
        };
        let path = |path: &str| filled(&Source::Path(path.into()));
        assert_eq!(path("/lab"), "[the handout](/lab/docs/lab-2a.md), [yours](src/raft.rs)");
        assert_eq!(path("/my lab"), "[the handout](</my lab/docs/lab-2a.md>), [yours](src/raft.rs)");
        let git = Source::at("ssh://git@example.org/lab", None).expect("an address");
        assert_eq!(filled(&git), "the handout, [yours](src/raft.rs)");
    }

    #[test]
    fn no_placeholder_is_left() {
        let of_crate =
            Words::of_crate("mine", &Source::Path("/lab".into())).expect("the path can be spelled");
        for words in [of_crate, Words::of_handout("")] {
            let texts = FILES.iter().map(|file| file.text).chain([MANIFEST, PROFILES]);
            for text in texts.map(|text| words.fill(text)) {
                let left = words.words.iter().find(|(placeholder, _)| text.contains(placeholder.trim_end()));
                assert!(left.is_none(), "{left:?}");
            }
        }
    }
}
