//! Turns records into lines.

use timeline::record::{Event, Header, Record, State, What};

use super::line::{Line, Rank};
use super::peer::{Peer, Theme};
use super::post::{Letter, Post};

/// How a line says that somebody votes.
const VOTES: &str = " votes for ";

/// What happens within so many nanoseconds happens at once.
const MOMENT: u64 = 50_000_000;

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
            end: Line { at, rank: Rank::End, text },
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
            self.tell(state.at, rank, format!("peer {} {text}", state.node));
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
                    self.tell(*at, rank, text);
                }
            }
        }
    }

    /// What was done to a peer or to the network, or what the service saw.
    fn deed(&mut self, event: &Event) -> Option<(Rank, String)> {
        let peer = event.node.map(|node| format!("peer {node}")).unwrap_or_default();
        if let (Some(node), What::Pause { until }) = (event.node, &event.what)
            && let Some(peer) = self.peers.get_mut(node)
        {
            peer.paused_until = *until;
        }
        let fault = |text: String| Some((Rank::Fault, text));
        match &event.what {
            What::Crash {} => fault(format!("{peer} crashes")),
            What::Boot { life } if *life > 1 => fault(format!("{peer} starts again")),
            What::Disconnect {} => {
                // A crash cuts a peer off first, which goes without saying.
                fault(format!("{peer} is cut off"))
            }
            What::Connect {} if event.at > 0 => Some((Rank::Step, format!("{peer} is connected"))),
            What::Pause { .. } | What::Due { .. } => fault(format!("{peer} {}", event.text)),
            What::Clock { .. } => fault(format!("{peer}: {}", event.text)),
            What::Cut { .. } => fault(event.text.clone()),
            What::Install { index } => {
                Some((Rank::Matter, format!("{peer} installs a snapshot up to entry {index}")))
            }
            What::Snapshot { index, .. } => {
                Some((Rank::Aside, format!("{peer} takes a snapshot up to entry {index}")))
            }
            What::ApplyError { message } => {
                Some((Rank::Matter, format!("the service of {peer} refuses: {message}")))
            }
            What::Panic {} => Some((Rank::Matter, format!("{peer} panics"))),
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
        self.tell(at, Rank::Command, format!("peer {peer} takes {which} in term {term}"));
        self.taken = Some((peer, term, first, index));
    }

    fn maybe(&mut self, at: u64, fault: Option<String>) {
        if let Some(text) = fault {
            self.tell(at, Rank::Fault, text);
        }
    }

    fn tell(&mut self, at: u64, rank: Rank, text: String) {
        self.taken = None;
        // A crash cuts a peer off first, and a start connects it at last: both go without saying.
        if let Some(before) = self.lines.last()
            && before.at == at
        {
            let same = |was: &str, is: &str| {
                before.text.strip_suffix(was).is_some_and(|peer| text.strip_suffix(is) == Some(peer))
            };
            if same(" starts again", " is connected") {
                return;
            }
            if same(" is cut off", " crashes") {
                self.lines.pop();
            }
        }
        // Those who vote for one candidate within a moment are one line.
        if let Some(before) = self.lines.last_mut()
            && let Some((who, how)) = text.split_once(VOTES)
            && let Some((voters, before_how)) = before.text.split_once(VOTES)
            && before_how == how
            && at < before.at + MOMENT
        {
            before.text = format!("{voters}, {}{VOTES}{how}", who.trim_start_matches("peer "));
            return;
        }
        self.lines.push(Line { at, rank, text });
    }
}
