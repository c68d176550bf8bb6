//! The lab's tests as ordinary `#[test]` functions: what [`lab_tests!`](crate::lab_tests) expands to.
//!
//! Under `cargo test` every test runs the seeds that failed before, then the seeds 1 to 10. The environment
//! changes that: `LAB_SEED=n` runs one seed, `LAB_SEEDS=n` the seeds 1 to n, and `LAB_LOG=1` prints the
//! events of the first failing seed, or of the only one. Failing seeds are kept in `failing-seeds.txt` beside
//! the package's `Cargo.toml`.

mod expand;
mod output;
mod settings;
mod trial;

use std::fmt;
use std::path::Path;

use self::settings::Settings;
use self::trial::Trial;
use crate::host::Factory;
use crate::seeds_file::SeedsFile;
use crate::suite;

/// Why a lab test failed, in one sentence.
///
/// It is an error and no panic, so that `cargo test` shows the sentence and nothing about the harness's own
/// stack.
pub struct TestFailed(String);

/// The bare sentence: this is what `cargo test` prints of a test's error.
impl fmt::Debug for TestFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Runs the test called `name` for the package in the directory `package`, as the environment asks, and
/// prints the lab's lines even if it passes and even if the test's output is captured.
///
/// # Errors
/// Some seed fails, or a variable of the environment makes no sense.
///
/// # Panics
/// If there is no such test.
pub fn check(name: &str, package: &str, factory: &Factory) -> Result<(), TestFailed> {
    let settings = Settings::from_environment().map_err(|error| TestFailed(error.to_string()))?;
    let test = suite::find(name).expect("the test functions are made from the table of tests");
    let trial = Trial::run(test, settings, &SeedsFile::in_directory(Path::new(package)), factory);
    output::print(&trial.report(factory));
    trial.failure().map_or(Ok(()), |sentence| Err(TestFailed(sentence)))
}
