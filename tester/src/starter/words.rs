//! What the placeholders of the template stand for.

use super::StarterError;
use super::source::Source;

/// The oldest compiler that does.
const RUST: &str = env!("CARGO_PKG_RUST_VERSION");

/// A word for each placeholder.
pub(super) struct Words {
    words: [(&'static str, String); 8],
}

impl Words {
    /// Those of a crate by itself.
    pub(super) fn of_crate(package: &str, source: &Source) -> Result<Self, StarterError> {
        Ok(Self {
            words: [
                ("{title}", package.to_owned()),
                ("{package}", package.to_owned()),
                ("{raftapi}", source.dependency("raftapi")?),
                ("{tester}", source.dependency("tester")?),
                ("{docs}", source.documents()),
                ("{yours}", String::new()),
                ("{rust}", RUST.to_owned()),
                ("{more}\n", String::new()),
            ],
        })
    }

    /// Those of the crate `raft` in a course's repository.
    pub(super) fn of_handout(more: &str) -> Self {
        Self {
            words: [
                ("{title}", "The Raft lab".to_owned()),
                ("{package}", "raft".to_owned()),
                ("{raftapi}", "{ workspace = true }".to_owned()),
                ("{tester}", "{ workspace = true }".to_owned()),
                ("{docs}", "docs".to_owned()),
                ("{yours}", "raft/".to_owned()),
                ("{rust}", RUST.to_owned()),
                ("{more}\n", more.to_owned()),
            ],
        }
    }

    /// The text with these words in it.
    pub(super) fn fill(&self, text: &str) -> String {
        self.words.iter().fold(text.to_owned(), |text, (placeholder, word)| text.replace(placeholder, word))
    }
}

#[cfg(test)]
mod tests {
    use super::super::files::{FILES, MANIFEST, PROFILES};
    use super::*;

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
