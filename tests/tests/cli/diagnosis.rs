//! Every way to get stuck or to die is met by a hunt, told with its place, its time and what may help, and
//! does not keep the hunt from going on.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{Ran, broken, families, objects, run};

/// A fault that was planted, and what a hunt must make of it.
struct Planted {
    peer: &'static str,
    arguments: &'static str,
    class: &'static str,
    rule: &'static str,
    /// The file of the peer, and words of the line that is the place in the source.
    place: (&'static str, &'static str),
    /// The message, with `PLACE` where the place stands.
    message: &'static str,
}

/// Two tests, each of which meets the flaw with any seed.
const TWO: &str = "basic_agree count_2B --seeds 2 --keep-going";
const DEADLY: &str = "deadly.rs";

const DEATHS: [Planted; 3] = [
    Planted {
        peer: "aborts",
        arguments: TWO,
        class: "panic",
        rule: "process-survives",
        place: (DEADLY, "sim::spawn(go_wrong"),
        message: "peer 1, in the task spawned at PLACE, at 0.500000 s, aborted the whole process",
    },
    Planted {
        peer: "overflows",
        arguments: TWO,
        class: "panic",
        rule: "bounded-recursion",
        place: (DEADLY, "sim::spawn(go_wrong"),
        message: "peer 1, in the task spawned at PLACE, at 0.500000 s, overflowed its stack, which ends the whole \
                  process",
    },
    Planted {
        peer: "exits",
        arguments: TWO,
        class: "panic",
        rule: "process-survives",
        place: (DEADLY, "sim::spawn(go_wrong"),
        message: "peer 1, in the task spawned at PLACE, at 0.500000 s, ended the whole process with exit status 0",
    },
];

const STANDSTILLS: [Planted; 3] = [
    Planted {
        peer: "blocks",
        arguments: "basic_agree count_2B --seeds 1 --watchdog 1",
        class: "hang",
        rule: "tasks-yield",
        place: (DEADLY, "sim::spawn(go_wrong"),
        message: "peer 1, in the task spawned at PLACE, at 0.500000 s, has been running for 1 s of real time without \
                  coming to an `.await`",
    },
    Planted {
        peer: "spins",
        arguments: TWO,
        class: "hang",
        rule: "no-livelock",
        place: ("../broken.rs", "sim::spawn(spin())"),
        message: "livelock: 1000001 steps passed without time moving; the last was taken by peer 1, in the task \
                  spawned at PLACE, at 0.000000 s",
    },
    Planted {
        peer: "never-answers",
        // In this run, nobody comes between the two peers for more than ten seconds.
        arguments: "reliable_churn_2C --seeds 1",
        class: "hang",
        rule: "handlers-answer",
        place: (DEADLY, "std::future::pending()"),
        message: "peer 2, in the task spawned at PLACE, at 10.500196 s: the handler of \"Deadly.Question\", called by \
                  peer 1, has not answered since 0.500196 s",
    },
];

const DOZES: Planted = Planted {
    peer: "dozes",
    arguments: "basic_agree --seeds 1",
    class: "hang",
    rule: "step-limit",
    place: (DEADLY, "sim::spawn(go_wrong"),
    message: "more than 20000000 steps, and still not done: time hardly moves; the last was taken by peer 1, in \
              the task spawned at PLACE, at 0.509999 s",
};

const PANICS: [Planted; 2] = [
    Planted {
        peer: "holds-a-guard",
        arguments: TWO,
        class: "panic",
        rule: "no-lock-across-await",
        place: (DEADLY, "other.lock()"),
        message: "peer 1, in the task spawned at PLACE, at 0.500000 s, panicked at PLACE:35: locked at PLACE:35, \
                  while the guard taken at GUARD:21 is held across an `.await`: a real lock would hang here for \
                  ever; drop the guard before awaiting",
    },
    Planted {
        peer: "panics",
        arguments: TWO,
        class: "panic",
        rule: "no-panic",
        place: ("../broken.rs", "said hello"),
        message: "peer 0, at 0.100050 s, panicked at PLACE:43: peer 2 said hello",
    },
];

/// The place, as reports tell it, of the only line with these words in a file beside the deadly peers.
fn place((file, words): (&str, &str)) -> String {
    let path = Path::new("src/broken").join(file);
    let source = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(&path)).unwrap();
    let lines: Vec<usize> =
        (1..).zip(source.lines()).filter(|(_, line)| line.contains(words)).map(|at| at.0).collect();
    let [line] = lines.as_slice() else { panic!("{words} is on the lines {lines:?} of {file}") };
    format!("tests/{}:{line}", path.display()).replace("broken/../", "")
}

