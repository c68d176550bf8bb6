//! Every way to end a run early: each is planted, and named with node, task and time.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

use std::rc::Rc;
use std::time::Duration;

use sim::{Config, Limits, Mutex, Stop, World, run};

/// Runs `task` on a node called `peer 1`, after three milliseconds; how the run was stopped.
fn stop_of<F: Future<Output = ()> + 'static>(
    limits: Limits,
    task: impl FnOnce(World) -> F + 'static,
) -> Stop {
    let report = run(Config { limits, ..Config::new(1) }, |world| async move {
        world.add_node("peer 0");
        let node = world.add_node("peer 1");
        sim::sleep(Duration::from_millis(3)).await;
        world.spawn_on(node, task(world.clone())).await;
    });
    report.result.unwrap_err()
}

#[track_caller]
fn assert_names(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{said:?} should name {part:?}");
    }
}

#[test]
fn deadlock() {
    let stop = stop_of(Limits::default(), |_| async {
        let (_sender, mut receiver) = sim::channel::rendezvous::<()>();
        receiver.recv().await;
    });
    let Stop::Deadlock { at, waiting } = &stop else { panic!("{stop}") };
    assert_eq!(at.since_start(), Duration::from_millis(3));
    assert_eq!(waiting.len(), 2, "the script and the peer's task");
    let expected = [
        "deadlock at 0.003000 s",
        "peer 1 (task spawned at sim/tests/ways_to_stop.rs:",
        "test script (task spawned at",
    ];
    assert_names(&stop.to_string(), &expected);
}

#[test]
fn livelock() {
    let limits = Limits { polls_without_progress: 1000, ..Limits::default() };
    let stop = stop_of(limits, |_| async {
        loop {
            sim::yield_now().await;
        }
    });
    let Stop::Livelock { place, polls } = &stop else { panic!("{stop}") };
    assert_eq!((&*place.label, *polls), ("peer 1", 1001));
    assert!(place.spawned.unwrap().file().ends_with("ways_to_stop.rs"));
    assert_names(
        &stop.to_string(),
        &["peer 1", "in the task spawned at sim/tests/ways_to_stop.rs:", "at 0.003000 s"],
    );
}

/// Sleeping for no time lets others run, and is no way out of a livelock.
#[test]
fn livelock_by_sleeping_for_no_time() {
    let limits = Limits { polls_without_progress: 1000, ..Limits::default() };
    let stop = stop_of(limits, |_| async {
        loop {
            sim::sleep(Duration::ZERO).await;
        }
    });
    assert!(matches!(stop, Stop::Livelock { .. }), "{stop}");
}

/// Time moves, but so little that virtual time would last for years.
#[test]
fn too_many_steps() {
    let limits = Limits { steps: 1000, ..Limits::default() };
    let stop = stop_of(limits, |_| async {
        loop {
            sim::sleep(Duration::from_nanos(1)).await;
        }
    });
    let Stop::StepLimit { place, limit: 1000 } = &stop else { panic!("{stop}") };
    assert_eq!(&*place.label, "peer 1");
    assert!(place.spawned.unwrap().file().ends_with("ways_to_stop.rs"));
    assert_names(
        &stop.to_string(),
        &["more than 1000 steps", "peer 1, in the task spawned", "at 0.003000 s"],
    );
}

#[test]
fn too_much_virtual_time() {
    let limits = Limits { virtual_time: Duration::from_mins(2), ..Limits::default() };
    let stop = stop_of(limits, |_| async {
        loop {
            sim::sleep(Duration::from_secs(7)).await;
        }
    });
    let expected =
        ["still not done after 120 virtual seconds; the last step", "peer 1, in the task", "at 119.003000 s"];
    assert_names(&stop.to_string(), &expected);
}

#[test]
fn too_many_events() {
    let limits = Limits { events: 100, ..Limits::default() };
    let stop = stop_of(limits, |_| async {
        loop {
            sim::note!("again");
            sim::sleep(Duration::from_millis(1)).await;
        }
    });
    assert_names(
        &stop.to_string(),
        &["more than 100 events", "peer 1, in the task spawned", "at 0.103000 s"],
    );
}

#[test]
fn a_panic_is_attributed_to_its_task() {
    let stop = stop_of(Limits::default(), |_| async {
        let log: Vec<u64> = Vec::new();
        let index = log.len();
        let _ = log[index];
    });
    let Stop::Panic { place, message, location, .. } = &stop else { panic!("{stop}") };
    assert_eq!(&*place.label, "peer 1");
    assert_eq!(message, "index out of bounds: the len is 0 but the index is 0");
    assert_names(location.as_deref().unwrap(), &["ways_to_stop.rs:"]);
    assert_names(
        &stop.to_string(),
        &["peer 1, in the task spawned at", "at 0.003000 s, panicked at", "out of bounds"],
    );
}

/// Where `vote` calls `count_votes`.
const CALL: u32 = line!() + 4;

async fn vote(term: u64) {
    sim::sleep(Duration::from_millis(1)).await;
    count_votes(term);
}

/// Where `count_votes` panics.
const PANIC: u32 = line!() + 4;

#[inline(never)]
fn count_votes(term: u64) {
    assert_eq!(term, 3, "a vote of another term");
}

