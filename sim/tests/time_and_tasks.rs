//! Virtual time and tasks: what moves time, who runs when, and what a crash takes away.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use sim::{Config, Instant, World, run};

const MS: Duration = Duration::from_millis(1);

fn at_ms(ms: u64) -> Instant {
    Instant::ZERO + Duration::from_millis(ms)
}

#[test]
fn time_jumps_straight_to_the_next_timer_and_an_hour_takes_none() {
    let report = run(Config::new(1), |_| async {
        let late = sim::spawn(async {
            sim::sleep(Duration::from_mins(59)).await;
            sim::now()
        });
        sim::sleep_until(at_ms(5)).await;
        assert_eq!(sim::now(), at_ms(5));
        sim::sleep_until(at_ms(3)).await;
        assert_eq!(sim::now(), at_ms(5), "an instant that has passed is not waited for");
        late.await
    });
    assert_eq!(report.result.unwrap(), Instant::ZERO + Duration::from_mins(59));
    assert_eq!(report.ended, Instant::ZERO + Duration::from_mins(59));
}

#[test]
fn a_timeout_drops_what_it_waited_for() {
    struct Tell(Rc<Cell<bool>>);
    impl Drop for Tell {
        fn drop(&mut self) {
            self.0.set(true);
        }
    }
    let report = run(Config::new(1), |_| async {
        let dropped = Rc::new(Cell::new(false));
        let tell = Tell(dropped.clone());
        let slow = async move {
            sim::sleep(10 * MS).await;
            drop(tell);
        };
        assert_eq!(sim::timeout(3 * MS, slow).await, Err(sim::Elapsed));
        assert!(dropped.get());
        assert_eq!(sim::now(), at_ms(3));
        assert_eq!(sim::timeout(3 * MS, async { 7 }).await, Ok(7));
        // The timer of the dropped sleep stays behind unseen: nothing is due before this.
        sim::sleep(Duration::from_secs(1)).await;
        sim::now()
    });
    assert_eq!(report.result.unwrap(), at_ms(1003));
}

/// Which of three runnable tasks goes first, over many seeds.
#[test]
fn the_scheduler_favours_nobody() {
    let first = |seed| {
        let report = run(Config::new(seed), |_| async {
            let order = Rc::new(RefCell::new(Vec::new()));
            let tasks: Vec<_> = (0..3)
                .map(|task| {
                    let order = order.clone();
                    sim::spawn(async move { order.borrow_mut().push(task) })
                })
                .collect();
            for task in tasks {
                task.await;
            }
            order.take()
        });
        report.result.unwrap()[0]
    };
    let mut counts = [0; 3];
    (0..3000).for_each(|seed| counts[first(seed)] += 1);
    assert!(counts.iter().all(|count| (900..1100).contains(count)), "{counts:?}");
}

/// Timers of one instant are not served in the order they were set.
#[test]
fn timers_of_one_instant_come_in_any_order() {
    let last = |seed| {
        let report = run(Config::new(seed), |_| async {
            let last = Rc::new(Cell::new(0));
            let tasks: Vec<_> = (0..2)
                .map(|task| {
                    let last = last.clone();
                    sim::spawn(async move {
                        sim::sleep(MS).await;
                        last.set(task);
                    })
                })
                .collect();
            for task in tasks {
                task.await;
            }
            last.get()
        });
        report.result.unwrap()
    };
    let ones: usize = (0..1000).map(last).sum();
    assert!((420..580).contains(&ones), "{ones}");
}

#[test]
fn a_crash_drops_every_task_of_the_node_and_nothing_else() {
    let report = run(Config::new(1), |world| async move {
        let (doomed, other) = (world.add_node("doomed"), world.add_node("other"));
        let steps = Rc::new(RefCell::new(Vec::new()));
        let walk = |name: &'static str| {
            let steps = steps.clone();
            async move {
                let inner_steps = steps.clone();
                // A child belongs to the node of its parent.
                sim::spawn(async move {
                    sim::sleep(2 * MS).await;
                    inner_steps.borrow_mut().push((name, "child"));
                });
                sim::sleep(2 * MS).await;
                steps.borrow_mut().push((name, "parent"));
            }
        };
        let abandoned = world.spawn_on(doomed, walk("doomed"));
        let finished = world.spawn_on(other, walk("other"));
        sim::sleep(MS).await;
        world.crash(doomed);
        finished.await;
        assert!(sim::timeout(Duration::from_secs(1), abandoned).await.is_err(), "the dead are not joined");

        world.spawn_on(doomed, walk("reborn")).await;
        sim::sleep(MS).await;
        let mut steps = steps.take();
        steps.sort_unstable();
        steps
    });
    let expected = [("other", "child"), ("other", "parent"), ("reborn", "child"), ("reborn", "parent")];
    assert_eq!(report.result.unwrap(), expected);
}

