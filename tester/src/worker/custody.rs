//! What a worker is told of itself, by its environment.

use std::env;
use std::ffi::OsString;

use crate::runner::Trust;

/// Set in the environment of workers, and of nobody else.
const VARIABLE: &str = "RAFTLAB_WORKER";

/// What a worker is, as to the code that it hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Custody {
    /// It hosts the implementation of whoever started it.
    Trusted,
    /// It hosts somebody else's, and is to confine itself before any of that runs.
    Confined,
    /// It hosts somebody else's on a system that has nothing to confine it with.
    Exposed,
}

impl Custody {
    const ALL: [Self; 3] = [Self::Trusted, Self::Confined, Self::Exposed];

    /// What this process is; `None` of one that is no worker. Something else in the variable is somebody
    /// else's.
    pub(super) fn of_this_process() -> Option<Self> {
        let value = env::var_os(VARIABLE)?;
        Self::ALL.into_iter().find(|custody| value == custody.value())
    }

    /// How far it trusts the code that it hosts.
    pub(super) const fn trust(self) -> Trust {
        match self {
            Self::Trusted => Trust::Whole,
            Self::Confined => Trust::Confined,
            Self::Exposed => Trust::None,
        }
    }

    const fn value(self) -> &'static str {
        match self {
            Self::Trusted => "socket-on-stdin",
            Self::Confined => "socket-on-stdin, confined",
            Self::Exposed => "socket-on-stdin, exposed",
        }
    }
}

/// What makes a process such a worker.
pub(super) fn environment(custody: Custody) -> Vec<(OsString, OsString)> {
    let variables = [
        (VARIABLE, custody.value()),
        // Every run has a thread of its own, and glibc gives back at its end what the next run asks for
        // again.
        ("MALLOC_TRIM_THRESHOLD_", "67108864"),
    ];
    variables.map(|(name, value)| (name.into(), value.into())).into()
}

/// The whole environment of a worker that hosts code which is not trusted. It has to confine itself if this
/// system offers it anything for that.
pub(crate) fn confined_environment() -> Vec<(OsString, OsString)> {
    environment(if jail::offered().seccomp { Custody::Confined } else { Custody::Exposed })
}