/// Innermost first: the function, who called it, and who waits for that. Nobody else's calls.
#[test]
fn a_panic_tells_the_calls_that_led_to_it() {
    let wait = line!() + 2;
    let stop = stop_of(Limits::default(), |_| async {
        let _ = sim::timeout(Duration::from_secs(1), vote(2)).await;
    });
    let Stop::Panic { frames, location: Some(location), .. } = &stop else { panic!("{stop}") };
    assert!(location.starts_with(&format!("{}:{PANIC}:", file!())), "{location}");
    assert!(frames[0].function.ends_with("count_votes"), "{frames:?}");
    let places: Vec<_> = frames.iter().map(|frame| (frame.file.as_deref(), frame.line)).collect();
    let expected = [PANIC, CALL, wait].map(|line| (Some(file!()), Some(line)));
    assert_eq!(places, expected, "{frames:?}");
}

/// A panic that simulated code has caught by itself is not taken for the one that ends the run.
#[test]
fn a_panic_that_was_caught_before_is_forgotten() {
    let stop = stop_of(Limits::default(), |_| async {
        let _ = std::panic::catch_unwind(|| panic!("caught"));
        std::panic::resume_unwind(Box::new("raised again"));
    });
    let Stop::Panic { message, location: None, frames, .. } = &stop else { panic!("{stop:?}") };
    assert_eq!((&**message, frames.len()), ("raised again", 0));
}

struct PanicsWhenDropped(&'static str);

impl Drop for PanicsWhenDropped {
    fn drop(&mut self) {
        panic!("{}", self.0);
    }
}

/// Destructors are simulated code too, whether a crash or the end of the run calls them. Two that panic must
/// not meet.
#[test]
fn panics_of_destructors_are_attributed_to_their_node() {
    for crash in [true, false] {
        let report = run(Config::new(1), |world| async move {
            let node = world.add_node("peer 0");
            for _ in 0..2 {
                let guard = PanicsWhenDropped("dropped in the middle");
                world.spawn_on(node, async move {
                    std::future::pending::<()>().await;
                    drop(guard);
                });
            }
            sim::sleep(Duration::from_millis(1)).await;
            if crash {
                world.crash(node);
            }
        });
        let Err(Stop::Panic { place, message, .. }) = report.result else { panic!("{:?}", report.result) };
        assert_eq!((&*place.label, &*message), ("peer 0", "dropped in the middle"));
    }
}

#[test]
fn a_panic_in_entered_code_is_attributed_to_its_node() {
    let stop = stop_of(Limits::default(), |world| async move {
        let other = world.add_node("peer 2");
        let answer = world.enter(other, || -> u64 { panic!("no such term") });
        assert_eq!(answer, None);
    });
    let Stop::Panic { place, message, .. } = &stop else { panic!("{stop}") };
    assert_eq!((&*place.label, &**message), ("peer 2", "no such term"));
}

#[test]
fn an_abort_carries_its_error() {
    #[derive(Debug, thiserror::Error)]
    #[error("no such method")]
    struct NoSuchMethod;

    let stop = stop_of(Limits::default(), |world| async move { world.abort(NoSuchMethod) });
    let Stop::Aborted { error, .. } = &stop else { panic!("{stop}") };
    assert!(error.is::<NoSuchMethod>());
    assert_names(&stop.to_string(), &["peer 1", "no such method"]);
}

#[test]
fn a_guard_held_across_an_await_names_both_places() {
    let stop = stop_of(Limits::default(), |_| async {
        let state = Rc::new(Mutex::new(0));
        let other = state.clone();
        let guard = state.lock();
        sim::spawn(async move { *other.lock() += 1 });
        sim::sleep(Duration::from_millis(1)).await;
        drop(guard);
    });
    assert!(matches!(stop, Stop::Panic { is_held_across_await: true, .. }), "{stop:?}");
    let said = stop.to_string();
    assert_names(&said, &["is held across an `.await`", "peer 1"]);
    assert_eq!(said.matches("ways_to_stop.rs:").count(), 4, "task, panic, and both locks: {said}");
}

/// An observer looks at a state that its peer keeps locked while it waits. The guard was held across an
/// await, though nothing has run in between.
#[test]
fn an_observer_meets_a_guard_held_across_an_await() {
    let stop = stop_of(Limits::default(), |world| async move {
        let state = Rc::new(Mutex::new(0));
        let seen = state.clone();
        let node = world.current_node().unwrap();
        world.observe(node, Some(Rc::new(move || assert!(*seen.lock() < 1))));
        let _guard = state.lock();
        sim::sleep(Duration::from_millis(1)).await;
    });
    assert_names(&stop.to_string(), &["is held across an `.await`", "peer 1"]);
}

#[test]
fn locking_twice_in_one_breath_is_told_apart() {
    let stop = stop_of(Limits::default(), |_| async {
        let state = Mutex::new(0);
        let _guard = state.lock();
        drop(state.lock());
    });
    assert_names(&stop.to_string(), &["while the same code still holds the guard it took at"]);
}

#[test]
fn the_ambient_functions_say_where_they_work() {
    let caught = std::panic::catch_unwind(|| sim::now()).unwrap_err();
    let said = caught.downcast_ref::<&str>().unwrap();
    assert_names(said, &["works only inside a simulation"]);
}
