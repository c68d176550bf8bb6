//! The lab's program on trial: what the end-to-end tests in `tests/cli` run as a process.
//!
//! Cargo tells a package's tests where the programs of that same package are, and of no other, so the tests
//! cannot ask for `raft`'s program. This is the same one line, around the reference Raft unless `TRIAL_PEER`
//! names a peer that is broken on purpose. With `TRIAL_TEST` and `TRIAL_PACKAGE` it runs one lab test as
//! `cargo test` would, for a package in that directory.

mod broken;

use std::env;
use std::process::ExitCode;

use tester::host::Factory;
use tester::libtest::{self, TestFailed};

fn main() -> Result<ExitCode, TestFailed> {
    let factory = match env::var("TRIAL_PEER") {
        Ok(name) => broken::factory(&name).expect("TRIAL_PEER names a broken peer"),
        Err(_) => Factory::of::<raft::Peer>(),
    };
    if let (Ok(test), Ok(package)) = (env::var("TRIAL_TEST"), env::var("TRIAL_PACKAGE")) {
        libtest::check(&test, "trial", &package, &factory)?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(tester::cli::main_with(&factory))
}
