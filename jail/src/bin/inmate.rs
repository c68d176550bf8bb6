//! A program that tries what it is told to, and says what came of it: a launcher, and what is launched.
//!
//! Each argument is a deed, as in `read=/etc/passwd`, and gives one line on standard output.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "this program does what a confined program would do"
)]

use std::env;
use std::fs;
use std::hint::black_box;
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixDatagram;
use std::process::{self, Command, ExitCode};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

fn main() -> ExitCode {
    if jail::is_launcher() {
        eprintln!("{}", jail::launch());
        return ExitCode::from(3);
    }
    for deed in env::args().skip(1) {
        let (verb, object) = deed.split_once('=').unwrap_or((&deed, ""));
        let told = match attempt(verb, object) {
            Ok(said) => said,
            Err(error) => format!("refused: {:?}", error.kind()),
        };
        println!("{verb}: {told}");
        io::stdout().flush().expect("somebody reads this");
        if verb.starts_with("confine") && told != "done" {
            // What comes next was meant for a confined program.
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

fn attempt(verb: &str, object: &str) -> io::Result<String> {
    let done = || "done".to_owned();
    match verb {
        "read" => fs::read_to_string(object).map(|text| format!("{} bytes", text.len())),
        "list" => fs::read_dir(object).map(|entries| format!("{} entries", entries.count())),
        "write" => fs::write(object, "written by an inmate").map(|()| done()),
        "create-large" => fs::write(object, vec![0; 4 << 20]).map(|()| done()),
        "link" => std::os::unix::fs::symlink("/etc/passwd", object).map(|()| done()),
        "remove" => fs::remove_file(object).map(|()| done()),
        "environment" => Ok(format!("{:?}", env::vars().collect::<Vec<_>>())),
        "folder" => env::current_dir().map(|folder| folder.display().to_string()),
        "connect" => TcpStream::connect(object).map(|_| done()),
        "listen" => TcpListener::bind("127.0.0.1:0").map(|_| done()),
        "datagram" => UdpSocket::bind("127.0.0.1:0").map(|_| done()),
        "unix" => UnixDatagram::unbound().map(|_| done()),
        "run" => Command::new(object).output().map(|output| output.status.to_string()),
        "signal" => signal(object.parse().expect("a process's number")),
        "thread" => in_thread(move || Ok(done())),
        "sleep" => {
            thread::sleep(Duration::from_millis(1));
            Ok(done())
        }
        "confine-process" => jail::confine_process().map(|()| done()).map_err(io::Error::other),
        "confine-thread" => jail::confine_thread().map(|()| done()).map_err(io::Error::other),
        "thread-of-confined-thread" => in_thread(|| {
            jail::confine_thread().map_err(io::Error::other)?;
            in_thread(|| Ok("done".to_owned()))
        }),
        "cost-of-confine-thread" => Ok(cost()),
        "allocate" => Ok(allocate(object.parse().expect("a number of MiB"))),
        "hoard" => hoard(),
        "burn" => loop {
            black_box(0);
        },
        "overflow" => in_thread(|| Ok(deep(0).to_string())),
        "panic" => {
            Ok(thread::spawn(|| panic!("as told")).join().map_or_else(|_| "caught".into(), |()| done()))
        }
        "abort" => process::abort(),
        "exit" => process::exit(object.parse().expect("a status")),
        _ => Err(io::ErrorKind::Unsupported.into()),
    }
}

fn in_thread(deed: impl FnOnce() -> io::Result<String> + Send + 'static) -> io::Result<String> {
    thread::Builder::new().spawn(deed)?.join().unwrap_or_else(|_| Ok("panicked".into()))
}

fn signal(number: i32) -> io::Result<String> {
    let process = Pid::from_raw(number).ok_or(io::ErrorKind::InvalidInput)?;
    kill_process(process, Signal::WINCH)?;
    Ok("done".to_owned())
}

fn allocate(mebibytes: usize) -> String {
    let mut block = Vec::<u8>::new();
    match block.try_reserve_exact(mebibytes << 20) {
        Ok(()) => {
            block.resize(mebibytes << 20, 1);
            format!("{} MiB", black_box(&block).len() >> 20)
        }
        Err(_) => "refused".to_owned(),
    }
}

fn hoard() -> io::Result<String> {
    let mut blocks = Vec::new();
    loop {
        blocks.push(black_box(vec![1_u8; 64 << 10]));
    }
}

fn deep(depth: u64) -> u64 {
    let frame = black_box([depth; 64]);
    if frame[0] == u64::MAX { 0 } else { deep(depth + 1) + frame[1] }
}

/// How long a thread takes that does nothing, with and without a filter of its own.
fn cost() -> String {
    let measure = |is_confined: bool| {
        let begun = Instant::now();
        for _ in 0..1000 {
            let (sender, receiver) = mpsc::channel();
            let thread = thread::spawn(move || {
                let is_fine = !is_confined || jail::confine_thread().is_ok();
                let _ = sender.send(is_fine);
            });
            assert!(receiver.recv().expect("the thread lives"), "the thread could not be confined");
            thread.join().expect("the thread lives");
        }
        begun.elapsed() / 1000
    };
    measure(true);
    format!("{:?} with, {:?} without", measure(true), measure(false))
}
