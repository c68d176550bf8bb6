//! What a worker prints, on its way to where it is to be seen.
//!
//! Whoever reads it may be slow, as a pager is, and a worker must not stand still for that: its simulation
//! would be given up. So one thread takes in all there is, and another passes it on.

use std::io::{self, Read, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};

/// How many of the last words are kept, in bytes.
const LAST_WORDS: usize = 4096;

/// How much may wait to be passed on, in bytes. What is printed beyond it is lost: there is only so much
/// memory.
const WAITING: usize = 64 << 20;

/// Printed by a worker when it begins to serve. What comes before it on standard output is not the
/// implementation's.
pub(super) const BEGINNING: &[u8] = b"\x01raftlab worker\x01\n";

/// Where a stream goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Nowhere,
    Stdout,
    Stderr,
    /// What a test prints: shown by the test's harness if the test fails.
    TestOutput,
}

/// One stream of one worker.
pub(super) struct Pump {
    tail: Arc<Mutex<Vec<u8>>>,
    /// Closed when the stream has ended.
    read: Receiver<()>,
    /// Closed when all of it has been passed on.
    written: Receiver<()>,
}

impl Pump {
    /// Begins to pass on what comes from `stream`, after the line `from` if there is one.
    ///
    /// # Errors
    /// The system has no threads to give.
    pub(super) fn start(
        stream: impl Read + Send + 'static,
        from: Option<&'static [u8]>,
        target: Target,
    ) -> io::Result<Self> {
        let tail = Arc::new(Mutex::new(Vec::new()));
        let (sender, pieces) = unbounded();
        let (reading, read) = bounded(0);
        let (writing, written) = bounded(0);
        let queue = Queue { sender, waiting: Arc::default(), target };
        let (kept, count) = (tail.clone(), queue.waiting.clone());
        begin(move || {
            take_in(stream, from, &kept, &queue);
            drop((queue, reading));
        })?;
        begin(move || {
            pass_on(&pieces, &count, target);
            drop(writing);
        })?;
        Ok(Self { tail, read, written })
    }

    /// Waits until the stream has ended, but not for longer than `patience`: a process that the worker has
    /// left behind may hold it open for ever. Whether it has ended.
    pub(super) fn wait_for_end(&self, patience: Duration) -> bool {
        self.read.recv_timeout(patience).is_err_and(|error| error.is_disconnected())
    }

    /// Waits until all that came has been passed on, however slow the reader is: what was printed is not
    /// lost. Only for a stream that has ended.
    pub(super) fn drain(&self) {
        // Nothing is ever sent: this returns when the thread has ended.
        let _ = self.written.recv();
    }

    /// The last that came.
    pub(super) fn last_words(&self) -> String {
        let tail = self.tail.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&tail).into_owned()
    }
}

#[expect(clippy::disallowed_methods, reason = "these threads read and write, and simulate nothing")]
fn begin(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("output of a worker".to_owned()).spawn(work).map(drop)
}

/// Between the thread that reads and the one that writes.
struct Queue {
    sender: Sender<Vec<u8>>,
    /// How many bytes are in it.
    waiting: Arc<AtomicUsize>,
    target: Target,
}

impl Queue {
    fn push(&self, piece: &[u8]) {
        let is_wanted = self.target != Target::Nowhere && !piece.is_empty();
        if is_wanted && self.waiting.load(Ordering::Relaxed) < WAITING {
            self.waiting.fetch_add(piece.len(), Ordering::Relaxed);
            // Where nobody can write any more, nobody wants it.
            let _ = self.sender.send(piece.to_vec());
        }
    }
}

/// Reads until the end, and keeps the last words.
fn take_in(mut stream: impl Read, mut from: Option<&[u8]>, tail: &Mutex<Vec<u8>>, queue: &Queue) {
    let mut buffer = vec![0; 16 << 10];
    let mut before: Vec<u8> = Vec::new();
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        let mut piece = &buffer[..read];
        if let Some(line) = from {
            before.extend_from_slice(piece);
            let Some(at) = before.windows(line.len()).position(|window| window == line) else { continue };
            let rest = before.len() - at - line.len();
            piece = &piece[read - rest..];
            from = None;
        }
        queue.push(piece);
        let mut tail = tail.lock().unwrap_or_else(PoisonError::into_inner);
        tail.extend_from_slice(piece);
        let surplus = tail.len().saturating_sub(LAST_WORDS);
        tail.drain(..surplus);
    }
}

/// Writes what comes, as long as somebody reads it.
fn pass_on(pieces: &Receiver<Vec<u8>>, waiting: &AtomicUsize, target: Target) {
    for piece in pieces {
        waiting.fetch_sub(piece.len(), Ordering::Relaxed);
        if write(target, &piece).is_err() {
            return;
        }
    }
}

#[expect(clippy::print_stdout, reason = "only what is printed this way can be captured by a test's harness")]
fn write(target: Target, piece: &[u8]) -> io::Result<()> {
    match target {
        Target::Nowhere => Ok(()),
        Target::Stdout => io::stdout().write_all(piece).and_then(|()| io::stdout().flush()),
        Target::Stderr => io::stderr().write_all(piece),
        Target::TestOutput => {
            print!("{}", String::from_utf8_lossy(piece));
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pumped(text: &'static [u8], from: Option<&'static [u8]>) -> String {
        let pump = Pump::start(text, from, Target::Nowhere).expect("there are threads");
        assert!(pump.wait_for_end(Duration::from_mins(1)));
        pump.last_words()
    }

    #[test]
    fn what_comes_before_the_beginning_is_left_out() {
        assert_eq!(pumped(b"running 1 test\n\x01raftlab worker\x01\nhello", Some(BEGINNING)), "hello");
        assert_eq!(pumped(b"running 1 test\n", Some(BEGINNING)), "");
        assert_eq!(pumped(b"hello", None), "hello");
    }
}
