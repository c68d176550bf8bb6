//! Nodes that stand still for a while, and nodes whose clocks run fast or slow.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

use std::time::Duration;

use sim::{Config, Instant, World, run};

const fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// The true milliseconds at which a task that sleeps for 10 ms at a time got its turns on `node`.
async fn turns(world: &World, node: sim::NodeId, count: usize) -> Vec<u128> {
    let own = world.clone();
    let task = world.spawn_on(node, async move {
        let mut turns = Vec::new();
        for _ in 0..count {
            sim::sleep(ms(10)).await;
            turns.push(own.now().since_start().as_millis());
        }
        turns
    });
    task.await
}

#[test]
fn a_paused_node_is_late_and_does_not_know_why() {
    let report = run(Config::new(1), |world| async move {
        let node = world.add_node("peer 0");
        let other = world.add_node("peer 1");
        world.spawn_from(
            {
                let world = world.clone();
                async move {
                    sim::sleep(ms(15)).await;
                    world.pause_until(node, Instant::ZERO + ms(47));
                    world.pause_until(node, Instant::ZERO + ms(30)); // does not shorten it
                    assert_eq!(world.paused_until(node), Some(Instant::ZERO + ms(47)));
                    assert_eq!(world.paused_until(other), None);
                }
            },
            std::panic::Location::caller(),
        );
        let late = turns(&world, node, 4).await;
        assert_eq!(world.paused_until(node), None);
        late
    });
    assert_eq!(report.result.unwrap(), [10, 47, 57, 67]);
}

#[test]
fn a_crash_ends_a_pause() {
    let report = run(Config::new(1), |world| async move {
        let node = world.add_node("peer 0");
        world.pause_until(node, Instant::ZERO + ms(1000));
        let held = world.spawn_on(node, async { sim::note!("never") });
        sim::sleep(ms(5)).await;
        world.crash(node);
        let turns = turns(&world, node, 2).await;
        // The old pause's end must not end this one.
        world.pause_until(node, Instant::ZERO + ms(2000));
        sim::sleep(ms(1500)).await;
        (turns, held.try_take(), world.paused_until(node))
    });
    assert_eq!(report.result.unwrap(), (vec![15, 25], None, Some(Instant::ZERO + ms(2000))));
}

#[test]
fn a_node_lives_by_its_own_clock() {
    let report = run(Config::new(1), |world| async move {
        let mut seen = Vec::new();
        for (label, permille) in [("fast", 1250), ("true", 1000), ("slow", 800)] {
            let node = world.add_node(label);
            world.set_clock_rate(node, permille);
            let began = world.now();
            let own = world.clone();
            let task = world.spawn_on(node, async move {
                let before = sim::now();
                sim::sleep(ms(100)).await;
                let local = sim::now() - before;
                assert!(sim::timeout(ms(100), sim::sleep(ms(101))).await.is_err());
                (local.as_millis(), own.now())
            });
            let (local, ended) = task.await;
            seen.push((label, local, (ended - began).as_millis()));
        }
        assert_eq!(sim::now(), world.now(), "the script's clock is true");
        seen
    });
    assert_eq!(report.result.unwrap(), [("fast", 100, 160), ("true", 100, 200), ("slow", 100, 250)]);
}
