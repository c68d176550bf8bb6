//! The reference Raft, spoilt in one way: everything else about these peers is right, so a test that fails
//! fails for this.

use std::cell::Cell;

use raftapi::apply_channel;
use raftapi::prelude::*;
use tester::host::Factory;

/// What is wrong with a peer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    /// Never trims its log.
    KeepsItsLog,
    /// Sends a message to everybody every few milliseconds.
    Chatters,
    /// Hands a command up as soon as it has taken it, without asking anybody.
    CommitsAlone,
    /// Saves nothing that its next life could find.
    Forgets,
    /// Peer 1 hands up a command of its own at index 1.
    Contradicts,
    /// Hands up the same nonsense as everybody else, and panics some time later.
    TalksNonsense,
    /// Panics when it is thrown away.
    DiesLoudly,
}

/// Peers with the flaw of this name; `None` if there is no such flaw.
pub(super) fn factory(name: &str) -> Option<Factory> {
    let flaw = match name {
        "keeps-its-log" => Flaw::KeepsItsLog,
        "chatters" => Flaw::Chatters,
        "commits-alone" => Flaw::CommitsAlone,
        "forgets" => Flaw::Forgets,
        "contradicts" => Flaw::Contradicts,
        "talks-nonsense" => Flaw::TalksNonsense,
        "dies-loudly" => Flaw::DiesLoudly,
        _ => return None,
    };
    Some(Factory::new(move |cx| Spoilt::new(flaw, cx)))
}

/// Bytes that no test submits.
const NONSENSE: Bytes = Bytes::from_static(&[9, 9, 9]);

/// How often a peer that chatters sends something. In the second that an idle cluster is watched this makes
/// ten times what is allowed, and not a hundred times.
const CHATTER: Duration = Duration::from_millis(10);

/// When a peer that talks nonsense panics.
const NONSENSE_TIME: Duration = Duration::from_secs(5);

struct Spoilt {
    flaw: Flaw,
    raft: Rc<raft::Peer>,
    way_up: Rc<WayUp>,
}

/// What the other peers have no use for.
#[derive(Debug, Serialize, Deserialize)]
struct Chatter;

impl Rpc for Chatter {
    type Reply = ();
    const METHOD: &'static str = "Spoilt.Chatter";
}

impl Spoilt {
    fn new(flaw: Flaw, mut cx: PeerContext) -> Rc<Self> {
        let (from_raft, mut commands) = apply_channel();
        let apply = std::mem::replace(&mut cx.apply, from_raft);
        let way_up = Rc::new(WayUp { flaw, me: cx.me, apply, last: Cell::new(0) });
        let way = way_up.clone();
        sim::spawn(async move {
            while let Some(message) = commands.recv().await {
                way.pass(message).await;
            }
        });
        match flaw {
            Flaw::Forgets => cx.persister = Persister::new(),
            Flaw::Chatters => cx.peers.iter().for_each(|peer| drop(sim::spawn(chatter(peer.clone())))),
            Flaw::TalksNonsense => drop(sim::spawn(panic_later())),
            _ => {}
        }
        Rc::new(Self { flaw, raft: raft::Peer::make(cx), way_up })
    }
}

async fn chatter(peer: ClientEnd) {
    loop {
        peer.call(&Chatter).await;
        sim::sleep(CHATTER).await;
    }
}

async fn panic_later() {
    sim::sleep(NONSENSE_TIME).await;
    panic!("nonsense");
}

/// Between the peer and its service.
struct WayUp {
    flaw: Flaw,
    me: usize,
    apply: ApplySender,
    /// The last index that was handed up.
    last: Cell<u64>,
}

impl WayUp {
    /// Passes on what the reference hands up, unless it is there already.
    async fn pass(&self, message: ApplyMsg) {
        if self.flaw == Flaw::CommitsAlone && message.index() <= self.last.get() {
            return;
        }
        self.last.set(message.index());
        self.apply.send(self.spoil(message)).await;
    }

    fn spoil(&self, message: ApplyMsg) -> ApplyMsg {
        let index = message.index();
        match self.flaw {
            Flaw::Contradicts if self.me == 1 && index == 1 => ApplyMsg::Command { index, command: NONSENSE },
            Flaw::TalksNonsense => ApplyMsg::Command { index, command: NONSENSE },
            _ => message,
        }
    }
}

impl Drop for Spoilt {
    fn drop(&mut self) {
        assert!(self.flaw != Flaw::DiesLoudly, "must it end like this?");
    }
}

impl Raft for Spoilt {
    fn make(cx: PeerContext) -> Rc<Self> {
        Self::new(Flaw::Chatters, cx)
    }

    fn register(self: &Rc<Self>, server: &mut Server) {
        self.raft.register(server);
        server.on(self, |_, Chatter| ());
    }

    fn start(self: &Rc<Self>, command: Bytes) -> Option<Started> {
        let started = self.raft.start(command.clone())?;
        if self.flaw == Flaw::CommitsAlone {
            let (way, index) = (self.way_up.clone(), started.index);
            sim::spawn(async move { way.pass(ApplyMsg::Command { index, command }).await });
        }
        Some(started)
    }

    fn state(&self) -> PeerState {
        self.raft.state()
    }

    fn snapshot(self: &Rc<Self>, index: u64, snapshot: Bytes) {
        if self.flaw != Flaw::KeepsItsLog {
            self.raft.snapshot(index, snapshot);
        }
    }
}
