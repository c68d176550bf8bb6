//! Running a compiler to its end, or to that of somebody's patience.

use std::io::{self, Read};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

/// The most words that are kept, in bytes: more than anybody is shown, since paths are made shorter before.
const KEPT: usize = 256 << 10;

/// What came of it.
pub(super) struct Ran {
    /// How it ended; `None` if it took too long, and was ended.
    pub(super) status: Option<ExitStatus>,
    /// What it said on standard error, or the beginning of that.
    pub(super) words: Vec<u8>,
}

/// Runs a command in a process group of its own, which is ended with everything in it after `patience`.
///
/// # Errors
/// It cannot be started.
pub(super) fn run(command: &mut Command, patience: Duration) -> io::Result<Ran> {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).process_group(0);
    let mut child = command.spawn()?;
    let Some(stderr) = child.stderr.take() else {
        return Err(io::Error::other("a pipe that was asked for is not there"));
    };
    let heard = listen(stderr)?;
    let said = heard.recv_timeout(patience);
    let is_late = matches!(said, Err(RecvTimeoutError::Timeout));
    if !is_late && let Some(pid) = pid(&child) {
        // It has said all that it had to say. Its number stays its own until it is waited for in earnest, and
        // so does that of its group.
        waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)?;
    }
    // Whatever it has started and left behind goes too.
    kill_group(&child);
    let status = child.wait()?;
    let words = said.or_else(|_| heard.recv_timeout(Duration::from_secs(1))).unwrap_or_default();
    Ok(Ran { status: (!is_late).then_some(status), words })
}

fn kill_group(child: &Child) {
    if let Some(group) = pid(child) {
        // There may be nobody left.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

fn pid(child: &Child) -> Option<Pid> {
    i32::try_from(child.id()).ok().and_then(Pid::from_raw)
}

/// What comes from `stream` until it ends, as much as anybody will read.
///
/// # Errors
/// The system has no thread to give.
pub(super) fn listen(stream: impl Read + Send + 'static) -> io::Result<Receiver<Vec<u8>>> {
    let (sender, heard) = bounded(1);
    begin(move || {
        // Nobody may be there any more.
        let _ = sender.send(take_in(stream));
    })?;
    Ok(heard)
}

/// Reads to the end and keeps the beginning: the first error is what the others come of.
fn take_in(mut stream: impl Read) -> Vec<u8> {
    let mut words = Vec::new();
    let mut buffer = vec![0; 16 << 10];
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        let room = KEPT.saturating_sub(words.len());
        words.extend_from_slice(&buffer[..read.min(room)]);
    }
    words
}

#[expect(clippy::disallowed_methods, reason = "the thread reads what a compiler says, and simulates nothing")]
fn begin(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("words of a compiler".to_owned()).spawn(work).map(drop)
}
