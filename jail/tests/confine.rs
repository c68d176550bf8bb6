//! Real programs that confine themselves: what is left to them.
//!
//! Where the system offers no seccomp, the tests say so, and check that a program is told so.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up should say so at once")]
#![allow(clippy::print_stderr, reason = "what is not tested should be seen")]

use std::fs;
use std::net::TcpListener;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_inmate");

/// What a program does that has confined itself in this way; `None` where that cannot be had, which it has to
/// be told.
fn confined(how: &str, deeds: &[&str]) -> Option<Output> {
    let mut command = Command::new(PROGRAM);
    let output = command.arg(how).args(deeds).stdin(Stdio::null()).output().unwrap();
    let first = lines(&output).remove(0);
    if jail::offered().seccomp {
        assert_eq!(first, format!("{how}: done"));
        return Some(output);
    }
    eprintln!("not checked: {}", jail::offered());
    assert_eq!(first, format!("{how}: refused: Other"));
    None
}

fn lines(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn what_a_program_needs_to_compute_is_left() {
    let deeds =
        ["allocate=64", "thread", "sleep", "panic", "environment", "thread-of-confined-thread", "thread"];
    let Some(output) = confined("confine-process", &deeds) else { return };
    assert!(output.status.success(), "{output:?}");
    let told = lines(&output);
    assert_eq!(told[1..5], ["allocate: 64 MiB", "thread: done", "sleep: done", "panic: caught"]);
    assert_eq!(told[6..], ["thread-of-confined-thread: refused: PermissionDenied", "thread: done"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("as told"));
}

#[test]
fn all_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "untouched").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = std::process::id();
    let deeds = [
        "read=/etc/passwd",
        "read=/proc/self/environ",
        &format!("read=/proc/{own}/environ"),
        "read=/proc/self/fd/0",
        "read=/dev/fd/1",
        "write=/dev/stdout",
        "list=/",
        &format!("write={}", file.display()),
        &format!("remove={}", file.display()),
        &format!("link={}", folder.path().join("link").display()),
        "folder",
        &format!("connect={}", listener.local_addr().unwrap()),
        "listen",
        "datagram",
        "unix",
        "run=/bin/true",
        "run=/proc/self/exe",
        &format!("signal={own}"),
    ];
    let Some(output) = confined("confine-process", &deeds) else { return };
    assert!(output.status.success(), "{output:?}");
    for line in &lines(&output)[1..] {
        assert!(line.ends_with("refused: PermissionDenied"), "{line}");
    }
    assert_eq!(lines(&output).len(), deeds.len() + 1);
    assert_eq!(fs::read_to_string(file).unwrap(), "untouched");
}

#[test]
fn a_confined_thread_starts_nothing() {
    let Some(output) = confined("confine-thread", &["thread", "run=/bin/true", "read=/etc/passwd"]) else {
        return;
    };
    let told = lines(&output);
    assert_eq!(told[1..3], ["thread: refused: PermissionDenied", "run: refused: PermissionDenied"]);
    assert!(told[3].ends_with("bytes"), "files are another matter: {told:?}");
}

#[test]
fn an_end_shows_as_what_it_is() {
    let end = |deed: &str| confined("confine-process", &["confine-thread", deed]);
    let Some(exit) = end("exit=7") else { return };
    assert_eq!(exit.status.code(), Some(7));
    assert_eq!(end("abort").unwrap().status.signal(), Some(6));

    let overflow = confined("confine-process", &["overflow"]).unwrap();
    assert_eq!(overflow.status.signal(), Some(6), "{overflow:?}");
    let words = String::from_utf8(overflow.stderr).unwrap();
    assert!(words.contains("has overflowed its stack"), "{words}");
}

#[test]
fn a_confined_thread_costs_little() {
    let Some(output) = confined("confine-process", &["cost-of-confine-thread"]) else { return };
    eprintln!("{}", lines(&output)[1]);
    assert!(output.status.success(), "a filter a run, a thousand times: {output:?}");
}
