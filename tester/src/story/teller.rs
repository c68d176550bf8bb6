//! Turns records into lines.

use timeline::record::{Event, Header, Record, State, What};

use super::campaigns::Campaigns;
use super::line::{Line, Rank};
use super::past::Past;
use super::peer::{Change, Peer};
use super::post::{Letter, Post};

/// What several peers do within so many nanoseconds they do together.
const MOMENT: u64 = 50_000_000;

/// How many lines back somebody looks for peers that do the same.
const BACK: usize = 12;

/// The rules that are about who leads and who votes; the others are about entries.
const OF_VOTES: [&str; 9] = [
    "one-leader-per-term",
    "term-never-falls",
    "higher-term-obeyed",
    "candidate-yields",
    "vote-resets-timer",
    "one-vote-per-term",
    "leader-needs-majority",
    "durable-term",
    "durable-vote",
];

/// Hears the records of a run, and tells of it.
pub(super) struct Teller {
    lines: Vec<Line>,
    peers: Vec<Peer>,
    post: Post,
    campaigns: Campaigns,
    past: Past,
    /// Whether the story is about votes.
    is_of_votes: bool,
    /// The entry that the failure names.
    index: Option<u64>,
    /// Nothing that happens after this event is told.
    last: Option<u64>,
    is_over: bool,
    end: Line,
    /// The event that was heard of last.
    now: u64,
    /// The commands that a leader took one after the other: the peer, the term, the first index and the last.
    taken: Option<(usize, u64, u64, u64)>,
}

impl Teller {
    pub(super) fn new(header: &Header) -> Self {
        let failure = header.failure.as_ref();
        let text = match failure {
            Some(failure) => format!("{}: {}", failure.rule, failure.message),
            None => "the test passes".to_owned(),
        };
        let at = failure.map_or(header.ended, |failure| failure.at);
        Self {
            lines: Vec::new(),
            peers: (0..header.peers).map(|_| Peer::default()).collect(),
            post: Post::default(),
            campaigns: Campaigns::default(),
            past: Past::default(),
            is_of_votes: failure.is_some_and(|failure| OF_VOTES.contains(&failure.rule.as_str())),
            index: failure.and_then(|failure| named(&failure.message)),
            last: failure.and_then(|failure| failure.event),
            is_over: false,
            end: Line { at, event: 0, rank: Rank::End, who: Vec::new(), text },
            now: 0,
            taken: None,
        }
    }

    pub(super) fn hear(&mut self, record: &Record) {
        match record {
            Record::Event(event) => {
                self.is_over |= self.last.is_some_and(|last| event.id > last);
                if !self.is_over {
                    self.now = event.id;
                    self.past.note(event.id, &event.parents);
                    self.event(event);
                }
            }
            Record::State(state) if !self.is_over => self.state(state),
            _ => {}
        }
    }

    /// All lines, in order.
    pub(super) fn finish(mut self) -> Vec<Line> {
        self.lines.retain(|line| !line.text.is_empty());
        if let Some(last) = self.last {
            let past = self.past.of(last);
            for line in self.lines.iter_mut().filter(|line| !past.contains(&line.event)) {
                line.rank = match line.rank {
                    Rank::End | Rank::Fault => line.rank,
                    Rank::Leader => Rank::Step,
                    _ => Rank::Elsewhere,
                };
            }
        }
        self.lines.push(self.end);
        self.lines
    }

    fn state(&mut self, state: &State) {
        let (at, node) = (state.at, state.node);
        let Some(peer) = self.peers.get_mut(node) else { return };
        if state.running == Some(false) {
            peer.crash();
            return self.campaigns.lose(node, &mut self.lines);
        }
        for change in peer.see(state, node) {
            self.change(at, node, change);
        }
    }

