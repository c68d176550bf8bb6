//! Limits of resources, for this process and all that it starts.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::cell::Limits;
use crate::error::LaunchError;

/// How much more address space there is than memory: for what a program reads from files, and for what its
/// allocator sets aside and does not touch.
const ADDRESSES: u64 = 4 << 30;

/// How many seconds after the signal that can be seen a process is killed, should it have ignored that.
const MERCY: u64 = 2;

/// Sets all limits. One that is tighter already stays so.
pub(crate) fn apply(limits: &Limits) -> Result<(), LaunchError> {
    let Limits { cpu_seconds, memory_bytes, file_bytes, open_files } = *limits;
    let addresses = memory_bytes.saturating_add(ADDRESSES);
    set("processor time", Resource::Cpu, cpu_seconds, cpu_seconds.saturating_add(MERCY))?;
    set("memory", Resource::Data, memory_bytes, memory_bytes)?;
    set("address space", Resource::As, addresses, addresses)?;
    set("files' size", Resource::Fsize, file_bytes, file_bytes)?;
    set("open files", Resource::Nofile, open_files, open_files)?;
    set("core dumps", Resource::Core, 0, 0)
}

fn set(what: &'static str, resource: Resource, soft: u64, hard: u64) -> Result<(), LaunchError> {
    let set_before = getrlimit(resource);
    let within = |wanted: u64, bound: Option<u64>| bound.map_or(wanted, |bound| wanted.min(bound));
    let maximum = within(hard, set_before.maximum);
    let current = within(within(soft, set_before.current), Some(maximum));
    let limit = Rlimit { current: Some(current), maximum: Some(maximum) };
    match setrlimit(resource, limit) {
        // macOS knows these two and refuses to set them.
        Err(_) if cfg!(target_os = "macos") && matches!(resource, Resource::As | Resource::Data) => Ok(()),
        result => result.map_err(|error| LaunchError::Limit { what, source: error.into() }),
    }
}
