//! `lab replay --trace` and what else is kept of a run: read back, and held to what must be true of it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use timeline::Reader;
use timeline::record::{Entry, Event, Header, Record, Snapshot, State, What};

use crate::program::{Ran, broken, lab, objects, run};

/// A whole trace.
struct Trace {
    header: Header,
    records: Vec<Record>,
}

impl Trace {
    fn read(path: &Path) -> Self {
        let (header, records) = Reader::new(BufReader::new(File::open(path).unwrap())).unwrap();
        Self { header, records: records.collect::<Result<_, _>>().unwrap() }
    }

    fn events(&self) -> impl Iterator<Item = &Event> {
        self.records.iter().filter_map(|record| match record {
            Record::Event(event) => Some(event),
            _ => None,
        })
    }
}

/// Runs `program` with `words` and a trace.
fn traced(program: &mut Command, words: &str) -> (Ran, Trace) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("run.trace");
    let ran = run(program.arg("--color=never"), &format!("{words} --trace {}", path.display()));
    (ran, Trace::read(&path))
}

/// Runs of all kinds: crashes, partitions, losses, second deliveries, snapshots.
const RUNS: [&str; 4] = ["figure8_2C 1", "swarm_X 2", "swarm_X 3", "snapshot_install_unreliable_2D 1"];

#[test]
fn a_recorded_run_is_the_run_itself() {
    for words in RUNS {
        let plain = run(&mut lab(), &format!("replay {words} --json"));
        let plain: Value = serde_json::from_str(&plain.stdout).unwrap();
        let (ran, trace) = traced(&mut lab(), &format!("replay {words}"));
        assert_eq!(ran.status, 0, "{}", ran.told());
        assert_eq!(Value::from(trace.header.digest.clone()), plain["digest"], "{words}");
        let ids: Vec<u64> = trace.events().map(|event| event.id).collect();
        assert!(ids.iter().copied().eq(0..trace.header.events), "{words}: {} events", ids.len());
    }
}

#[test]
fn what_comes_of_a_message_names_it_as_its_cause() {
    for words in RUNS {
        let (_, trace) = traced(&mut lab(), &format!("replay {words}"));
        let events: BTreeMap<u64, &Event> = trace.events().map(|event| (event.id, event)).collect();
        let mut last: BTreeMap<Option<usize>, u64> = BTreeMap::new();
        for event in trace.events() {
            let before = last.insert(event.node, event.id);
            assert!(before.is_none_or(|before| event.parents.contains(&before)), "{words}: {event:?}");
            let Some(call) = call_of(&event.what) else { continue };
            let causes: Vec<&What> = event.parents.iter().map(|parent| &events[parent].what).collect();
            let of_the_call = |kinds: &[&str]| {
                causes.iter().any(|cause| call_of(cause) == Some(call) && kinds.contains(&cause.kind()))
            };
            let is_caused = match &event.what {
                What::Duplicate { .. } | What::Drop { .. } => of_the_call(&["send"]),
                What::Deliver { .. } => of_the_call(&["send", "duplicate"]),
                What::Reply { .. } => of_the_call(&["deliver"]),
                What::Answer { .. } => of_the_call(&["reply"]),
                _ => true,
            };
            assert!(is_caused, "{words}: {event:?} comes of {causes:?}");
        }
    }
}

fn call_of(what: &What) -> Option<u64> {
    match what {
        What::Send { call, .. }
        | What::Duplicate { call, .. }
        | What::Deliver { call, .. }
        | What::Reply { call, .. }
        | What::Answer { call, .. }
        | What::Drop { call, .. } => Some(*call),
        _ => None,
    }
}

#[test]
fn an_agreement_comes_of_what_was_applied() {
    let (_, trace) = traced(&mut lab(), "replay basic_agree_2B 1");
    let applied: Vec<u64> = trace
        .events()
        .filter_map(|event| matches!(event.what, What::Apply { .. }).then_some(event.id))
        .collect();
    let agreed =
        trace.events().filter(|event| matches!(&event.what, What::Test { step } if step == "agreed"));
    let causes: Vec<usize> =
        agreed.map(|event| event.parents.iter().filter(|parent| applied.contains(parent)).count()).collect();
    assert_eq!(causes, [3, 3, 3], "all three peers must apply each of three commands");
}

/// A peer, put together from what was told of it.
#[derive(Default)]
struct Peer {
    running: bool,
    term: u64,
    edge: u64,
    log: BTreeMap<u64, Entry>,
}

impl Peer {
    fn take(&mut self, state: &State) {
        self.running = state.running.unwrap_or(self.running);
        self.term = state.term.unwrap_or(self.term);
        if let Some(Snapshot { index, .. }) = state.snapshot {
            self.edge = index;
            self.log.retain(|at, _| *at > index);
        }
        if let Some(change) = &state.log {
            self.log.retain(|at, _| *at < change.from);
            self.log.extend((change.from..).zip(change.entries.iter().cloned()));
        }
    }
}

