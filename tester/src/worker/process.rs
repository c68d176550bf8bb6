//! The program's side of one worker: starting it, talking to it, burying it.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process_group, waitid};

use super::WorkerError;
use super::custody::{Custody, environment};
use super::deadline::Deadline;
use super::pump::{BEGINNING, Pump, Target};
use super::wire::{RECORD, Request, Response};

/// How long a worker may take to leave by itself, and how long its output may take to arrive: much longer
/// than either takes, unless somebody holds it up.
const FAREWELL: Duration = Duration::from_millis(500);

/// How much longer than a simulation a worker may be silent: it says every second that it is there.
const SILENCE: Duration = Duration::from_secs(10);

/// The longest line that a worker may say, in bytes: whoever listens has to keep all of it.
const LINE: u64 = 16 << 20;

/// Where what the implementation prints goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Printing {
    /// To nobody: many runs would print it at once.
    Dropped,
    /// To our own standard output and standard error.
    Shown,
    /// To our own standard error, since programs read our standard output.
    ShownAsError,
    /// To the output of the test that is running, which is shown if the test fails.
    OfTheTest,
}

impl Printing {
    const fn targets(self) -> (Target, Target) {
        match self {
            Self::Dropped => (Target::Nowhere, Target::Nowhere),
            Self::Shown => (Target::Stdout, Target::Stderr),
            Self::ShownAsError => (Target::Stderr, Target::Stderr),
            Self::OfTheTest => (Target::TestOutput, Target::TestOutput),
        }
    }
}

/// A running worker.
pub(super) struct Worker {
    child: Child,
    reader: BufReader<UnixStream>,
    writer: UnixStream,
    stdout: Pump,
    stderr: Pump,
    /// How long it may be silent.
    silence: Duration,
    /// When nobody wants to hear of it any more, if ever.
    deadline: Option<Deadline>,
    /// Whether it was ended for what it said.
    is_silenced: bool,
    /// Whether it was waited for: its number may be another's now.
    is_buried: bool,
}

/// What a worker has to say.
pub(super) enum Heard {
    Response(Response),
    /// A line of a trace.
    Record(String),
    /// It is dead, or dies.
    Hangup,
    /// It lives, and says nothing any more.
    Silence,
}

impl Worker {
    /// Starts a program that can be a worker, and waits until it is there. It stays out of our process group,
    /// so that a key that interrupts us is not the workers' business; they leave when we do.
    pub(super) fn start(
        mut command: Command,
        printing: Printing,
        patience: Duration,
        deadline: Option<Deadline>,
    ) -> Result<Self, WorkerError> {
        let (ours, theirs) = UnixStream::pair().map_err(WorkerError::Start)?;
        command.envs(environment(Custody::Trusted)).process_group(0);
        command.stdin(Stdio::from(OwnedFd::from(theirs))).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().map_err(WorkerError::Start)?;
        // Our end of what is the worker's alone goes with the command.
        drop(command);
        let silence = patience.saturating_add(SILENCE);
        let mut worker = Self::of(child, ours, printing, silence).map_err(WorkerError::Start)?;
        worker.deadline = deadline;
        if let Heard::Response(Response::Ready) = worker.hear()? {
            return Ok(worker);
        }
        worker.stderr.wait_for_end(FAREWELL);
        Err(WorkerError::NotAWorker(worker.stderr.last_words()))
    }

    fn of(mut child: Child, stream: UnixStream, printing: Printing, silence: Duration) -> io::Result<Self> {
        let missing = || io::Error::other("a pipe that was asked for is not there");
        let (out, err) = printing.targets();
        let stdout = Pump::start(child.stdout.take().ok_or_else(missing)?, Some(BEGINNING), out)?;
        let stderr = Pump::start(child.stderr.take().ok_or_else(missing)?, None, err)?;
        stream.set_read_timeout(Some(silence))?;
        let reader = BufReader::new(stream.try_clone()?);
        let (deadline, is_silenced, is_buried) = (None, false, false);
        Ok(Self { child, reader, writer: stream, stdout, stderr, silence, deadline, is_silenced, is_buried })
    }

