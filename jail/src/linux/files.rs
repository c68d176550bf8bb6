//! Files, by Landlock: what is not listed can neither be opened nor changed. Whether it exists can be seen.

use std::io;
use std::path::Path;

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, LandlockStatus, Ruleset, RulesetAttr, RulesetCreatedAttr,
    RulesetError, Scope, make_bitflags, path_beneath_rules,
};

use crate::cell::Cell;
use crate::error::JailError;

/// The version of Landlock whose rights are known here. What an older kernel does not know is left out.
const KNOWN: ABI = ABI::V7;

/// Where the loader finds shared libraries, and itself.
const LIBRARIES: [&str; 5] = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"];
const READ: [&str; 5] = ["/etc/ld.so.cache", "/dev/zero", "/dev/urandom", "/dev/random", "/dev/null"];

/// Closes all files to this process that are not the cell's, TCP, and everything that leads to processes
/// outside.
pub(super) fn restrict(cell: &Cell, program: &Path) -> Result<(), JailError> {
    rules(cell, program).map_err(|error| JailError::Files(io::Error::other(error)))
}

fn rules(cell: &Cell, program: &Path) -> Result<(), RulesetError> {
    let all = AccessFs::from_all(KNOWN);
    let read = make_bitflags!(AccessFs::{ReadFile | ReadDir});
    let run = read | AccessFs::Execute;
    let special = make_bitflags!(AccessFs::{MakeChar | MakeBlock | MakeFifo | MakeSock | Execute | IoctlDev});
    let libraries = LIBRARIES.map(Path::new);
    let runs = cell.runs.iter().map(AsRef::as_ref).chain(libraries).chain([program]);
    let reads = cell.reads.iter().chain([&cell.folder]);
    Ruleset::default()
        .handle_access(all)?
        .handle_access(AccessNet::from_all(KNOWN))?
        .scope(Scope::from_all(KNOWN))?
        .create()?
        .add_rules(path_beneath_rules(READ, read))?
        .add_rules(path_beneath_rules(["/dev/null"], BitFlags::from(AccessFs::WriteFile)))?
        .add_rules(path_beneath_rules(reads, read))?
        .add_rules(path_beneath_rules(runs, run))?
        .add_rules(path_beneath_rules(&cell.writes, all & !special))?
        .restrict_self()?;
    Ok(())
}

/// Which version of Landlock this process can have. A thread that is given up for it tries it out.
#[expect(
    clippy::disallowed_methods,
    reason = "it has to be tried on some thread that is not needed any more"
)]
pub(crate) fn landlock_version() -> Option<u32> {
    let tried = || {
        let ruleset = Ruleset::default().scope(Scope::from_all(KNOWN)).ok()?;
        let ruleset = ruleset.handle_access(AccessFs::from_all(KNOWN)).ok()?;
        Some(ruleset.create().ok()?.restrict_self().ok()?.landlock)
    };
    match std::thread::Builder::new().spawn(tried).ok()?.join().ok()?? {
        LandlockStatus::Available { effective_abi, kernel_abi } => {
            let known = u32::try_from(effective_abi as i32).ok();
            kernel_abi.and_then(|abi| u32::try_from(abi).ok()).or(known)
        }
        LandlockStatus::NotEnabled | LandlockStatus::NotImplemented => None,
    }
}
