//! Linux: Landlock and seccomp.

mod calls;
mod files;
mod filter;
mod numbers;

use std::io;
use std::path::Path;

use rustix::process::{DumpableBehavior, set_dumpable_behavior};

pub(crate) use self::calls::{confine_process, confine_thread, has_seccomp};
pub(crate) use self::files::landlock_version;
use crate::cell::{Calls, Cell};
use crate::error::JailError;

/// Confines this process to what `cell` leaves to `program`, as far as the kernel offers it.
pub(crate) fn restrict(cell: &Cell, program: &Path) -> Result<(), JailError> {
    files::restrict(cell, program)?;
    match cell.calls {
        Calls::Tools if has_seccomp() => calls::confine_tools(),
        Calls::Tools | Calls::Host => Ok(()),
    }
}

pub(crate) fn shield_process() -> Result<(), JailError> {
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
        .map_err(|error| JailError::Shield(io::Error::from(error)))
}
