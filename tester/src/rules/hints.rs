//! How much a report gives away.

use std::env;
use std::ffi::OsString;

use clap::ValueEnum;

/// How much a report says beyond the evidence. The order is from little to much.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Hints {
    /// Nothing: what was seen, and the line that repeats it.
    None,
    /// The rule that was broken, and where to read about it.
    Section,
    /// Also what the rule protects, and the mistakes that usually break it.
    #[default]
    Full,
}

/// The variable that chooses for people who did not choose themselves is set to something else.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} is `{value}`: set it to {}, or leave it unset", Hints::VARIABLE, Hints::WANTED)]
pub struct HintsError {
    value: String,
}

impl Hints {
    /// The variable of the environment that chooses where the command line does not.
    pub const VARIABLE: &str = "LAB_HINTS";
    /// Its values.
    const WANTED: &str = "none, section or full";

    /// What the environment asks for; [`Full`](Self::Full) where it asks for nothing.
    ///
    /// # Errors
    /// The variable makes no sense. Giving away more than was meant could not be taken back.
    pub fn from_environment() -> Result<Self, HintsError> {
        Self::chosen_by(env::var_os(Self::VARIABLE))
    }

    /// The same for a variable with this value.
    ///
    /// # Errors
    /// The value makes no sense.
    pub(crate) fn chosen_by(value: Option<OsString>) -> Result<Self, HintsError> {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(Self::default()) };
        let value = value.display().to_string();
        Self::from_str(value.trim(), true).map_err(|_| HintsError { value })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_as_they_are_written() {
        let chosen = |value: &str| Hints::chosen_by(Some(value.into())).map_err(|error| error.to_string());
        assert_eq!((chosen("none"), chosen(" Section ")), (Ok(Hints::None), Ok(Hints::Section)));
        assert_eq!((chosen(""), Hints::chosen_by(None)), (Ok(Hints::Full), Ok(Hints::Full)));
        let words = "LAB_HINTS is `some`: set it to none, section or full, or leave it unset";
        assert_eq!(chosen("some"), Err(words.to_owned()));
        assert!(Hints::None < Hints::Section && Hints::Section < Hints::default());
    }
}
