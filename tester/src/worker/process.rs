//! The program's side of one worker: starting it, talking to it, burying it.

use std::env;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};

use super::WorkerError;
use super::serve::{VALUE, VARIABLE};
use super::wire::{Request, Response};

/// How many of a worker's last words are kept, in bytes.
const LAST_WORDS: usize = 4096;

/// Where what the implementation prints goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Printing {
    /// To nobody: many runs would print it at once.
    Dropped,
    /// To our own standard output and standard error.
    Shown,
    /// To our own standard error, since programs read our standard output.
    ShownAsError,
}

/// A running worker.
pub(super) struct Worker {
    child: Child,
    reader: BufReader<UnixStream>,
    writer: UnixStream,
    words: Option<JoinHandle<Vec<u8>>>,
}

impl Worker {
    /// Starts this very program again. It stays out of our process group, so that a key that interrupts us is
    /// not the workers' business; they leave when we do.
    #[expect(clippy::disallowed_methods, reason = "the thread that it starts reads, and simulates nothing")]
    pub(super) fn start(printing: Printing) -> Result<Self, WorkerError> {
        let (ours, theirs) = UnixStream::pair().map_err(WorkerError::Start)?;
        let mut child = command(printing)
            .and_then(|mut command| {
                command.stdin(Stdio::from(OwnedFd::from(theirs))).stderr(Stdio::piped()).spawn()
            })
            .map_err(WorkerError::Start)?;
        let words = child
            .stderr
            .take()
            .map(|stderr| thread::spawn(move || last_words(stderr, printing != Printing::Dropped)));
        let reader = BufReader::new(ours.try_clone().map_err(WorkerError::Start)?);
        Ok(Self { child, reader, writer: ours, words })
    }

    /// Asks for runs. `None` if the worker is dead.
    pub(super) fn ask(&mut self, request: &Request) -> Result<Option<()>, WorkerError> {
        let mut line = serde_json::to_vec(request).map_err(WorkerError::Nonsense)?;
        line.push(b'\n');
        alive(self.writer.write_all(&line))
    }

    /// The next that the worker has to say; `None` if it is dead.
    pub(super) fn hear(&mut self) -> Result<Option<Response>, WorkerError> {
        let mut line = Vec::new();
        let read = alive(self.reader.read_until(b'\n', &mut line))?;
        // The end of what a dying worker managed to say is worth nothing.
        if read.is_none() || line.pop() != Some(b'\n') {
            return Ok(None);
        }
        serde_json::from_slice(&line).map(Some).map_err(WorkerError::Nonsense)
    }

    /// Waits for the end of a worker that has fallen silent: its status, and what it said last on standard
    /// error.
    pub(super) fn bury(mut self) -> Result<(ExitStatus, String), WorkerError> {
        let status = self.child.wait().map_err(WorkerError::Talk)?;
        let words = self.words.take().and_then(|words| words.join().ok()).unwrap_or_default();
        Ok((status, String::from_utf8_lossy(&words).into_owned()))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // One that is dead already needs no killing, and is only taken off the system's list.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came of reading or writing; `None` if there is nobody at the other end.
fn alive<T>(result: io::Result<T>) -> Result<Option<T>, WorkerError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset) => {
            Ok(None)
        }
        Err(error) => Err(WorkerError::Talk(error)),
    }
}

/// The command that starts this program again, with the arguments that it was given: they may say which
/// implementation it hosts.
fn command(printing: Printing) -> io::Result<Command> {
    let mut arguments = env::args_os();
    let name = arguments.next();
    let mut command = Command::new(this_program()?);
    if let Some(name) = name {
        command.arg0(name);
    }
    command.args(arguments).env(VARIABLE, VALUE).process_group(0);
    // Every run has a thread of its own, and glibc gives back at its end what the next run asks for again.
    command.env("MALLOC_TRIM_THRESHOLD_", "67108864");
    command.stdout(match printing {
        Printing::Dropped => Stdio::null(),
        Printing::Shown => Stdio::inherit(),
        Printing::ShownAsError => Stdio::from(io::stderr().as_fd().try_clone_to_owned()?),
    });
    Ok(command)
}

/// The program that is running. Where the system offers it, this is the very file, also if another has taken
/// its place on disk meanwhile, as a new build does.
pub(crate) fn this_program() -> io::Result<PathBuf> {
    let running = Path::new("/proc/self/exe");
    if running.exists() { Ok(running.to_owned()) } else { env::current_exe() }
}

/// Reads what a worker says on standard error until it ends, and keeps the end.
fn last_words(mut stderr: ChildStderr, show: bool) -> Vec<u8> {
    let mut words = Vec::new();
    let mut buffer = [0; 1024];
    while let Ok(read @ 1..) = stderr.read(&mut buffer) {
        if show {
            // If it cannot be shown, it is still kept.
            let _ = io::stderr().write_all(&buffer[..read]);
        }
        words.extend_from_slice(&buffer[..read]);
        let surplus = words.len().saturating_sub(LAST_WORDS);
        words.drain(..surplus);
    }
    words
}