#[test]
fn a_task_that_crashes_its_own_node_ends_at_its_next_await() {
    let report = run(Config::new(1), |world| async move {
        let node = world.add_node("suicidal");
        let reached = Rc::new(Cell::new(0));
        let task = {
            let (world, reached) = (world.clone(), reached.clone());
            async move {
                world.crash(node);
                reached.set(1);
                sim::spawn(async { panic!("the dead spawn nothing") });
                sim::yield_now().await;
                reached.set(2);
            }
        };
        let joined = sim::timeout(Duration::from_secs(1), world.spawn_on(node, task)).await;
        (joined, reached.get())
    });
    assert_eq!(report.result.unwrap(), (Err(sim::Elapsed), 1));
}

/// More random numbers drawn in one place shift nothing in another.
#[test]
fn streams_are_independent() {
    let draws = |noise: bool| {
        run(Config::new(3), |world| async move {
            let (quiet, noisy) = (world.add_node("quiet"), world.add_node("noisy"));
            if noise {
                world.enter(noisy, || (0..10).for_each(|_| _ = sim::random_range(0..1000)));
            }
            let node: u64 = world.enter(quiet, || sim::random_range(0..u64::MAX)).unwrap();
            let script: u64 = sim::random_range(0..u64::MAX);
            (node, script)
        })
        .result
        .unwrap()
    };
    assert_eq!(draws(false), draws(true));
    let (node, script) = draws(false);
    assert_ne!(node, script);
}

/// What a dead life still draws, in a destructor, does not come out of the next life's stream.
#[test]
fn the_dead_shift_nothing() {
    struct Draws(bool);
    impl Drop for Draws {
        fn drop(&mut self) {
            if self.0 {
                let _ = sim::random_range(0..1000);
            }
        }
    }
    let first_draw_of_next_life = |draws: bool| {
        let report = run(Config::new(3), |world| async move {
            let node = world.add_node("node");
            let guard = Draws(draws);
            world.spawn_on(node, async move {
                std::future::pending::<()>().await;
                drop(guard);
            });
            sim::sleep(MS).await;
            world.crash(node);
            world.enter(node, || sim::random_range(0..u64::MAX)).unwrap()
        });
        report.result.unwrap()
    };
    assert_eq!(first_draw_of_next_life(false), first_draw_of_next_life(true));
}

/// A sleep that was carried out of its run is nothing to a later one: dropping it there takes nobody's timer.
#[test]
fn runs_do_not_touch_each_other() {
    let carried = run(Config::new(1), |_| async {
        let mut sleep = Box::pin(sim::sleep(MS));
        assert!(sim::timeout(Duration::ZERO, &mut sleep).await.is_err());
        Some(sleep)
    });
    let carried = carried.result.unwrap();
    let later = run(Config::new(1), |_| async {
        let sleeping = sim::spawn(sim::sleep(MS));
        sim::yield_now().await;
        sim::yield_now().await;
        drop(carried);
        sleeping.await;
    });
    later.result.unwrap();
}

#[test]
fn the_observer_is_told_after_every_step_of_its_node() {
    let report = run(Config::new(1), |world| async move {
        let node = world.add_node("watched");
        let seen = Rc::new(Cell::new(0));
        let counter = seen.clone();
        world.observe(node, Some(Rc::new(move || counter.set(counter.get() + 1))));
        world.spawn_on(node, async { sim::sleep(MS).await }).await;
        assert_eq!(seen.get(), 2, "spawned, woken");
        world.enter(node, || ());
        assert_eq!(seen.get(), 3);
        sim::sleep(MS).await;
        seen.get()
    });
    assert_eq!(report.result.unwrap(), 3, "the script's steps are not the node's");
}

/// One seed, one run; another seed, another run; and keeping the trace changes nothing.
#[test]
fn the_digest_tells_runs_apart() {
    let script = |world: World| async move {
        let node = world.add_node("node");
        let tasks: Vec<_> = (0..10)
            .map(|task| {
                world.spawn_on(node, async move {
                    sim::sleep(MS * sim::random_range(0..5)).await;
                    sim::note!("task {task}");
                })
            })
            .collect();
        for task in tasks {
            task.await;
        }
    };
    let digest = |seed, record| run(Config { record, ..Config::new(seed) }, script).digest;
    assert_eq!(digest(1, false), digest(1, false));
    assert_eq!(digest(1, false), digest(1, true));
    assert_ne!(digest(1, false), digest(2, false));
    let events = run(Config { record: true, ..Config::new(1) }, script).events;
    assert_eq!(events.len(), 10);
    assert!(events.is_sorted_by_key(|event| (event.id, event.at)));
    assert!(events.iter().all(|event| event.fact::<sim::Note>().is_some() && event.node.is_some()));
}

/// The digest is part of what is promised across builds and machines: these values must not change unnoticed.
#[test]
fn the_digest_is_the_same_everywhere() {
    assert_eq!(sim::Digest::of(b""), 0x505e_f8a6_a829_c26a);
    assert_eq!(sim::Digest::of(b"AppendEntries"), 0xe779_1e6b_1aae_9182);
    let report = run(Config::new(42), |_| async { sim::note!("{}", sim::random_range(0..u64::MAX)) });
    assert_eq!(report.digest, 0x8b4a_177b_d0a6_cec8);
}
