//! Hunts that are stopped half-way: what is known is kept, `--resume` does the rest, and nobody stays behind.
//!
//! The peers of one test wait at a gate that is shut while the test here holds a lock. So the hunt is met in
//! the middle of its work without a race: all runs of the other test are done, and none of this one.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use tempfile::TempDir;

use crate::program::{Ran, broken, families, objects, ran, report_in, run};

/// The hunt: 16 runs that come through, and as many that wait.
const HUNT: &str =
    "hunt initial_election many_elections --seeds 16 --jobs 2 --watchdog 600 --stable --out report";

/// How long the bounded waits are, in seconds. Nothing here takes a tenth of it.
const PATIENCE: u64 = 60;

struct Scene {
    directory: TempDir,
    gate: File,
}

impl Scene {
    /// The gate is shut.
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        let gate = File::create(directory.path().join("gate")).unwrap();
        gate.lock().unwrap();
        Self { directory, gate }
    }

    fn report(&self) -> PathBuf {
        self.directory.path().join("report")
    }

    fn program(&self) -> Command {
        let mut program = broken("waits-at-the-gate");
        program.current_dir(self.directory.path()).env("TRIAL_GATE", self.directory.path().join("gate"));
        program
    }

    fn hunt(&self) -> Child {
        let mut program = self.program();
        program.args(HUNT.split_whitespace()).stdout(Stdio::piped()).stderr(Stdio::piped());
        program.spawn().expect("the program starts")
    }

    /// Waits until no worker of this scene is left, though the gate is shut, and lets the peers pass.
    fn open(&self) {
        wait_until("the workers leave", || self.workers().is_empty());
        self.gate.unlock().unwrap();
    }

    /// Waits until all that can be done before the gate is done, and kept.
    fn wait_at_the_gate(&self) {
        wait_until("the first test is done", || {
            let report = fs::read_to_string(self.report().join("report.jsonl")).unwrap_or_default();
            report.contains("\"first\":1,\"last\":16,\"runs\":16,")
        });
    }

    /// The processes that serve this scene's hunt, by the numbers that the system gave them.
    fn workers(&self) -> Vec<String> {
        let gate = self.directory.path().join("gate").to_string_lossy().into_owned();
        let is_ours = |environment: &[u8]| {
            let environment = String::from_utf8_lossy(environment);
            environment.contains("RAFTLAB_WORKER=") && environment.contains(&gate)
        };
        let processes = fs::read_dir("/proc").unwrap().flatten();
        let ours = processes.filter(|process| {
            // One that ends meanwhile has no environment to read, and one that has ended an empty one.
            fs::read(process.path().join("environ")).is_ok_and(|environment| is_ours(&environment))
        });
        ours.map(|process| process.file_name().to_string_lossy().into_owned()).collect()
    }

    /// Goes on with the hunt, whose report must then be that of a hunt that was never stopped.
    fn resume(&self) {
        let resumed = run(&mut self.program(), &format!("{HUNT} --resume"));
        assert_eq!(resumed.status, 0, "{}", resumed.told());
        assert!(resumed.stdout.contains("\n32 passed, 0 failed\n"), "{}", resumed.stdout);
        let whole = run(&mut self.program(), &HUNT.replace("--out report", "--json"));
        assert!(!whole.stderr.contains("--resume"), "nothing is kept that could go on: {}", whole.stderr);
        assert_eq!(report_in(&self.report()), whole.stdout);
    }
}

#[expect(clippy::disallowed_methods, reason = "this side of the screen has real time and real threads")]
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed().as_secs() < PATIENCE, "waited in vain until {what}");
        thread::yield_now();
    }
}

fn signal(child: &Child, name: &str) {
    let kill = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
}

/// The first line that the hunt prints: from then on it hears of interrupts.
fn first_line(child: &mut Child) -> (String, BufReader<impl Read + use<>>) {
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    (line, reader)
}

#[test]
fn a_hunt_that_is_killed_loses_nothing_that_it_has_written() {
    let scene = Scene::new();
    let mut child = scene.hunt();
    scene.wait_at_the_gate();
    let another = run(&mut scene.program(), &format!("{HUNT} --resume"));
    assert_eq!(
        (another.status, another.stderr.as_str()),
        (2, "error: another `hunt` or `grade` is at work in report\n")
    );
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().code(), None, "a signal ended it");
    let report = objects(&report_in(&scene.report()));
    assert_eq!((report.len(), &report[0]["complete"]), (2, &false.into()), "{report:?}");

    scene.open();
    let resumed = run(&mut scene.program(), &format!("{HUNT} --resume --json"));
    assert!(
        resumed
            .stderr
            .starts_with("hunting: 2 tests, seeds 1 to 16, 2 runs at a time, 16 runs done before\n")
    );
    scene.resume();
}