    fn change(&mut self, at: u64, node: usize, change: Change) {
        let (rank, text) = match change {
            Change::Runs(term) => {
                self.campaigns.lose(node, &mut self.lines);
                self.campaigns.run(node, term, self.lines.len());
                return self.push(at, Rank::Step, Some(node), format!("runs for term {term}"));
            }
            Change::Leads(term) => {
                let told = self.campaigns.win(node, term, &mut self.lines);
                return self.push(at, Rank::Leader, Some(node), told);
            }
            Change::Yields => return self.campaigns.lose(node, &mut self.lines),
            Change::StepsDown(term) => (Rank::Step, format!("leads no longer, and is in term {term}")),
            Change::Votes(candidate, term) if self.is_of_votes => {
                (Rank::Matter, format!("votes for peer {candidate} in term {term}"))
            }
            Change::Votes(candidate, term) => return self.campaigns.vote(node, candidate, term),
            Change::Log { is_conflict: true, text, .. } => (Rank::Matter, text),
            Change::Log { from, to, text, .. } => (self.rank_of(from, to), text),
            Change::Commits(from, to) => {
                (self.rank_of(from, to).max(Rank::Step), format!("commits up to entry {to}"))
            }
        };
        self.tell(at, rank, Some(node), text);
    }

    /// Of how much interest entries are: those that the failure names the most.
    fn rank_of(&self, from: u64, to: u64) -> Rank {
        match self.index {
            _ if self.is_of_votes => Rank::Aside,
            Some(index) if (from..=to).contains(&index) => Rank::Matter,
            Some(_) => Rank::Aside,
            None => Rank::Step,
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
            What::ApplyError { message } => {
                Some((Rank::Matter, format!("hands up what is wrong: {message}")))
            }
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
        let text = if first < index {
            format!("takes commands as entries {first}..{index} of term {term}")
        } else {
            format!("takes a command as entry {index} of term {term}")
        };
        let rank = match self.rank_of(first, index) {
            Rank::Matter => Rank::Matter,
            _ if self.index.is_none() => Rank::Command,
            _ => Rank::Step,
        };
        self.push(at, rank, Some(peer), text);
        self.taken = Some((peer, term, first, index));
    }

    fn maybe(&mut self, at: u64, fault: Option<String>) {
        if let Some(text) = fault {
            self.push(at, Rank::Fault, None, text);
        }
    }

    /// Adds a line, or adds a peer to those that did the same a moment ago.
    fn tell(&mut self, at: u64, rank: Rank, who: Option<usize>, text: String) {
        if let Some(peer) = who {
            // A crash cuts a peer off first, and a start connects it at last: both go without saying.
            if text == "crashes" && self.has_just(peer, at, "is cut off") {
                self.lines.pop();
            }
            let is_told = text == "crashes" && self.has_just(peer, at, "crashes ")
                || text == "is connected" && self.has_just(peer, at, "starts again");
            if is_told {
                return;
            }
        }
        if let Some(peer) = who
            && let Some(others) = self.lines.iter_mut().rev().take(BACK).find(|line| line.text == text)
            && at < others.at + MOMENT
            && !others.who.contains(&peer)
        {
            others.who.push(peer);
            others.event = self.now;
            return others.who.sort_unstable();
        }
        self.push(at, rank, who, text);
    }

    /// Whether the last line says that this peer did just this.
    fn has_just(&self, peer: usize, at: u64, what: &str) -> bool {
        let is_it = |line: &Line| line.who == [peer] && line.at == at && line.text.starts_with(what);
        self.lines.last().is_some_and(is_it)
    }

    fn push(&mut self, at: u64, rank: Rank, who: Option<usize>, text: String) {
        self.taken = None;
        self.lines.push(Line { at, event: self.now, rank, who: who.into_iter().collect(), text });
    }
}

/// The index of the entry that a message names first.
fn named(message: &str) -> Option<u64> {
    let after = |word: &str| {
        let (_, rest) = message.split_once(word)?;
        rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    after("entry ").or_else(|| after("index "))
}
