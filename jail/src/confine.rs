//! What a program takes away from itself when its trusted part is over.

use crate::error::JailError;

/// Leaves this process nothing but memory, threads, the clock, signals to itself, and what it has open to
/// read from and to write to. It can open no file and no socket, start no process, and reach into no other.
/// What is refused fails with `EPERM`.
///
/// For all threads of the process, and for good.
///
/// # Errors
/// The system does not offer it, or refuses it.
pub fn confine_process() -> Result<(), JailError> {
    imp::confine_process()
}

/// Takes threads away as well, from the calling thread alone; for good. Starting one fails with `EPERM`.
///
/// It costs some hundred microseconds, most of them for making machine code of the filter.
///
/// # Errors
/// The system does not offer it, or refuses it.
pub fn confine_thread() -> Result<(), JailError> {
    imp::confine_thread()
}

/// Closes this process's memory and environment to all others but the administrator's, on Linux: nobody can
/// read `/proc/PID/environ` or trace it. What it starts is not closed by that.
///
/// # Errors
/// The system refuses it.
pub fn shield_process() -> Result<(), JailError> {
    imp::shield_process()
}

#[cfg(target_os = "linux")]
use crate::linux as imp;

#[cfg(not(target_os = "linux"))]
mod imp {
    use crate::error::JailError;

    pub(super) fn confine_process() -> Result<(), JailError> {
        Err(JailError::Missing)
    }

    pub(super) fn confine_thread() -> Result<(), JailError> {
        Err(JailError::Missing)
    }

    pub(super) fn shield_process() -> Result<(), JailError> {
        Ok(())
    }
}
