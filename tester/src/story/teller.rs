//! Turns records into lines.

use timeline::record::{Event, Header, Record, State, What};

use super::line::{Line, Rank};
use super::peer::{Peer, Theme};
use super::post::{Letter, Post};

/// What several peers do within so many nanoseconds they do together.
const MOMENT: u64 = 50_000_000;

/// How many lines back somebody looks for peers that do the same.
const BACK: usize = 12;

/// Hears the records of a run, and tells of it.
pub(super) struct Teller {
    lines: Vec<Line>,
    peers: Vec<Peer>,
    post: Post,
    theme: Theme,
    /// Nothing that happens after this event is told.
    last: Option<u64>,
    is_over: bool,
    end: Line,
    /// The commands that a leader took one after the other: the peer, the term, the first index and the last.
    taken: Option<(usize, u64, u64, u64)>,
}

impl Teller {
    pub(super) fn new(header: &Header) -> Self {
        let failure = header.failure.as_ref();
        let rule = failure.map(|failure| failure.rule.as_str()).unwrap_or_default();
        let text = match failure {
            Some(failure) => format!("{}: {}", failure.rule, failure.message),
            None => "the test passes".to_owned(),
        };
        let at = failure.map_or(header.ended, |failure| failure.at);
        Self {
            lines: Vec::new(),
            peers: (0..header.peers).map(|_| Peer::default()).collect(),
            post: Post::default(),
            theme: Theme::of(rule),
            last: failure.and_then(|failure| failure.event),
            is_over: false,
            end: Line { at, rank: Rank::End, who: Vec::new(), text },
            taken: None,
        }
    }

    pub(super) fn hear(&mut self, record: &Record) {
        match record {
            Record::Event(event) => {
                self.is_over |= self.last.is_some_and(|last| event.id > last);
                if !self.is_over {
                    self.event(event);
                }
            }
            Record::State(state) if !self.is_over => self.state(state),
            _ => {}
        }
    }

    pub(super) fn finish(mut self) -> Vec<Line> {
        self.lines.push(self.end);
        self.lines
    }

    fn state(&mut self, state: &State) {
        let Some(peer) = self.peers.get_mut(state.node) else { return };
        if state.running == Some(false) {
            return peer.crash();
        }
        for (rank, text) in peer.see(state, state.node, self.theme) {
            self.tell(state.at, rank, Some(state.node), text);
        }
    }

    fn event(&mut self, event: &Event) {
        let Event { at, node, what, .. } = event;
        if let What::Start { index, term, .. } = what {
            return self.command(*at, *node, *index, *term);
        }
        match what {
            What::Send { call, to, method, args, .. } => {
                self.post.send(*call, Letter::new(*node, *to, *at, method, args));
            }
            What::Reply { call, .. } => self.post.reply(*call, *at),
            What::Deliver { call, .. } => {
                // What waits for a peer that stands still is not late.
                let ready = node.and_then(|node| self.peers.get(node)).map_or(0, |peer| peer.paused_until);
                self.maybe(*at, self.post.deliver(*call, *at, ready));
            }
            What::Answer { call, .. } => self.maybe(*at, self.post.answer(*call, *at)),
            What::Drop { call, reason, .. } => self.maybe(*at, self.post.lost(*call, reason)),
            What::Duplicate { call, .. } => self.maybe(*at, self.post.again(*call)),
            _ => {
                if let Some((rank, text)) = self.deed(event) {
                    self.tell(*at, rank, *node, text);
                }
            }
        }
    }

    /// What was done to a peer or to the network, or what the service saw.
    fn deed(&mut self, event: &Event) -> Option<(Rank, String)> {
        let fault = |text: &str| Some((Rank::Fault, text.to_owned()));
        match &event.what {
            What::Crash {} => fault("crashes"),
            What::Boot { life } if *life > 1 => fault("starts again"),
            What::Disconnect {} => fault("is cut off"),
            What::Connect {} if event.at > 0 => Some((Rank::Step, "is connected".to_owned())),
            What::Pause { until } => {
                if let Some(peer) = event.node.and_then(|node| self.peers.get_mut(node)) {
                    peer.paused_until = *until;
                }
                fault(&event.text)
            }
            What::Due { .. } | What::Cut { .. } => fault(&event.text),
            What::Clock { permille } => fault(&format!("has a clock at {permille}/1000 of true time")),
            What::Install { index } => {
                Some((Rank::Matter, format!("installs a snapshot up to entry {index}")))
            }
            What::Snapshot { index, .. } => {
                Some((Rank::Aside, format!("takes a snapshot up to entry {index}")))
            }
            What::ApplyError { message } => Some((Rank::Matter, format!("meets refusal: {message}"))),
            What::Panic {} => Some((Rank::Matter, "panics".to_owned())),
            _ => None,
        }
    }

    /// A leader took a command. One after the other, they are one line.
    fn command(&mut self, at: u64, node: Option<usize>, index: u64, term: u64) {
        let Some(peer) = node else { return };
        let first = match self.taken.take() {
            Some((same, its, first, last)) if (same, its, last + 1) == (peer, term, index) => {
                self.lines.pop();
                first
            }
            _ => index,
        };
        let which =
            if first < index { format!("commands {first}..{index}") } else { format!("command {index}") };
        self.tell(at, Rank::Command, Some(peer), format!("takes {which} in term {term}"));
        self.taken = Some((peer, term, first, index));
    }

    fn maybe(&mut self, at: u64, fault: Option<String>) {
        if let Some(text) = fault {
            self.tell(at, Rank::Fault, None, text);
        }
    }

    fn tell(&mut self, at: u64, rank: Rank, who: Option<usize>, text: String) {
        self.taken = None;
        if let (Some(peer), Some(before)) = (who, self.lines.last())
            && before.who == [peer]
            && before.at == at
        {
            // A crash cuts a peer off first, and a start connects it at last: both go without saying.
            match (before.text.as_str(), text.as_str()) {
                ("is cut off", "crashes") => drop(self.lines.pop()),
                ("starts again", "is connected") => return,
                (crash, "crashes") if crash.starts_with("crashes ") => return,
                _ => {}
            }
        }
        if let Some(peer) = who
            && rank != Rank::Leader
            && let Some(others) = self.lines.iter_mut().rev().take(BACK).find(|line| line.text == text)
            && at < others.at + MOMENT
            && !others.who.contains(&peer)
        {
            others.who.push(peer);
            return others.who.sort_unstable();
        }
        self.lines.push(Line { at, rank, who: who.into_iter().collect(), text });
    }
}
