//! A witness hears whose code runs and what is observed, and changes nothing.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

use std::cell::RefCell;
use std::panic::Location;
use std::rc::Rc;
use std::time::Duration;

use sim::{Config, Device, Event, Moment, Report, Witness, World, run};

/// Writes down all that it is told. Nodes are numbers, the script is `s`, tasks have a `t`.
#[derive(Default)]
struct Notes {
    steps: RefCell<Vec<String>>,
    events: RefCell<Vec<(u64, String)>>,
}

impl Witness for Notes {
    fn step(&self, moment: Moment) {
        let who = moment.node.map_or_else(|| "s".to_owned(), |node| node.index().to_string());
        let task = if moment.spawned.is_some() { "t" } else { "" };
        self.steps.borrow_mut().push(format!("{who}{task}@{}", moment.at.since_start().as_millis()));
    }

    fn event(&self, event: &Event) {
        self.events.borrow_mut().push((event.id, event.fact.to_string()));
    }
}

/// Enters a node when its time comes, as a network does with a handler.
struct Bell(World, sim::NodeId);

impl Device for Bell {
    fn fire(self: Rc<Self>, _token: u64) {
        self.0.enter(self.1, || sim::note!("a handler"));
    }

    fn shut_down(&self) {}
}

/// Where the script spawns its task.
const TASK: u32 = line!() + 7;

async fn script(world: World) {
    let nodes = ["peer 0", "peer 1"].map(|label| world.add_node(label));
    let bell = world.add_device(Rc::new(Bell(world.clone(), nodes[1])));
    world.schedule(sim::Instant::ZERO + Duration::from_millis(1), bell, 0);
    let other = world.clone();
    let task = world.spawn_on(nodes[0], async move {
        sim::sleep(Duration::from_millis(2)).await;
        other.enter(nodes[1], || sim::note!("entered"));
        sim::note!("a task");
    });
    task.await;
}

fn witnessed(record: bool) -> (Report<()>, Rc<Notes>) {
    let notes = Rc::new(Notes::default());
    let witness: Rc<dyn Witness> = notes.clone();
    (run(Config { record, witness: Some(witness), ..Config::new(1) }, script), notes)
}

#[test]
fn every_step_is_told_before_it_is_taken() {
    let (_, notes) = witnessed(false);
    let expected = [
        "s@0",  // the function that makes the script's future
        "st@0", // the script's first step
        "0t@0", // the task's
        "1@1",  // the device's handler
        "0t@2", // the task goes on,
        "1@2",  // enters the other node,
        "0t@2", // and runs on;
        "0@2",  // what is left of it is dropped
        "st@2", // the script ends
        "s@2",  // and is dropped
    ];
    assert_eq!(*notes.steps.borrow(), expected);
}

#[test]
fn events_are_told_where_they_are_kept() {
    let (report, notes) = witnessed(true);
    let expected = ["a handler", "entered", "a task"].map(str::to_owned);
    let expected: Vec<_> = (0..).zip(expected).collect();
    assert_eq!(*notes.events.borrow(), expected);
    assert_eq!((report.events.len(), report.observed), (3, 3));
    let (report, notes) = witnessed(false);
    assert!(notes.events.borrow().is_empty());
    assert_eq!((report.events.len(), report.observed), (0, 3));
}

#[test]
fn a_witness_changes_nothing() {
    let alone = run(Config::new(1), script);
    assert_eq!(witnessed(false).0.digest, alone.digest);
    assert_eq!(witnessed(true).0.digest, alone.digest);
}

#[test]
fn events_name_the_task_that_was_running() {
    let events = witnessed(true).0.events;
    let lines: Vec<_> = events.iter().map(|event| event.task.map(Location::line)).collect();
    assert_eq!(lines, [None, None, Some(TASK)], "a handler, entered code, and the task");
    assert_eq!(events[2].task.unwrap().file(), file!());
}

#[test]
fn an_events_digest_is_of_what_the_event_is() {
    let digests = |script: fn(World)| {
        let config = Config { record: true, ..Config::new(1) };
        let report = run(config, move |world| async move { script(world) });
        report.events.iter().map(Event::digest).collect::<Vec<_>>()
    };
    let one = digests(|_| sim::note!("one"));
    let two = digests(|world| {
        sim::note!("zero");
        sim::note!("one");
        world.enter(world.add_node("peer 0"), || sim::note!("one"));
    });
    assert_eq!(two[1], one[0], "the position in the trace does not count");
    assert_ne!(two[0], one[0], "the text does");
    assert_ne!(two[2], one[0], "and so does the node");
}
