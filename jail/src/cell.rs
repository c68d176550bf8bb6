//! What a confined program may have.

use std::ffi::OsString;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// What a program may have, and do. Everything else is refused, as far as the system offers it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// The folder that the program works in. It can read there, and write if `writes` has it too.
    pub folder: PathBuf,
    /// Files and folders that it can read, with all that is in them. What does not exist is passed over.
    pub reads: Vec<PathBuf>,
    /// Files and folders that it can read and run. The program itself and the system's shared libraries are
    /// always among them.
    pub runs: Vec<PathBuf>,
    /// Files and folders that it can read and write, but not run.
    pub writes: Vec<PathBuf>,
    /// All of its environment.
    pub environment: Vec<(OsString, OsString)>,
    /// How much of everything.
    pub limits: Limits,
    /// Which system calls.
    pub calls: Calls,
}

/// How much a program may have of what there is. Each process that it starts may have as much again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Seconds of processor time. Then SIGXCPU ends the process.
    pub cpu_seconds: u64,
    /// Bytes of memory that can be written to, stacks and the program's own data included. Then there is no
    /// more to be had.
    pub memory_bytes: u64,
    /// The size of a file that it writes, in bytes. Then SIGXFSZ ends the process.
    pub file_bytes: u64,
    /// How many files it can have open.
    pub open_files: u64,
}

/// Which system calls a program can make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Calls {
    /// Those of a compiler: files and processes, but no sockets, nothing that looks into other processes, and
    /// nothing that is the administrator's.
    Tools,
    /// All, at first: the program goes further by itself, see [`confine_process`](crate::confine_process).
    Host,
}
