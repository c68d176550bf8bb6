//! A run that goes on otherwise: the same up to a moment, and another seed's from there on.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use rand::RngExt as _;
use sim::{Config, Device, Instant, Note, Redraw, Report, Stream, World, run};

/// A device that draws from a stream of its own.
struct Dice {
    world: World,
    stream: RefCell<Stream>,
    reseeded: Cell<u32>,
}

impl Device for Dice {
    fn fire(self: Rc<Self>, _token: u64) {
        let drawn: u32 = self.stream.borrow_mut().random_range(0..1000);
        self.world.emit(Note(format!("dice {drawn}")));
    }

    fn reseed(&self) {
        *self.stream.borrow_mut() = self.world.stream("dice", &[]);
        self.reseeded.set(self.reseeded.get() + 1);
    }

    fn shut_down(&self) {}
}

/// Everything that can be drawn, ten times over.
async fn script(world: World) {
    let dice = Rc::new(Dice {
        world: world.clone(),
        stream: world.stream("dice", &[]).into(),
        reseeded: Cell::new(0),
    });
    let device = world.add_device(dice);
    let node = world.add_node("peer 0");
    for round in 0..10 {
        world.schedule(world.now() + Duration::from_micros(1), device, 0);
        sim::note!("script {}", sim::random_range(0..1000));
        let tasks: Vec<_> = (0..3)
            .map(|task| {
                world.spawn_on(node, async move {
                    sim::note!("task {task} draws {}", sim::random_range(0..1000));
                })
            })
            .collect();
        for task in tasks {
            task.await;
        }
        if round == 6 {
            world.crash(node);
        }
        sim::sleep(Duration::from_millis(1)).await;
    }
}

fn report(seed: u64, redraw: Option<Redraw>) -> Report<()> {
    run(Config { record: true, redraw, ..Config::new(seed) }, script)
}

fn events(report: &Report<()>) -> Vec<(Instant, String)> {
    report.events.iter().map(|event| (event.at, event.fact.to_string())).collect()
}

#[test]
fn what_is_never_redrawn_is_the_same_run() {
    let never = Redraw { after: u64::MAX, seed: 9 };
    let (plain, with) = (report(5, None), report(5, Some(never)));
    assert_eq!((plain.digest, events(&plain)), (with.digest, events(&with)));
}

#[test]
fn what_is_redrawn_before_anything_is_the_other_seeds_run() {
    let first = Redraw { after: 0, seed: 9 };
    assert_eq!(events(&report(5, Some(first))), events(&report(9, None)));
    // It is known for a run of its own seed all the same.
    assert_ne!(report(5, Some(first)).digest, report(9, None).digest);
}

#[test]
fn what_is_redrawn_later_is_the_same_up_to_there() {
    let plain = events(&report(5, None));
    for after in 1..plain.len() as u64 {
        let redrawn = events(&report(5, Some(Redraw { after, seed: 9 })));
        let kept = usize::try_from(after).unwrap();
        assert_eq!(redrawn[..kept], plain[..kept], "after {after}");
        let differs = |kind: &str| {
            let of_kind = |events: &[(Instant, String)]| -> Vec<String> {
                let texts = events[kept..].iter().map(|(_, text)| text.clone());
                texts.filter(|text| text.starts_with(kind)).collect()
            };
            of_kind(&redrawn) != of_kind(&plain)
        };
        if kept < plain.len() / 2 {
            assert!(["script", "task", "dice"].into_iter().all(differs), "after {after}");
        }
    }
}

#[test]
fn a_redrawn_run_is_as_deterministic_as_any() {
    let once = Redraw { after: 12, seed: 9 };
    assert_eq!(report(5, Some(once)).digest, report(5, Some(once)).digest);
    assert_ne!(report(5, Some(once)).digest, report(5, Some(Redraw { seed: 10, ..once })).digest);
}
