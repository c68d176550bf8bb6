//! A diagnosis says who waits, for what, and where in the source that was asked for.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use sim::channel::{self, Receiver, Sender};
use sim::{Config, Instant, Limits, Report, Stop, Waiting, World, run};

/// Runs `task` on a node called `peer 1` for a second; the run's report.
fn second_of<F: Future<Output = ()> + 'static>(task: impl FnOnce(World) -> F + 'static) -> Report<()> {
    run(Config::new(1), |world| async move {
        let node = world.add_node("peer 1");
        world.spawn_on(node, task(world.clone()));
        sim::sleep(Duration::from_secs(1)).await;
    })
}

/// What the first task of `peer 1` waits for when the second is over.
fn awaited<F: Future<Output = ()> + 'static>(task: impl FnOnce(World) -> F + 'static) -> Option<String> {
    let waiting = second_of(task).waiting;
    waiting[0].awaits.map(|awaited| awaited.to_string())
}

const TAKE: u32 = line!() + 3;

async fn take(mut receiver: Receiver<u8>) {
    receiver.recv().await;
}

const GIVE: u32 = line!() + 3;

async fn give(sender: Sender<u8>) {
    let _ = sender.send(1).await;
}

#[test]
fn a_deadlock_names_who_waits_for_what() {
    let (file, line) = (file!(), line!());
    let report = run(Config::new(1), |world| async move {
        let (to_nobody, _kept) = channel::rendezvous();
        let (_kept, from_nobody) = channel::rendezvous();
        let taker = world.spawn_on(world.add_node("peer 0"), take(from_nobody));
        world.spawn_on(world.add_node("peer 1"), give(to_nobody));
        sim::sleep(Duration::from_millis(2)).await;
        taker.await;
    });
    let Err(stop @ Stop::Deadlock { .. }) = report.result else { panic!("{:?}", report.result) };
    let (script, taker, giver) = (line + 1, line + 4, line + 5);
    let expected = format!(
        "deadlock at 0.002000 s: nothing can ever run again; \
         test script (task spawned at {file}:{script}) waits for the end of the task spawned at {file}:{taker}; \
         peer 0 (task spawned at {file}:{taker}) waits for a value from Receiver::recv, called at {file}:{TAKE}; \
         peer 1 (task spawned at {file}:{giver}) waits for a receiver for Sender::send, called at {file}:{GIVE}"
    );
    assert_eq!(stop.to_string(), expected);
    let since: Vec<_> = report.waiting.iter().map(|task| task.since.since_start().as_millis()).collect();
    assert_eq!(since, [2, 0, 0], "the last step of each");
}

#[test]
fn no_more_than_eight_are_named() {
    let report = run(Config::new(1), |world| async move {
        let node = world.add_node("peer 0");
        for _ in 0..10 {
            world.spawn_on(node, std::future::pending::<()>());
        }
        std::future::pending::<()>().await;
    });
    let said = report.result.unwrap_err().to_string();
    assert_eq!(said.matches("waits for").count(), 8, "{said}");
    assert!(said.ends_with("; and 3 more tasks wait"), "{said}");
}

#[test]
fn the_ways_of_letting_time_pass_say_where_they_were_called() {
    let (file, line) = (file!(), line!());
    let slept = awaited(|_| async { sim::sleep(Duration::from_secs(9)).await });
    assert_eq!(slept.unwrap(), format!("time to pass in sim::sleep, called at {file}:{}", line + 1));
    let until = Instant::ZERO + Duration::from_secs(9);
    let slept = awaited(move |_| async move { sim::sleep_until(until).await });
    assert_eq!(slept.unwrap(), format!("time to pass in sim::sleep_until, called at {file}:{}", line + 4));
}

/// Of several futures that were polled in one step, the last counts.
#[test]
fn a_timeout_waits_for_its_time() {
    let line = line!() + 3;
    let said = awaited(|_| async {
        let (_sender, receiver) = channel::rendezvous();
        let _ = sim::timeout(Duration::from_secs(9), take(receiver)).await;
    });
    assert_eq!(said.unwrap(), format!("time to pass in sim::timeout, called at {}:{line}", file!()));
}

#[test]
fn a_livelock_is_found_where_it_yields() {
    let limits = Limits { polls_without_progress: 1000, ..Limits::default() };
    let line = line!() + 3;
    let report = run(Config { limits, ..Config::new(1) }, |_| async {
        loop {
            sim::yield_now().await;
        }
    });
    let said = report.waiting[0].awaits.unwrap().to_string();
    assert_eq!(said, format!("its next turn after sim::yield_now, called at {}:{line}", file!()));
}

/// What a task waited for before is no answer.
#[test]
fn a_foreign_future_says_nothing() {
    let report = second_of(|_| async {
        sim::sleep(Duration::from_millis(1)).await;
        std::future::pending::<()>().await;
    });
    let [Waiting { awaits: None, since, .. }] = report.waiting[..] else { panic!("{:?}", report.waiting) };
    assert_eq!(since.since_start(), Duration::from_millis(1));
}

/// Another node's code, entered from within a step, does not speak for the task.
#[test]
fn what_is_entered_does_not_wait() {
    let said = awaited(|world| async move {
        let other = world.add_node("peer 2");
        std::future::poll_fn(|_| {
            world.enter(other, || {
                let mut clock = pin!(sim::sleep(Duration::from_secs(9)));
                let polled = clock.as_mut().poll(&mut Context::from_waker(Waker::noop()));
                assert!(polled.is_pending());
            });
            Poll::<()>::Pending
        })
        .await;
    });
    assert_eq!(said, None);
}

#[test]
fn nobody_waits_when_everybody_is_done() {
    let report = run(Config::new(1), |_| async { sim::spawn(async {}).await });
    assert!(report.waiting.is_empty(), "{:?}", report.waiting);
}
