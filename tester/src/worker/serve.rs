//! The worker's side: does the runs that it is asked for, until nobody asks any more.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::panic::{self, AssertUnwindSafe};
use std::process;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, tick, unbounded};
use jail::JailError;
use timeline::record::Line;

use super::custody::Custody;
use super::pump::BEGINNING;
use super::wire::{Detail, Request, Response};
use crate::failure::Sighting;
use crate::host::Factory;
use crate::runner::{Audience, LogEvent, Outcome, Trust, Watch};
use crate::suite;

/// How much of a trace waits to be sent, in bytes. A trace has a great many lines, and to send each for
/// itself would take longer than the run.
const WAITING: usize = 64 << 10;

/// How often a worker says that it is there.
const HEARTBEAT: Duration = Duration::from_secs(1);

/// Why a worker could not go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// It was to confine itself, and could not.
    #[error(transparent)]
    Confine(#[from] JailError),
    /// The program cannot be understood, or has gone away in the middle of a run.
    #[error("a worker cannot talk to its program: {0}")]
    Talk(#[from] io::Error),
}

/// Whether this process is a worker.
pub(crate) fn is_worker() -> bool {
    Custody::of_this_process().is_some()
}

/// Does what the program asks for that started this worker. When that hangs up, the process ends.
///
/// # Errors
/// The program cannot be understood, or has gone away in the middle of a run. Or this process was to confine
/// itself and cannot.
pub(crate) fn serve(factory: &Factory) -> Result<(), ServeError> {
    let custody = Custody::of_this_process().unwrap_or(Custody::Trusted);
    let stream = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    // The socket is nobody else's from now on: not the implementation's, nor that of processes that it
    // starts.
    rustix::stdio::dup2_stdin(File::open("/dev/null")?).map_err(io::Error::from)?;
    let mouth = Arc::new(Mouth(Mutex::new(BufWriter::with_capacity(WAITING, stream.try_clone()?))));
    if custody == Custody::Confined {
        // There are no other threads yet, and no code of the implementation's has run.
        jail::confine_process()?;
    }
    let requests = ears(stream)?;
    heart(&mouth)?;
    io::stdout().write_all(BEGINNING)?;
    io::stdout().flush()?;
    mouth.say(&Response::Ready)?;
    for line in requests {
        let request = serde_json::from_str(&line).map_err(io::Error::from)?;
        answer(&request, factory, custody.trust(), &mouth)?;
    }
    Ok(())
}

fn answer(request: &Request, factory: &Factory, trust: Trust, mouth: &Arc<Mouth>) -> io::Result<()> {
    let test = suite::find(&request.test).ok_or_else(|| io::Error::other("there is no such test"))?;
    let patience = Duration::from_millis(request.patience_ms);
    let listener: Arc<dyn Audience> = Arc::new(Listener { mouth: mouth.clone(), detail: request.detail });
    let audience = (request.detail != Detail::Outcome).then_some(listener);
    let watch = Watch { patience, audience, eyes: request.eyes, steering: request.steering.clone(), trust };
    for seed in request.first..=request.last {
        // The panic hook has told of a panic of the harness's own; the program is to know whose it was.
        let run = panic::catch_unwind(AssertUnwindSafe(|| watch.run(test, seed, factory)));
        let outcome = run.unwrap_or_else(|_| Outcome::of_a_panic_of_ours(test, seed));
        mouth.say(&Response::Outcome(Box::new(outcome)))?;
    }
    Ok(())
}

/// The lines that the program sends. When it hangs up, or is no more, this process ends, whatever it is
/// doing: a run that stands still would otherwise keep a core busy for nobody.
#[expect(clippy::disallowed_methods, reason = "there is nobody left whom an exit status could reach")]
fn ears(stream: UnixStream) -> io::Result<Receiver<String>> {
    let (sender, lines) = unbounded();
    begin(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                break;
            }
        }
        process::exit(0);
    })?;
    Ok(lines)
}

/// Says now and then that this process is there: one that is stopped says nothing.
fn heart(mouth: &Arc<Mouth>) -> io::Result<()> {
    let mouth = mouth.clone();
    begin(move || {
        for _ in tick(HEARTBEAT) {
            if mouth.say(&Response::Alive).is_err() {
                return;
            }
        }
    })
}

#[expect(clippy::disallowed_methods, reason = "these threads listen and speak, and simulate nothing")]
fn begin(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("worker".to_owned()).spawn(work).map(drop)
}

/// The way back to the program. What was said is in the other's hands before the simulation goes on, so that
/// nothing is lost with this process. Only the lines of a trace may wait: if they are lost, the run is
/// repeated without that.
struct Mouth(Mutex<BufWriter<UnixStream>>);

impl Mouth {
    fn say(&self, response: &Response) -> io::Result<()> {
        let mut writer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        serde_json::to_writer(&mut *writer, response)?;
        writer.write_all(b"\n")?;
        writer.flush()
    }

    /// Passes on a line of a trace, at once or with others.
    fn repeat(&self, line: &str, at_once: bool) -> io::Result<()> {
        let mut writer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        writer.write_all(line.as_bytes())?;
        writer.write_all(b"\n")?;
        if at_once { writer.flush() } else { Ok(()) }
    }
}

/// Passes on what a run lets one see.
struct Listener {
    mouth: Arc<Mouth>,
    detail: Detail,
}

impl Audience for Listener {
    fn wants_events(&self) -> bool {
        self.detail.has_events()
    }

    fn wants_records(&self) -> bool {
        self.detail.has_records()
    }

    fn wants_moments(&self) -> bool {
        self.detail.has_moments()
    }

    // Where nobody listens any more, the outcome cannot be passed on either, and that ends the worker.
    fn event(&self, event: LogEvent) {
        let _ = self.mouth.say(&Response::Event(event));
    }

    fn line(&self, line: Line) {
        let _ = self.mouth.say(&Response::Line(line));
    }

    fn record(&self, line: String) {
        let _ = self.mouth.repeat(&line, self.detail.has_moments());
    }

    fn moment(&self, sighting: Sighting) {
        let _ = self.mouth.say(&Response::Moment(sighting));
    }
}
