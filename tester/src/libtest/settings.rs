//! What the environment asks of the lab's tests: `LAB_SEED`, `LAB_SEEDS`, `LAB_LOG` and `LAB_HINTS`.

use std::ffi::OsString;

use crate::rules::{Hints, HintsError};

/// How many seeds each test runs if nothing else is asked for.
const DEFAULT_SEEDS: u64 = 10;

/// Which seeds each test runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seeds {
    /// The ones that failed before, then 1 to this number.
    UpTo(u64),
    /// Only this one.
    Only(u64),
}

/// How the lab's tests run under `cargo test`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Settings {
    /// Which seeds: `LAB_SEED=n` for one, `LAB_SEEDS=n` for 1 to n, 1 to 10 without either.
    pub(super) seeds: Seeds,
    /// Whether to print the events of the first failing seed, or of the only one: `LAB_LOG=1`.
    pub(super) log: bool,
    /// How much a failure gives away: `LAB_HINTS=none`, `section` or `full`.
    pub(super) hints: Hints,
}

/// A variable that makes no sense. Naming it is better than quietly testing something else.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum SettingsError {
    /// It should be a number.
    #[error("{variable} is `{value}`: set it to {wanted}, or leave it unset")]
    Number {
        /// Its name.
        variable: &'static str,
        /// What it is.
        value: String,
        /// What it should be.
        wanted: String,
    },
    /// It should be a level.
    #[error(transparent)]
    Hints(#[from] HintsError),
}

impl Settings {
    /// The settings of this process.
    ///
    /// # Errors
    /// A variable is set to something that makes no sense.
    pub(super) fn from_environment() -> Result<Self, SettingsError> {
        Self::read(|variable| std::env::var_os(variable))
    }

    fn read(value_of: impl Fn(&str) -> Option<OsString>) -> Result<Self, SettingsError> {
        let number = |variable, least, wanted: String| {
            let Some(value) = value_of(variable) else { return Ok(None) };
            let number =
                value.to_str().and_then(|text| text.trim().parse().ok()).filter(|number| *number >= least);
            let refused = || SettingsError::Number { variable, value: value.display().to_string(), wanted };
            number.map(Some).ok_or_else(refused)
        };
        let only = number("LAB_SEED", 0, format!("the seed to run, a whole number from 0 to {}", u64::MAX))?;
        let up_to =
            number("LAB_SEEDS", 1, format!("how many seeds to run, a whole number from 1 to {}", u64::MAX))?;
        let log = value_of("LAB_LOG").is_some_and(|value| !value.is_empty() && value != "0");
        let seeds = only.map_or_else(|| Seeds::UpTo(up_to.unwrap_or(DEFAULT_SEEDS)), Seeds::Only);
        let hints = Hints::chosen_by(value_of(Hints::VARIABLE))?;
        Ok(Self { seeds, log, hints })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Settings, String> {
        let value_of =
            |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into());
        Settings::read(value_of).map_err(|error| error.to_string())
    }

    #[test]
    fn ten_seeds_are_the_default() {
        assert_eq!(read(&[]), Ok(Settings { seeds: Seeds::UpTo(10), log: false, hints: Hints::Full }));
        assert_eq!(
            read(&[("LAB_LOG", "0")]),
            Ok(Settings { seeds: Seeds::UpTo(10), log: false, hints: Hints::Full })
        );
    }

    #[test]
    fn one_seed_goes_before_many() {
        let settings = Settings { seeds: Seeds::Only(7), log: true, hints: Hints::None };
        assert_eq!(
            read(&[("LAB_SEED", "7"), ("LAB_SEEDS", "3"), ("LAB_LOG", "1"), ("LAB_HINTS", "none")]),
            Ok(settings)
        );
    }

    #[test]
    fn nonsense_is_refused_by_name_and_value() {
        let error = "LAB_SEED is `seven`: set it to the seed to run, a whole number from 0 to \
                     18446744073709551615, or leave it unset";
        assert_eq!(read(&[("LAB_SEED", "seven")]), Err(error.to_owned()));
        for seeds in ["0", "-1", "", "18446744073709551616"] {
            let error = format!(
                "LAB_SEEDS is `{seeds}`: set it to how many seeds to run, a whole number from 1 to \
                 18446744073709551615, or leave it unset"
            );
            assert_eq!(read(&[("LAB_SEEDS", seeds)]), Err(error));
        }
        let error = "LAB_HINTS is `some`: set it to none, section or full, or leave it unset";
        assert_eq!(read(&[("LAB_HINTS", "some")]), Err(error.to_owned()));
    }
}
