//! Real programs in cells: what they can still do, and what not.
//!
//! Where the system does not offer Landlock or seccomp, the tests say so, and check that a program runs all
//! the same.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up should say so at once")]
#![allow(clippy::print_stderr, reason = "what is not tested should be seen")]

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use jail::{Calls, Cell, Limits, Protection, offered};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_inmate");

const LIMITS: Limits =
    Limits { cpu_seconds: 20, memory_bytes: 128 << 20, file_bytes: 1 << 20, open_files: 32 };

/// The signal of too much processor time.
const SIGXCPU: i32 = 24;
/// The signal of a file that is too large.
const SIGXFSZ: i32 = 25;

/// A cell in a new folder, which has `inside` in it, and beside which there is `outside`.
struct Place {
    directory: TempDir,
    cell: Cell,
}

impl Place {
    fn new(calls: Calls) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let folder = directory.path().join("cell");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("inside"), "inside").unwrap();
        fs::write(directory.path().join("outside"), "outside").unwrap();
        let cell = Cell {
            folder,
            reads: vec![],
            runs: vec![],
            writes: vec![],
            environment: vec![],
            limits: LIMITS,
            calls,
        };
        Self { directory, cell }
    }

    fn outside(&self) -> PathBuf {
        self.directory.path().join("outside")
    }

    /// What the inmate says and how it ends.
    fn run(&self, deeds: &[&str]) -> Output {
        let deeds = deeds.iter().map(OsString::from);
        let mut command = self.cell.command(Path::new(PROGRAM), Path::new(PROGRAM), deeds).unwrap();
        command.stdin(Stdio::null()).output().unwrap()
    }

    /// With a folder that can be written to.
    fn writable(mut self) -> Self {
        self.cell.writes.push(self.cell.folder.clone());
        self
    }

    /// What the inmate says, line by line, if it ends in peace.
    fn tell(&self, deeds: &[&str]) -> Vec<String> {
        let output = self.run(deeds);
        assert!(output.status.success(), "{output:?}");
        lines(&output)
    }
}

fn lines(output: &Output) -> Vec<String> {
    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
}

/// What this system offers. A test that needs more says that it checks less.
fn protection(needs: fn(&Protection) -> bool) -> bool {
    let offered = offered();
    let is_enough = needs(&offered);
    if !is_enough {
        eprintln!("checked without what this system does not offer: {offered}");
    }
    is_enough
}

fn has_landlock() -> bool {
    protection(|offered| offered.landlock.is_some())
}

fn has_seccomp() -> bool {
    protection(|offered| offered.seccomp)
}

#[test]
fn the_folder_can_be_read_and_written_if_the_cell_says_so() {
    let place = Place::new(Calls::Tools);
    let folder = format!("folder: {}", place.cell.folder.canonicalize().unwrap().display());
    let told = place.tell(&["read=inside", "list=.", "folder", "write=new"]);
    assert_eq!(told[..3], ["read: 6 bytes", "list: 1 entries", &folder]);
    assert_eq!(told[3] == "write: refused: PermissionDenied", has_landlock());

    let told = place.writable().tell(&["write=new", "read=new", "remove=new", "list=."]);
    assert_eq!(told, ["write: done", "read: 20 bytes", "remove: done", "list: 1 entries"]);
}

#[test]
fn files_outside_are_closed() {
    let place = Place::new(Calls::Tools).writable();
    let outside = place.outside();
    let (read, write) = (format!("read={}", outside.display()), format!("write={}", outside.display()));
    let deeds = [&read, &write, "read=../outside", "link=way-out", "read=way-out", "read=/proc/self/environ"];
    let told = place.tell(&deeds);
    if has_landlock() {
        let refused = |verb| format!("{verb}: refused: PermissionDenied");
        assert_eq!(
            told,
            [
                &refused("read"),
                &refused("write"),
                &refused("read"),
                "link: done",
                &refused("read"),
                &refused("read")
            ]
        );
        assert_eq!(fs::read_to_string(outside).unwrap(), "outside");
    } else {
        assert_eq!(told[..2], ["read: 7 bytes", "write: done"]);
    }
}

#[test]
fn what_is_listed_is_open() {
    let mut place = Place::new(Calls::Tools);
    place.cell.reads = vec![place.outside(), PathBuf::from("/no/such/folder")];
    let write = format!("write={}", place.outside().display());
    let told = place.tell(&["read=../outside", &write]);
    assert_eq!(told[0], "read: 7 bytes");
    assert_eq!(told[1] == "write: refused: PermissionDenied", has_landlock());

    place.cell.writes = vec![place.outside()];
    assert_eq!(place.tell(&[&write]), ["write: done"]);
}

