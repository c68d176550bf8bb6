//! System calls, by seccomp.

use std::process;
use std::sync::OnceLock;
use std::thread;

use seccompiler::{BpfProgram, apply_filter, apply_filter_all_threads};

use super::filter::{allow, refuse, refused};
use super::numbers::{CLONE3, NO_TOOLS, STARTS, of_a_host};
use crate::error::JailError;

/// Leaves this process, and what it becomes, the calls of a compiler.
pub(super) fn confine_tools() -> Result<(), JailError> {
    apply_filter_all_threads(&refuse(NO_TOOLS, libc::EPERM)?).map_err(refused)
}

pub(crate) fn confine_process() -> Result<(), JailError> {
    // The flags of `clone3` lie in memory, where no filter can look. If there is no such call, the C library
    // uses `clone`. What is allowed below can still be refused here, and not the other way round.
    apply_filter_all_threads(&refuse(CLONE3, libc::ENOSYS)?).map_err(refused)?;
    apply_filter_all_threads(&allow(&of_a_host(process::id()))?).map_err(refused)
}

pub(crate) fn confine_thread() -> Result<(), JailError> {
    // It is wanted again and again.
    static FILTER: OnceLock<BpfProgram> = OnceLock::new();
    if let Some(filter) = FILTER.get() {
        return apply_filter(filter).map_err(refused);
    }
    let filter = refuse(STARTS, libc::EPERM)?;
    apply_filter(FILTER.get_or_init(|| filter)).map_err(refused)
}

/// Whether a filter can be had: a thread that is given up for it tries one that allows all but nonsense.
#[expect(
    clippy::disallowed_methods,
    reason = "it has to be tried on some thread that is not needed any more"
)]
pub(crate) fn has_seccomp() -> bool {
    let tried = || refuse(CLONE3, libc::ENOSYS).is_ok_and(|filter| apply_filter(&filter).is_ok());
    thread::Builder::new().spawn(tried).is_ok_and(|thread| thread.join().unwrap_or_default())
}