#[test]
fn states_tell_what_peers_hold() {
    for words in RUNS {
        let (_, trace) = traced(&mut lab(), &format!("replay {words}"));
        let mut peers: BTreeMap<usize, Peer> = BTreeMap::new();
        let mut applied = 0;
        for record in &trace.records {
            match record {
                Record::State(state) => peers.entry(state.node).or_default().take(state),
                Record::Event(Event {
                    node: Some(node), what: What::Apply { index, digest, .. }, ..
                }) => {
                    let peer = &peers[node];
                    applied += 1;
                    let entry = peer.log.get(index).map(|Entry(_, digest)| digest);
                    assert!(
                        peer.running && (*index <= peer.edge || entry == Some(digest)),
                        "{words}: {record:?}"
                    );
                }
                Record::Event(Event { node: Some(node), term: Some(term), what, .. }) => {
                    // Within a step the term can be ahead of what was last seen, but never behind.
                    let known = peers.get(node).filter(|peer| peer.running).map_or(0, |peer| peer.term);
                    assert!(*term >= known || matches!(what, What::Boot { .. }), "{words}: {record:?}");
                }
                _ => {}
            }
        }
        assert!(applied > 10, "{words}");
    }
}

#[test]
fn messages_are_told_with_the_tests_commands() {
    let (_, trace) = traced(&mut lab(), "replay basic_agree_2B 1");
    let entries = trace.events().filter_map(|event| match &event.what {
        What::Send { args, .. } => args["entries"].as_array().cloned(),
        _ => None,
    });
    let commands: Vec<Value> = entries.flatten().map(|entry| entry["command"].clone()).collect();
    assert!(commands.contains(&Value::from(100)) && commands.contains(&Value::from(300)), "{commands:?}");
    let texts: Vec<&str> = trace.events().map(|event| event.text.as_str()).collect();
    let told = texts.iter().find(|text| text.contains("RequestVote: term 1, candidate ")).unwrap();
    assert!(told.contains(", last_log.index 0, last_log.term 0"), "{told}");
}

/// Lines are no events: whatever is logged, the rest of the trace stays as it is.
#[test]
fn logs_are_told_beside_the_events_and_change_nothing() {
    let words = "replay figure8_2C 1";
    let (_, usual) = traced(lab().env_remove("RUST_LOG"), words);
    let (_, silent) = traced(lab().env("RUST_LOG", "off"), words);
    let (_, fewer) = traced(lab().env("RUST_LOG", "warn,raft::election=info"), words);
    let logged = |trace: &Trace| {
        let lines = trace.records.iter().filter_map(|record| match record {
            Record::Log(line) => Some(line.clone()),
            _ => None,
        });
        lines.collect::<Vec<_>>()
    };
    assert!(logged(&silent).is_empty());
    let won = logged(&fewer);
    assert!(won.iter().all(|line| (line.level.as_str(), line.target.as_str()) == ("info", "raft::election")));
    assert!(won.iter().any(|line| line.text == "won the election votes=3" && line.term > Some(0)), "{won:?}");
    assert!(logged(&usual).len() > won.len() && won.iter().all(|line| logged(&usual).contains(line)));
    let rest = |trace: &Trace| {
        let is_rest = |record: &&Record| !matches!(record, Record::Log(_));
        trace.records.iter().filter(is_rest).cloned().collect::<Vec<_>>()
    };
    assert!(rest(&usual) == rest(&silent) && rest(&usual) == rest(&fewer) && usual.header == silent.header);
}

