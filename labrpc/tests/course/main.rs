//! The tests that the course has for its labrpc, with its numbers.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should say so at once")]

mod helper;

use std::time::Duration;

use helper::{H1, H2, H3, H4, H5, H6, H7, Lab, X, run};
use sim::JoinHandle;

async fn all<T>(tasks: Vec<JoinHandle<T>>) -> Vec<T> {
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await);
    }
    results
}

fn handler2(number: i64) -> String {
    format!("handler2-{number}")
}

#[test]
fn basic() {
    run(|| async {
        let end = Lab::new("server").end("end");
        assert_eq!(end.call(&H2(111)).await, Some(handler2(111)));
        assert_eq!(end.call(&H1("9099".to_owned())).await, Some(9099));
    });
}

#[test]
fn types() {
    run(|| async {
        let end = Lab::new("server").end("end");
        assert_eq!(end.call(&H4(Box::default())).await.unwrap().x, "pointer");
        assert_eq!(end.call(&H5(X::default())).await.unwrap().x, "no pointer");
    });
}

#[test]
fn disconnect() {
    run(|| async {
        let lab = Lab::new("server");
        let end = lab.disabled_end("end");
        assert_eq!(end.call(&H2(111)).await, None);
        assert!(sim::now().since_start() < Duration::from_millis(100), "took until {}", sim::now());

        lab.network.enable("end", true);
        assert_eq!(end.call(&H1("9099".to_owned())).await, Some(9099));
    });
}

#[test]
fn counts() {
    run(|| async {
        let lab = Lab::new(99_u64);
        let end = lab.end("end");
        for i in 0..17 {
            assert_eq!(end.call(&H2(i)).await, Some(handler2(i)));
        }
        assert_eq!(lab.network.rpc_count(99_u64), 17);
    });
}

#[test]
fn bytes() {
    run(|| async {
        let lab = Lab::new("server");
        let end = lab.end("end");
        let text = "x".repeat(284);
        for _ in 0..17 {
            assert_eq!(end.call(&H6(text.clone())).await, Some(284));
        }
        let sent = lab.network.total_bytes();
        assert!((4828..=6000).contains(&sent), "{sent} bytes for 17 requests of 284");

        for _ in 0..17 {
            assert_eq!(end.call(&H7(107)).await.unwrap(), "y".repeat(107));
        }
        let grown = lab.network.total_bytes() - sent;
        assert!((1800..=2500).contains(&grown), "{grown} bytes for 17 replies of 107");
    });
}

#[test]
fn concurrent_many() {
    run(|| async {
        let lab = Lab::new(1000_u64);
        let client = |i: i64| {
            let end = lab.end(u64::try_from(i).unwrap());
            async move {
                for j in 0..10 {
                    let number = 100 * i + j;
                    assert_eq!(end.call(&H2(number)).await, Some(handler2(number)));
                }
                10
            }
        };
        let completed: i32 = all((0..20).map(|i| sim::spawn(client(i))).collect()).await.into_iter().sum();
        assert_eq!(completed, 200);
        assert_eq!(lab.network.rpc_count(1000_u64), 200);
    });
}

#[test]
fn unreliable() {
    run(|| async {
        let lab = Lab::new(1000_u64);
        lab.network.set_reliable(false);
        let client = |i: i64| {
            let end = lab.end(u64::try_from(i).unwrap());
            async move {
                let answer = end.call(&H2(100 * i)).await;
                assert!(answer.is_none() || answer == Some(handler2(100 * i)));
                answer.is_some()
            }
        };
        let answers = all((0..300).map(|i| sim::spawn(client(i))).collect()).await;
        let successes = answers.into_iter().filter(|&answered| answered).count();
        assert!(successes != 0 && successes != 300, "{successes} of 300 calls were answered");
    });
}

#[test]
fn concurrent_one() {
    run(|| async {
        let lab = Lab::new(1000_u64);
        let end = lab.end("end");
        let client = |number: i64| {
            let end = end.clone();
            async move { assert_eq!(end.call(&H2(number)).await, Some(handler2(number))) }
        };
        let completed = all((0..20).map(|i| sim::spawn(client(100 + i))).collect()).await;
        assert_eq!(completed.len(), 20);
        assert_eq!(lab.junk.log2.borrow().len(), 20);
        assert_eq!(lab.network.rpc_count(1000_u64), 20);
    });
}

/// Calls that went out while the end was disabled must neither reach the server later nor hold up a new one.
#[test]
fn regression1() {
    run(|| async {
        let lab = Lab::new(1000_u64);
        let end = lab.disabled_end("end");
        let client = |number: i64| {
            let end = end.clone();
            async move { end.call(&H2(number)).await }
        };
        let early: Vec<_> = (0..20).map(|i| sim::spawn(client(100 + i))).collect();
        sim::sleep(Duration::from_millis(100)).await;

        lab.network.enable("end", true);
        let before = sim::now();
        assert_eq!(end.call(&H2(99)).await, Some(handler2(99)));
        let took = sim::now() - before;
        assert!(took <= Duration::from_millis(30), "the new call took {took:?}");

        assert!(all(early).await.iter().all(Option::is_none));
        assert_eq!(*lab.junk.log2.borrow(), [99]);
        assert_eq!(lab.network.rpc_count(1000_u64), 1);
    });
}

/// A call whose handler takes long fails soon after its server is deleted.
#[test]
fn killed() {
    run(|| async {
        let lab = Lab::new("server");
        let end = lab.end("end");
        let mut call = sim::spawn(async move { end.call(&H3(99)).await });
        sim::sleep(Duration::from_secs(1)).await;
        let early = sim::timeout(Duration::from_millis(100), &mut call).await;
        assert!(early.is_err(), "returned before the server was deleted: {early:?}");

        lab.network.delete_server("server");
        let outcome = sim::timeout(Duration::from_millis(100), call).await;
        assert_eq!(outcome, Ok(None), "the call must fail within 100 ms");
    });
}

#[test]
fn benchmark() {
    run(|| async {
        let end = Lab::new("server").end("end");
        for _ in 0..100_000 {
            assert_eq!(end.call(&H2(111)).await, Some(handler2(111)));
        }
    });
}

/// Of 2025: the knob may be turned while a call to a deleted server is under way, which fails all the same.
#[test]
fn long_delay_race() {
    run(|| async {
        let lab = Lab::new("server");
        let end = lab.end("end");
        assert_eq!(end.call(&H1("9099".to_owned())).await, Some(9099));
        lab.network.set_long_delays(true);
        lab.network.delete_server("server");
        let mut call = sim::spawn(async move { end.call(&H1("9099".to_owned())).await });
        lab.network.set_long_delays(true);
        let early = sim::timeout(Duration::from_millis(200), &mut call).await;
        lab.network.set_long_delays(true);
        assert_eq!(if let Ok(outcome) = early { outcome } else { call.await }, None);
        assert!(sim::now().since_start() < Duration::from_secs(7));
    });
}
