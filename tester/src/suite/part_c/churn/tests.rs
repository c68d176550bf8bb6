//! The last check of the churn, by itself: a peer that loses a command contradicts what was applied before,
//! and the services notice that first.

use raftapi::prelude::*;

use super::*;
use crate::cluster::Setup;
use crate::host::Factory;
use crate::value::{Command, Value};

/// A peer that has applied 101 and 102.
struct Applier;

impl Raft for Applier {
    fn make(cx: PeerContext) -> Rc<Self> {
        sim::spawn(async move {
            for index in 1..=2 {
                let command = Command::from(Value::Number(100 + index)).bytes();
                cx.apply.send(ApplyMsg::Command { index, command }).await;
            }
        });
        Rc::new(Self)
    }

    fn register(self: &Rc<Self>, _server: &mut Server) {}

    fn start(self: &Rc<Self>, _command: Bytes) -> Option<Started> {
        None
    }

    fn state(&self) -> PeerState {
        PeerState { term: 1, is_leader: false }
    }

    fn snapshot(self: &Rc<Self>, _index: u64, _snapshot: Bytes) {}
}

/// What comes of the check if clients saw these numbers committed.
fn checked(confirmed: &'static [u64]) -> Result<(), Failure> {
    let report = sim::run(sim::Config::new(1), |_| async move {
        let setup = Setup { peers: 3, wire: Wire::Reliable, service: Service::Plain };
        let cluster = Cluster::build(setup, Factory::of::<Applier>());
        check_all_applied(&cluster, 2, confirmed).await
    });
    report.result.expect("nothing to stop it")
}

#[test]
fn what_a_client_saw_committed_must_be_there() {
    checked(&[]).expect("nothing to miss");
    checked(&[102, 101]).expect("both are there");
    let failure = checked(&[101, 7, 102]).expect_err("nobody applied 7");
    let sentence =
        "7 was seen committed by a client, but it is not among the 2 commands that all peers applied";
    assert_eq!(failure.to_string(), sentence);
}