    /// Asks for runs. A worker that is dead is heard of when it is to answer.
    pub(super) fn ask(&mut self, request: &Request) -> Result<(), WorkerError> {
        let mut line = serde_json::to_vec(request).map_err(WorkerError::Nonsense)?;
        line.push(b'\n');
        match self.writer.write_all(&line) {
            Err(error) if !is_hangup(&error) => Err(WorkerError::Talk(error)),
            _ => Ok(()),
        }
    }

    /// The next that the worker has to say, besides that it is there. One that says more in a line than
    /// anybody keeps is ended, and has hung up.
    ///
    /// # Errors
    /// It cannot be heard, says nonsense, or its time is over.
    pub(super) fn hear(&mut self) -> Result<Heard, WorkerError> {
        loop {
            let patience = Deadline::cut(self.deadline, self.silence).ok_or(WorkerError::TimeOver)?;
            if self.deadline.is_some() {
                self.writer.set_read_timeout(Some(patience)).map_err(WorkerError::Talk)?;
            }
            let mut line = Vec::new();
            match (&mut self.reader).take(LINE).read_until(b'\n', &mut line) {
                Err(error) if is_hangup(&error) => return Ok(Heard::Hangup),
                Err(error) if is_timeout(&error) && patience < self.silence => {
                    return Err(WorkerError::TimeOver);
                }
                Err(error) if is_timeout(&error) => return Ok(Heard::Silence),
                Err(error) => return Err(WorkerError::Talk(error)),
                Ok(_) if line.len() as u64 == LINE => {
                    self.kill_group();
                    self.is_silenced = true;
                    return Ok(Heard::Hangup);
                }
                // The end of what a dying worker managed to say is worth nothing.
                Ok(_) if line.pop() != Some(b'\n') => return Ok(Heard::Hangup),
                Ok(_) => {}
            }
            if line.starts_with(RECORD) {
                let text = String::from_utf8(line);
                return Ok(Heard::Record(
                    text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
                ));
            }
            match serde_json::from_slice(&line).map_err(WorkerError::Nonsense)? {
                Response::Alive => {}
                response => return Ok(Heard::Response(response)),
            }
        }
    }

    /// Whether it was ended for what it said, and so by us.
    pub(super) const fn is_silenced(&self) -> bool {
        self.is_silenced
    }

    /// Waits for the end of a worker that has hung up: its status, and what it said last on standard error.
    pub(super) fn bury(mut self) -> Result<(ExitStatus, String), WorkerError> {
        if let Some(pid) = self.pid() {
            // Its number stays its own until it is waited for in earnest, and so does that of its group.
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            waitid(WaitId::Pid(pid), options).map_err(|error| WorkerError::Talk(error.into()))?;
        }
        self.kill_group();
        self.is_buried = true;
        let status = self.child.wait().map_err(WorkerError::Talk)?;
        self.stderr.wait_for_end(FAREWELL);
        Ok((status, self.stderr.last_words()))
    }

    fn pid(&self) -> Option<Pid> {
        i32::try_from(self.child.id()).ok().and_then(Pid::from_raw)
    }

    /// Ends the worker, if it has not ended, and whatever processes it has started, if they have not left its
    /// group. Not after the worker was waited for: the number of its group could be another's by then.
    fn kill_group(&self) {
        if let Some(group) = self.pid() {
            // There may be nobody left.
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It leaves when it is hung up on, and may still have something to print.
        let _ = self.writer.shutdown(Shutdown::Both);
        self.stdout.wait_for_end(FAREWELL);
        if !self.is_buried {
            self.kill_group();
            let _ = self.child.wait();
        }
        for pump in [&self.stdout, &self.stderr] {
            // Somebody who left the group can hold a stream open for ever, and is not waited for.
            if pump.wait_for_end(FAREWELL) {
                pump.drain();
            }
        }
    }
}

fn is_hangup(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset)
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

/// The command that starts this program again.
pub(super) fn this_program_with(arguments: &[OsString]) -> io::Result<Command> {
    let mut command = Command::new(this_program()?);
    if let Some(name) = env::args_os().next() {
        command.arg0(name);
    }
    command.args(arguments);
    Ok(command)
}

/// The program that is running. Where the system offers it, this is the very file, also if another has taken
/// its place on disk meanwhile, as a new build does.
pub(crate) fn this_program() -> io::Result<PathBuf> {
    let running = Path::new("/proc/self/exe");
    if running.exists() { Ok(running.to_owned()) } else { env::current_exe() }
}
