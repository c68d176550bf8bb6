//! The lab's tests as ordinary `#[test]` functions: what [`lab_tests!`](crate::lab_tests) expands to.
//!
//! Under `cargo test` every test runs the seeds that failed before, then the seeds 1 to 10. The environment
//! changes that: `LAB_SEED=n` runs one seed, `LAB_SEEDS=n` the seeds 1 to n, and `LAB_LOG=1` prints the
//! events of the first failing seed, or of the only one. Failing seeds are kept in `failing-seeds.txt` beside
//! the package's `Cargo.toml`, and the first of them is drawn: into `raftlab/` in cargo's target directory,
//! into the folder that `LAB_TIMELINES` names, or, if that is `none`, not at all.

mod expand;
mod output;
mod runs;
mod settings;
mod trial;

use std::fmt;
use std::path::Path;

use self::runs::Runs;
use self::settings::Settings;
use self::trial::Trial;
use crate::host::Factory;
use crate::seeds_file::SeedsFile;
use crate::suite;
use crate::worker;

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
/// The runs are done by a process of their own: this same test program again, which is told to run this one
/// test function, the one in `module`. There, this does not return.
///
/// # Errors
/// Some seed fails, or a variable of the environment makes no sense.
///
/// # Panics
/// If there is no such test.
pub fn check(name: &str, module: &str, package: &str, factory: &Factory) -> Result<(), TestFailed> {
    if worker::is_worker() {
        return worker::serve(factory).map_err(|error| TestFailed(error.to_string()));
    }
    let settings = Settings::from_environment().map_err(|error| TestFailed(error.to_string()))?;
    let test = suite::find(name).expect("the test functions are made from the table of tests");
    let mut runs = Runs::of_test_function(&path(module, name), factory);
    let trial = Trial::run(test, settings, &SeedsFile::in_directory(Path::new(package)), &mut runs);
    output::print(&trial.report(&mut runs));
    trial.failure().map_or(Ok(()), |sentence| Err(TestFailed(sentence)))
}

/// What the test harness calls the function `name` in `module`: its path within the crate.
fn path(module: &str, name: &str) -> String {
    match module.split_once("::") {
        Some((_, inside)) => format!("{inside}::{name}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_function_is_called_by_its_path_within_the_crate() {
        assert_eq!(path("lab", "count_2B"), "count_2B");
        assert_eq!(path("lab::with::care", "count_2B"), "with::care::count_2B");
    }
}
