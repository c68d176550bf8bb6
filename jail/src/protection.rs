//! What the system offers to confine programs with.

use std::fmt;

/// What the system offers to confine programs with. As text, it names what is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protection {
    /// The version of Landlock's interface, by which files are closed off; `None` if there is none to be had.
    pub landlock: Option<u32>,
    /// Whether system calls can be filtered.
    pub seccomp: bool,
}

/// The first version of Landlock that knows of TCP.
const WITH_TCP: u32 = 4;
/// The first version of Landlock that keeps signals and abstract sockets inside.
const WITH_SCOPES: u32 = 6;

impl Protection {
    /// Whether nothing is missing.
    pub fn is_whole(&self) -> bool {
        self.missing().is_empty()
    }

    /// What is missing, each as in `Landlock: files outside of its folder are open to a program`.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        match self.landlock {
            None => missing.push(
                "Landlock (what this user can read and write, a program can too while it opens files itself)",
            ),
            Some(abi) if abi < WITH_TCP => missing.push("Landlock for TCP and signals"),
            Some(abi) if abi < WITH_SCOPES => missing.push("Landlock for signals"),
            Some(_) => {}
        }
        if !self.seccomp {
            missing.push("seccomp (a program can open files, start processes and use the network)");
        }
        missing
    }
}

/// As in `Landlock for signals; seccomp (...)`; empty if nothing is missing.
impl fmt::Display for Protection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.missing().join("; "))
    }
}

/// What the system offers this process. It is tried out, not looked up: a container may refuse what its
/// kernel could do.
#[cfg(target_os = "linux")]
pub fn offered() -> Protection {
    Protection { landlock: crate::linux::landlock_version(), seccomp: crate::linux::has_seccomp() }
}

/// What the system offers this process: of these, nothing.
#[cfg(not(target_os = "linux"))]
pub fn offered() -> Protection {
    Protection { landlock: None, seccomp: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let told = |landlock, seccomp| Protection { landlock, seccomp }.to_string();
        assert_eq!(told(Some(7), true), "");
        assert_eq!(told(Some(5), true), "Landlock for signals");
        assert_eq!(told(Some(1), true), "Landlock for TCP and signals");
        let nothing = told(None, false);
        assert!(nothing.starts_with("Landlock (") && nothing.contains("; seccomp ("), "{nothing}");
    }
}
