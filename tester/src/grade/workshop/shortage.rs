//! Compilers that the machine has failed, and not what they compile.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;

use super::command::Ran;

/// The signal that nothing in the compiler's cell can send, and that no limit begins with. Whoever is late
/// gets it from the grader, and has no status.
const KILLED: i32 = 9;
/// How the compiler's own line begins about a linker that failed. Words of a submission never stand at the
/// beginning of a line.
const LINKING: &str = "error: linking with `";
/// What compilers and linkers say where nothing more can be written.
const NO_ROOM: [&str; 4] = ["os error 28", "os error 122", "No space left on device", "Disk quota exceeded"];
/// A piece of what is written to find out whether there is room.
const PIECE: usize = 1 << 20;

/// Why the end of this compiler says nothing of what it compiled, if so. It had so many bytes of room in the
/// file `probe`, which is made and deleted.
pub(super) fn of(ran: &Ran, probe: &Path, room: u64) -> Option<&'static str> {
    let status = ran.status.filter(|status| !status.success())?;
    let words = String::from_utf8_lossy(&ran.words);
    if status.signal() == Some(KILLED) || is_linker_killed(&words) {
        return Some("it was killed from outside, as when memory runs out");
    }
    // A submission can have the compiler say anything.
    let is_full = NO_ROOM.iter().any(|said| words.contains(said)) && !has_room(probe, room);
    is_full.then_some("there is no room left where it writes")
}

fn is_linker_killed(words: &str) -> bool {
    let failed = words.lines().find(|line| line.starts_with(LINKING));
    failed.is_some_and(|line| line.contains("signal: 9") || words.contains("terminated with signal 9"))
}

/// Whether so many bytes can be written into a file. No figure of the system's tells of every quota.
fn has_room(probe: &Path, bytes: u64) -> bool {
    let write = || {
        let mut file = File::create(probe)?;
        let piece = vec![1; PIECE];
        (0..bytes.div_ceil(PIECE as u64)).try_for_each(|_| file.write_all(&piece))
    };
    let written: io::Result<()> = write();
    // What cannot be deleted goes with the folder.
    let _ = fs::remove_file(probe);
    written.is_ok()
}

#[cfg(test)]
mod tests {
    use std::process::ExitStatus;

    use super::*;

    const FAILED: i32 = 1 << 8;

    fn shortage(status: i32, words: &str, is_full: bool) -> bool {
        let home = tempfile::tempdir().expect("a folder");
        let ran = Ran { status: Some(ExitStatus::from_raw(status)), words: words.into() };
        // Where there is no folder, nothing can be written either.
        let probe = if is_full { home.path().join("none/probe") } else { home.path().join("probe") };
        let told = of(&ran, &probe, 1).is_some();
        assert!(!probe.exists());
        told
    }

    #[test]
    fn what_the_machine_did_is_no_fault_of_the_sources() {
        assert!(shortage(KILLED, "", false));
        assert!(shortage(FAILED, "error: failed to write a.o: No space left on device (os error 28)", true));
        let linker = "error: linking with `cc` failed: exit status: 1\n  = note: collect2: fatal error: ld \
                      terminated with signal 9 [Killed]\n";
        assert!(shortage(FAILED, linker, false));
        assert!(shortage(FAILED, "error: linking with `cc` failed: signal: 9 (SIGKILL)", false));
    }

    #[test]
    fn what_the_sources_did_stays_theirs() {
        assert!(!shortage(0, "warning: No space left on device", true));
        assert!(!shortage(FAILED, "error: No space left on device", false), "there is room");
        assert!(!shortage(FAILED, "error: expected one of `!` or `::`", true));
        assert!(!shortage(FAILED, "error: x\n       error: linking with `cc` failed: signal: 9", false));
        for limit in [6, 24, 25] {
            assert!(!shortage(limit, "", false), "abort, XCPU and XFSZ are limits of the grader");
        }
        assert!(of(&Ran { status: None, words: Vec::new() }, Path::new("/none"), 1).is_none(), "it was late");
    }
}
