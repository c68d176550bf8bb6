//! Nodes that crash in the middle of a step of their own.
#![allow(clippy::unwrap_used, reason = "a failed test is what it is for")]

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use sim::{Config, Mutex, World};

/// Takes a lock when it is dropped, and counts.
struct Guard(Rc<Mutex<()>>, Rc<Cell<u32>>);

impl Drop for Guard {
    fn drop(&mut self) {
        let _locked = self.0.lock();
        self.1.set(self.1.get() + 1);
    }
}

/// A node with a waiting task that holds a guard crashes within a step that holds the lock; how many guards
/// were dropped when the step went on, and when it was over.
fn crash_under_the_lock(deeper: bool) -> (u32, u32) {
    let report = sim::run(Config::new(1), move |world| async move {
        let node = world.add_node("node");
        let (lock, dropped) = (Rc::new(Mutex::new(())), Rc::new(Cell::new(0)));
        let seen = Rc::new(Cell::new(0));
        let waiting = Guard(lock.clone(), dropped.clone());
        world.spawn_on(node, async move {
            let _waiting = waiting;
            sim::sleep(Duration::from_secs(10)).await;
        });
        let garbage = Guard(lock.clone(), dropped.clone());
        let (inside, counted) = (seen.clone(), dropped.clone());
        world.spawn_on(node, async move {
            sim::sleep(Duration::from_millis(1)).await;
            let _locked = lock.lock();
            let world = World::current();
            let crash = || world.crash_with(node, garbage);
            if deeper {
                world.enter(node, crash);
            } else {
                crash();
            }
            inside.set(counted.get());
        });
        sim::sleep(Duration::from_secs(1)).await;
        (seen.get(), dropped.get())
    });
    report.result.unwrap()
}

#[test]
fn what_a_dying_life_leaves_is_dropped_when_its_step_is_over() {
    assert_eq!(crash_under_the_lock(false), (0, 2));
    assert_eq!(crash_under_the_lock(true), (0, 2));
}

#[test]
fn a_panic_after_the_crash_never_happened() {
    let report = sim::run(Config::new(1), |world| async move {
        let node = world.add_node("node");
        world.spawn_on(node, async move {
            World::current().crash(node);
            panic!("the disk does not hold what was saved");
        });
        sim::sleep(Duration::from_secs(1)).await;
        let value = world.enter(node, || -> u32 {
            World::current().crash(node);
            panic!("nor here")
        });
        assert_eq!(value, None);
        world.spawn_on(node, async { 7 }).await
    });
    assert_eq!(report.result.unwrap(), 7);
}

#[test]
fn a_destructor_of_the_dead_that_panics_ends_the_run() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("in a destructor");
        }
    }
    let report = sim::run(Config::new(1), |world| async move {
        let node = world.add_node("node");
        world.spawn_on(node, async move { World::current().crash_with(node, Bomb) });
        sim::sleep(Duration::from_secs(1)).await;
    });
    assert!(report.result.unwrap_err().to_string().contains("in a destructor"));
}