/// What a hunt says that is interrupted by this signal: at once, or once it has come to the gate.
fn interrupt(scene: &Scene, name: &str, at_once: bool) -> Ran {
    let mut child = scene.hunt();
    let (mut told, mut rest) = first_line(&mut child);
    if !at_once {
        scene.wait_at_the_gate();
    }
    signal(&child, name);
    rest.read_to_string(&mut told).unwrap();
    let ended = ran(child.wait_with_output().unwrap());
    Ran { stdout: told, ..ended }
}

#[test]
fn a_hunt_that_is_interrupted_tells_what_it_knows() {
    for (name, at_once) in [("-INT", false), ("-TERM", false), ("-INT", true)] {
        let scene = Scene::new();
        let ran = interrupt(&scene, name, at_once);
        assert_eq!(ran.status, 1, "{name}: {}", ran.told());
        let passed = if at_once { "" } else { "\n16" };
        let summary = format!("{passed} passed, 0 failed, interrupted\n");
        assert!(ran.stdout.contains(&summary), "{name}: {}", ran.stdout);
        assert!(ran.stdout.contains(" are missing; `--resume` does the rest\n"), "{name}: {}", ran.stdout);
        assert!(
            ran.stdout.contains("\nmany_elections_2A                       0       0  -"),
            "{}",
            ran.stdout
        );
        assert_eq!(objects(&report_in(&scene.report()))[0]["complete"], false);
        scene.open();
        scene.resume();
    }
}

/// A worker may die of something that is no fault of the implementation's: the system lacks memory, or a
/// scheduler ends all processes of a job. Its run is done again.
#[test]
fn a_worker_that_somebody_else_ends_is_nobodys_bug() {
    let scene = Scene::new();
    let mut child = scene.hunt();
    scene.wait_at_the_gate();
    let workers = scene.workers();
    assert_eq!(workers.len(), 2, "{workers:?}");
    let kill = Command::new("kill").args(["-KILL", &workers[0]]).status().unwrap();
    let terminate = Command::new("kill").args(["-TERM", &workers[1]]).status().unwrap();
    assert!(kill.success() && terminate.success());
    scene.gate.unlock().unwrap();
    let mut told = String::new();
    child.stdout.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{told}");
    let whole = run(&mut scene.program(), &HUNT.replace("--out report", "--json"));
    assert_eq!(report_in(&scene.report()), whole.stdout);
}

/// Logs are written last. A hunt that ends before has none, and whoever goes on with it makes them.
#[test]
fn logs_that_an_interrupted_hunt_did_not_write_are_made_up_for() {
    let directory = TempDir::new().unwrap();
    let hunt = |more: &str| {
        let arguments = "hunt initial_election many_elections --seeds 4 --keep-going --stable --out";
        run(broken("moody").current_dir(directory.path()), &format!("{arguments} {more}"))
    };
    assert_eq!((hunt("whole").status, hunt("half").status), (1, 1));
    let [whole, half] = ["whole", "half"].map(|name| directory.path().join(name));
    fs::remove_dir_all(half.join("logs")).unwrap();
    let report = report_in(&half);
    let (first_test, _) = report.split_once("{\"test\":\"many_elections_2A\"").unwrap();
    fs::write(half.join("report.jsonl"), first_test.replace("\"complete\":true", "\"complete\":false"))
        .unwrap();

    let resumed = hunt("half --resume");
    assert_eq!(resumed.status, 1, "{}", resumed.told());
    assert!(resumed.stdout.contains(", 4 runs done before\n"), "{}", resumed.stdout);
    assert_eq!(report_in(&half), report);
    let logs = |directory: &Path| {
        let entries = fs::read_dir(directory.join("logs")).unwrap().map(|entry| entry.unwrap().path());
        let read = |path: PathBuf| (path.file_name().unwrap().to_owned(), fs::read(&path).unwrap());
        entries.map(read).collect::<BTreeMap<_, _>>()
    };
    assert_eq!(logs(&half), logs(&whole));
    assert_eq!(logs(&half).len(), families(&report).len());
}