fn meets(planted: &Planted) {
    let ran = run(&mut broken(planted.peer), &format!("hunt {} --json --stable", planted.arguments));
    assert_eq!(ran.status, 1, "{}", ran.told());
    goes_on(&ran);
    let place = place(planted.place);
    let guard = self::place((DEADLY, "let guard = log.lock()"));
    let message = planted.message.replace("PLACE", &place).replace("GUARD", &guard);
    let families = families(&ran.stdout);
    assert!(!families.is_empty(), "{}", ran.told());
    for family in families {
        assert_eq!((&family["class"], &family["rule"]), (&planted.class.into(), &planted.rule.into()));
        let found = family["place"].as_str().unwrap();
        assert!(found == place || found.starts_with(&format!("{place}:")), "{found} and not {place}");
        assert_eq!(family["representative"]["message"], *message, "{}", planted.peer);
    }
    let card = format!("\n  rule: {} (", planted.rule);
    assert!(ran.stderr.contains(&card), "{}: {}", planted.peer, ran.stderr);
}

/// Every run that was asked for was done, and failed, though each is the end of a process or of a thread.
fn goes_on(ran: &Ran) {
    let lines = objects(&ran.stdout);
    let (tests, seeds) = (lines[0]["tests"].as_array().unwrap(), &lines[0]["seeds"]);
    assert_eq!(lines[0]["complete"], true);
    let blocks: Vec<&Value> = lines.iter().filter(|line| line["first"].is_u64()).collect();
    assert_eq!(blocks.len(), tests.len());
    for block in blocks {
        assert_eq!((&block["runs"], &block["passed"]), (seeds, &0.into()), "{block}");
    }
}

#[test]
fn the_end_of_a_process_is_told_and_survived() {
    DEATHS.iter().for_each(meets);
}

#[test]
fn standing_still_is_told_and_survived() {
    STANDSTILLS.iter().for_each(meets);
}

#[test]
fn a_loop_of_tiny_sleeps_is_told() {
    meets(&DOZES);
}

#[test]
fn panics_are_told_with_their_places() {
    PANICS.iter().for_each(meets);
}

/// Where some runs take their process with them, the others are what they would have been.
#[test]
fn a_death_costs_one_run_and_no_other() {
    let hunt = |jobs: u32| {
        let arguments = "hunt basic_agree count_2B --seeds 20 --keep-going --json --stable";
        run(&mut broken("aborts-sometimes"), &format!("{arguments} --jobs {jobs}"))
    };
    let (one, five) = (hunt(1), hunt(5));
    assert_eq!(one.stdout, five.stdout);
    let families = families(&one.stdout);
    assert_eq!(families.len(), 2, "one bug in each test: {families:?}");
    for family in families {
        let seeds: Vec<u64> = family["seeds"].as_array().unwrap().iter().filter_map(Value::as_u64).collect();
        assert!((2..19).contains(&seeds.len()), "some die and some live: {family}");
        for seed in 1..=20 {
            let arguments = format!("run {} --seed {seed}", family["test"].as_str().unwrap());
            let alone = run(&mut broken("aborts-sometimes"), &arguments);
            assert_eq!(alone.status, i32::from(seeds.contains(&seed)), "seed {seed} of {family}");
        }
    }
}

#[test]
fn a_panic_shows_the_frames_of_the_implementation_alone() {
    let ran = run(&mut broken("moody"), "hunt initial_election --seeds 1");
    let frames: Vec<&str> = ran.stdout.lines().filter_map(|line| line.strip_prefix("    in ")).collect();
    let place = place(("moody.rs", "panic!(\"enough is enough\")"));
    assert!(frames.first().is_some_and(|frame| frame.ends_with(&format!("({place})"))), "{}", ran.stdout);
    assert!(frames.iter().all(|frame| frame.contains("(tests/src/broken/moody.rs:")), "{}", ran.stdout);
}

/// Tasks that wait for each other keep a peer from everything else, and the test from passing: the report
/// says who waits for what.
#[test]
fn a_deadlock_among_peers_is_told_as_who_waits_for_what() {
    let ran = run(&mut broken("deadlocks"), "hunt initial_election --seeds 1");
    assert_eq!(ran.status, 1);
    let broken_rs = |words| place(("../broken.rs", words));
    let (spawned, inner) =
        (broken_rs("sim::spawn(deadlock())"), broken_rs("let other = sim::spawn(async move {"));
    let (first, second) = (broken_rs("first.recv().await;"), broken_rs("    second.recv().await;"));
    for (task, awaited) in [(spawned, second), (inner, first)] {
        let line = format!(
            "    peer 2 (task spawned at {task}) waits for a value from Receiver::recv, called at {awaited}, since 0.0"
        );
        assert!(ran.stdout.contains(&line), "no `{line}` in\n{}", ran.stdout);
    }
}