#[test]
fn the_event_log_shows_lines_with_term_and_level() {
    let ran = run(lab().arg("--color=never"), "replay initial_election_2A 1 --log --kind log,role");
    assert!(ran.stdout.contains("  [term 0] debug: stands for election in term 1\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("  [term 1] info: won the election votes=2\n"), "{}", ran.stdout);
    let none = run(lab().env("RUST_LOG", "off").arg("--color=never"), "replay initial_election_2A 1 --log");
    assert!(!none.stdout.contains("won the election"), "{}", none.stdout);
}

#[test]
fn a_filter_that_makes_no_sense_is_named() {
    for words in ["replay initial_election_2A 1", "hunt initial_election_2A --seeds 1"] {
        let ran = run(lab().env("RUST_LOG", "raft=loud"), words);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{words}");
        assert!(ran.stderr.starts_with("error: RUST_LOG is `raft=loud`: set it to "), "{}", ran.stderr);
    }
}

/// What was told until then is there, however suddenly it ended.
#[test]
fn a_run_that_ends_its_process_leaves_a_whole_trace() {
    for (flaw, rule) in
        [("aborts", "process-survives"), ("exits", "process-survives"), ("overflows", "bounded-recursion")]
    {
        let (ran, trace) = traced(&mut broken(flaw), "replay initial_election_2A 1");
        assert_eq!(ran.status, 1, "{flaw}: {}", ran.told());
        let failure = trace.header.failure.as_ref().unwrap();
        assert_eq!((failure.rule.as_str(), failure.peers.as_slice()), (rule, [1].as_slice()));
        let count = trace.events().count() as u64;
        assert!(trace.header.events == count && count > 30, "{flaw}: {count} events");
    }
    let (_, trace) = traced(&mut broken("panics"), "replay initial_election_2A 1");
    let shown = trace.header.failure.as_ref().and_then(|failure| failure.event).unwrap();
    let event = trace.events().find(|event| event.id == shown).unwrap();
    assert_eq!(event.what, What::Panic {});
}

#[test]
fn a_replay_writes_all_that_it_is_asked_for() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    let words =
        ["trace", "html", "perfetto", "shiviz"].map(|form| format!("--{form} {}", path(form).display()));
    let ran = run(lab().arg("--color=never"), &format!("replay initial_election_2A 1 {}", words.join(" ")));
    assert_eq!(ran.status, 0, "{}", ran.told());
    for form in ["trace", "html", "perfetto", "shiviz"] {
        assert!(ran.stdout.contains(&format!("\n  {form}: {}", path(form).display())), "{}", ran.stdout);
        assert!(fs::metadata(path(form)).unwrap().len() > 1_000, "{form}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "nothing else is left there");
    let nowhere = folder.path().join("no/such/folder/x");
    let ran = run(&mut lab(), &format!("replay initial_election_2A 1 --trace {}", nowhere.display()));
    assert_eq!((ran.status, ran.stdout.as_str()), (2, ""));
    assert!(
        ran.stderr.contains("no/such/folder is not there: make that folder, or name a file in another"),
        "{}",
        ran.stderr
    );
}

#[test]
fn failures_of_cargo_test_are_drawn_by_themselves() {
    let (package, drawn) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let check = |program: &mut Command| {
        program.env("TRIAL_TEST", "initial_election_2A").env("TRIAL_PACKAGE", package.path());
        run(program.env("LAB_SEEDS", "3").env("LAB_TIMELINES", drawn.path()), "")
    };
    let ran = check(&mut broken("panics"));
    let page = drawn.path().join("initial_election_2A-1.html");
    assert!(ran.stdout.contains(&format!("\n  timeline: {}\n", page.display())), "{}", ran.stdout);
    assert!(fs::read_to_string(&page).unwrap().contains("initial_election_2A"));
    assert_eq!(fs::read_dir(drawn.path()).unwrap().count(), 1, "only the first failing seed is drawn");

    // What cannot be drawn changes no verdict.
    let mut unwritable = broken("panics");
    unwritable.env("TRIAL_TEST", "initial_election_2A").env("TRIAL_PACKAGE", package.path());
    let ran = run(unwritable.env("LAB_SEED", "1").env("LAB_TIMELINES", "/dev/null/x"), "");
    assert_eq!(ran.status, 1);
    assert!(
        ran.stdout.contains("\n  warning: no timeline of seed 1: cannot write /dev/null/x/"),
        "{}",
        ran.stdout
    );
    assert!(ran.stderr.contains("initial_election_2A failed"), "{}", ran.stderr);
}

#[test]
fn failures_of_a_hunt_are_drawn_by_themselves() {
    let folder = TempDir::new().unwrap();
    let words = format!("hunt initial_election_2A --seeds 3 --keep-going --out {}", folder.path().display());
    let ran = run(broken("panics").env_remove("LAB_TIMELINES"), &words);
    assert_eq!(ran.status, 1, "{}", ran.told());
    let report = fs::read_to_string(folder.path().join("report.jsonl")).unwrap();
    let families = objects(&report).into_iter().filter(|line| line["family"].is_string()).count();
    let pages: Vec<_> = fs::read_dir(folder.path().join("timelines")).unwrap().collect();
    assert_eq!(pages.len(), families);
    for page in pages {
        assert!(
            ran.stdout.contains(&format!("timeline: {}\n", page.unwrap().path().display())),
            "{}",
            ran.stdout
        );
    }
}

#[test]
fn merging_brings_the_timelines_along() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    for shard in ["1", "2"] {
        let words = format!("hunt initial_election_2A --seeds 4 --shard {shard}/2 --out {}", path(shard));
        assert_eq!(run(broken("panics").env_remove("LAB_TIMELINES"), &words).status, 1);
    }
    let ran = run(&mut lab(), &format!("merge {} {} --out {}", path("1"), path("2"), path("out")));
    assert_eq!(ran.status, 1, "{}", ran.told());
    let pages = |name: &str| fs::read_dir(folder.path().join(name).join("timelines")).unwrap().count();
    assert_eq!((pages("1"), pages("out")), (1, 1));
}
