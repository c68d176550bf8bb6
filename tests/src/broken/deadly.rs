//! Peers that take more with them than themselves: the process, the thread, or everybody's patience.

#![expect(clippy::disallowed_methods, reason = "these flaws are what the harness must survive")]

use std::process;

use raftapi::prelude::*;
use tester::host::Factory;

/// How a peer goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    /// Ends the whole process by an abort.
    Aborts,
    /// Does so in one of three lives.
    AbortsSometimes,
    /// Calls itself until the stack is full.
    Overflows,
    /// Ends the whole process as if all were well.
    Exits,
    /// Never comes to an `.await` again.
    Blocks,
    /// Keeps a lock while it sleeps.
    HoldsAGuard,
    /// Leaves a request without an answer.
    NeverAnswers,
    /// Sleeps, but for so short a time that virtual time hardly moves.
    Dozes,
}

/// Peers with the flaw of this name; `None` if there is no such flaw.
pub(super) fn factory(name: &str) -> Option<Factory> {
    let flaw = match name {
        "aborts" => Flaw::Aborts,
        "aborts-sometimes" => Flaw::AbortsSometimes,
        "overflows" => Flaw::Overflows,
        "exits" => Flaw::Exits,
        "blocks" => Flaw::Blocks,
        "holds-a-guard" => Flaw::HoldsAGuard,
        "never-answers" => Flaw::NeverAnswers,
        "dozes" => Flaw::Dozes,
        _ => return None,
    };
    Some(Factory::new(move |cx| Deadly::new(flaw, cx)))
}

/// The peer that goes wrong, and when.
const CULPRIT: usize = 1;
const HOUR: Duration = Duration::from_millis(500);

/// A request that gets no answer.
#[derive(Debug, Serialize, Deserialize)]
struct Question;

impl Rpc for Question {
    type Reply = ();
    const METHOD: &'static str = "Deadly.Question";
}

/// The reference Raft with a flaw besides.
struct Deadly {
    raft: Rc<raft::Peer>,
}

impl Deadly {
    fn new(flaw: Flaw, cx: PeerContext) -> Rc<Self> {
        if cx.me == CULPRIT {
            let next = cx.peers[(cx.me + 1) % cx.peers.len()].clone();
            sim::spawn(go_wrong(flaw, next));
        }
        Rc::new(Self { raft: raft::Peer::make(cx) })
    }
}

async fn go_wrong(flaw: Flaw, next: ClientEnd) {
    sim::sleep(HOUR).await;
    match flaw {
        Flaw::AbortsSometimes if sim::random_range(0..3) > 0 => {}
        Flaw::Aborts | Flaw::AbortsSometimes => process::abort(),
        Flaw::Overflows => drop(descend(0)),
        Flaw::Exits => process::exit(0),
        Flaw::Blocks => block(),
        Flaw::HoldsAGuard => hold_a_guard().await,
        Flaw::NeverAnswers => drop(next.call(&Question).await),
        Flaw::Dozes => doze().await,
    }
}

#[expect(unconditional_recursion, reason = "it is to run out of stack")]
fn descend(depth: u64) -> u64 {
    std::hint::black_box(descend(std::hint::black_box(depth + 1))) + depth
}

fn block() {
    while std::hint::black_box(true) {
        std::hint::spin_loop();
    }
}

async fn hold_a_guard() {
    let log = Rc::new(sim::Mutex::new(Vec::<u64>::new()));
    let guard = log.lock();
    let other = log.clone();
    sim::spawn(async move { other.lock().push(1) });
    sim::sleep(Duration::from_millis(10)).await;
    drop(guard);
}

async fn doze() {
    loop {
        sim::sleep(Duration::from_nanos(1)).await;
    }
}

impl Raft for Deadly {
    fn make(cx: PeerContext) -> Rc<Self> {
        Self::new(Flaw::Aborts, cx)
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        self.raft.register(server);
        server.on_async(self, |_, Question| std::future::pending());
    }

    fn start(self: &Rc<Self>, command: Bytes) -> Option<Started> {
        self.raft.start(command)
    }

    fn state(&self) -> PeerState {
        self.raft.state()
    }

    fn snapshot(self: &Rc<Self>, index: u64, snapshot: Bytes) {
        self.raft.snapshot(index, snapshot);
    }
}