#[test]
fn only_what_is_listed_runs() {
    let mut place = Place::new(Calls::Tools);
    let told = place.tell(&["run=/bin/true"]);
    assert_eq!(told == ["run: refused: PermissionDenied"], has_landlock(), "{told:?}");
    place.cell.runs = vec!["/bin/true".into()];
    assert_eq!(place.tell(&["run=/bin/true"]), ["run: exit status: 0"]);
}

#[test]
fn the_environment_is_what_the_cell_says() {
    let mut place = Place::new(Calls::Tools);
    assert_eq!(place.tell(&["environment"]), ["environment: []"]);
    place.cell.environment = vec![("KEY".into(), "value".into())];
    assert_eq!(place.tell(&["environment"]), [r#"environment: [("KEY", "value")]"#]);
}

#[test]
fn there_is_no_network() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let connect = format!("connect={}", listener.local_addr().unwrap());
    let tools = Place::new(Calls::Tools).tell(&[&connect, "listen", "datagram", "unix"]);
    if has_seccomp() {
        assert!(tools.iter().all(|line| line.ends_with("refused: PermissionDenied")), "{tools:?}");
    }
    let host = Place::new(Calls::Host).tell(&[&connect, "listen"]);
    if protection(|offered| offered.landlock >= Some(4)) {
        assert!(host.iter().all(|line| line.ends_with("refused: PermissionDenied")), "{host:?}");
    }
}

#[test]
fn signals_stay_inside() {
    let mut sleeper = Command::new("sleep").arg("100").spawn().unwrap();
    let signal = format!("signal={}", sleeper.id());
    let told = Place::new(Calls::Tools).tell(&[&signal]);
    let is_inside = protection(|offered| offered.landlock >= Some(6));
    assert_eq!(told == ["signal: refused: PermissionDenied"], is_inside, "{told:?}");
    sleeper.kill().unwrap();
    sleeper.wait().unwrap();
}

#[test]
#[cfg(target_os = "linux")]
fn memory_has_an_end() {
    let place = Place::new(Calls::Host);
    assert_eq!(place.tell(&["allocate=64", "allocate=256"]), ["allocate: 64 MiB", "allocate: refused"]);
    let output = place.run(&["hoard"]);
    assert_eq!(output.status.signal(), Some(6), "{output:?}");
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(words.contains("memory allocation of 65536 bytes failed"), "{words}");
}

#[test]
fn processor_time_has_an_end() {
    let mut place = Place::new(Calls::Host);
    place.cell.limits.cpu_seconds = 1;
    let output = place.run(&["burn"]);
    assert_eq!(output.status.signal(), Some(SIGXCPU), "{output:?}");
}

#[test]
fn files_have_an_end() {
    let place = Place::new(Calls::Tools).writable();
    let output = place.run(&["create-large=file"]);
    // SIGXFSZ ends the program, unless whoever runs this test has it ignored.
    let is_ended = output.status.signal() == Some(SIGXFSZ);
    assert!(is_ended || lines(&output) == ["create-large: refused: FileTooLarge"], "{output:?}");
    assert_eq!(fs::metadata(place.cell.folder.join("file")).unwrap().len(), LIMITS.file_bytes);
}

#[test]
fn a_limit_that_is_tighter_stays() {
    let place = Place::new(Calls::Host);
    let mut wide = place.cell.clone();
    wide.limits.open_files = u64::MAX;
    wide.limits.memory_bytes = u64::MAX;
    let deeds = ["read=inside".into()];
    let output = wide.command(Path::new(PROGRAM), Path::new(PROGRAM), deeds).unwrap().output().unwrap();
    assert_eq!(lines(&output), ["read: 6 bytes"]);
}

#[test]
fn what_goes_wrong_is_said() {
    let mut place = Place::new(Calls::Host);
    let launch = |cell: &Cell, program: &str| {
        let mut command = cell.command(Path::new(PROGRAM), Path::new(program), []).unwrap();
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let missing =
        (Some(3), "cannot run /no/such/program: No such file or directory (os error 2)\n".to_owned());
    assert_eq!(launch(&place.cell, "/no/such/program"), missing);
    place.cell.folder = "/no/such/folder".into();
    assert_eq!(
        launch(&place.cell, PROGRAM).1,
        "cannot enter /no/such/folder: No such file or directory (os error 2)\n"
    );

    let output = Command::new(PROGRAM).env("JAIL_ERRAND", "nonsense").output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().starts_with("JAIL_ERRAND makes no sense: "));
}
