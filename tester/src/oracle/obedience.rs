//! The rules by which elections come to an end: whoever hears of a higher term enters it (Figure 2, All
//! Servers), a candidate gives way to its term's leader (§5.2), and a vote that was granted is a reason to
//! wait (Figure 2, Followers). To break one of them hurts no safety, but can keep a cluster from working.
//!
//! What messages say is the peers' own business. So these rules go by what a message can have said at most,
//! and ask for more than one piece of evidence where a sound peer could once look the same.

use std::time::Duration;

use raftapi::{Inspection, Role};
use sim::Instant;

use super::calls::{Call, Standing};
use super::check::{Broken, Check};
use super::sent::Sent;
use crate::failure::Rule;

/// An answer that took longer than this may have found nobody who still waited for it.
const PROMPT: Duration = Duration::from_millis(50);
/// How many prompt answers from a higher term a peer may fail to hear.
const UNHEARD_MAX: u32 = 8;
/// And how long.
const UNHEARD_TIME: Duration = Duration::from_secs(1);

/// Two messages of a leader that lie so far apart are two heartbeats.
const HEARTBEATS_APART: Duration = Duration::from_millis(40);

/// No sound election timeout is shorter: a ticker that sleeps 50 ms, by a clock that runs fast, wakes after
/// 42.
const SHORTEST_TIMEOUT: Duration = Duration::from_millis(40);
/// A vote that came with the timeout, at the very same moment, can have come too late.
const SAME_MOMENT: Duration = Duration::from_millis(1);
/// Whoever sent nothing for so long was not campaigning.
const QUIET: Duration = Duration::from_millis(150);

/// A vote for somebody else.
#[derive(Clone, Copy)]
struct Granted {
    to: usize,
    term: u64,
    /// It was not given before this moment.
    from: Instant,
    /// It had been given at this moment.
    by: Instant,
}

/// What is remembered of one peer.
#[derive(Default)]
pub(super) struct Obedience {
    /// Prompt answers from a higher term since the peer's term last changed, and when the first came.
    unheard: Option<(u32, Instant)>,
    /// When its leader's message was first ignored by the candidate of this term.
    ignored: Option<(u64, Instant)>,
    granted: Option<Granted>,
    last_sent: Option<Instant>,
    /// The methods called in the step that is running.
    calling: Vec<&'static str>,
    /// The methods called in this term without leading it.
    asked: Vec<&'static str>,
    sent: Sent,
    /// How many requests had been sent when the peer began to lead.
    sent_before_leading: u64,
}

impl Obedience {
    /// A new life begins.
    pub(super) fn boot(&mut self) {
        *self = Self::default();
    }

    /// The peer sends a request.
    pub(super) fn sends(&mut self, call: &Call) {
        self.last_sent = Some(call.sent);
        self.calling.push(call.method);
        self.sent.push(call.digest);
    }

    /// The peer has taken a step.
    pub(super) fn stepped(&mut self, before: Standing, now: Standing) {
        if before.term != now.term {
            self.asked.clear();
            self.unheard = None;
        }
        if now.leads && (!before.leads || before.term != now.term) {
            self.sent_before_leading = self.sent.count.saturating_sub(self.calling.len() as u64);
        }
        if now.leads {
            self.calling.clear();
        } else {
            while let Some(method) = self.calling.pop() {
                if !self.asked.contains(&method) {
                    self.asked.push(method);
                }
            }
        }
    }

    /// The peer stands still for now, and hears nothing.
    pub(super) const fn paused(&mut self) {
        self.unheard = None;
    }

    /// An answer reached the peer. Whoever gave it was in `call.receiver`'s term when it got the request.
    pub(super) fn heard(&mut self, call: &Call, now: Standing, at: Instant) -> Check {
        let Some(told) = call.receiver.filter(|told| told.term > now.term) else { return Ok(()) };
        if at - call.sent > PROMPT || call.sender.term != now.term {
            return Ok(());
        }
        let (count, first) = self.unheard.map_or((1, at), |(count, first)| (count + 1, first));
        self.unheard = Some((count, first));
        if count <= UNHEARD_MAX || at - first < UNHEARD_TIME {
            return Ok(());
        }
        let message = format!(
            "peer {} stayed in term {} for {:.1} s, in which {count} of its calls were answered from higher \
             terms, the last by peer {} in term {}",
            now.peer,
            now.term,
            (at - first).as_secs_f64(),
            told.peer,
            told.term
        );
        Err(Broken::new(Rule::HigherTermObeyed, [now.peer, told.peer], message))
    }

    /// Whether a call that the candidate `now` has answered can only have come from its term's leader. `from`
    /// is what is remembered of the sender.
    ///
    /// A request for a vote can be late, and so can one that was made in an earlier term: the first is known
    /// by its method, the second by having been sent before.
    pub(super) fn is_leaders_word(&self, call: &Call, now: Standing, from: &Self) -> bool {
        let leads = call.sender.leads && call.sender.term == now.term && call.sender.peer != now.peer;
        leads
            && !now.leads
            && !self.asked.contains(&call.method)
            && !from.sent.has_before(from.sent_before_leading, call.digest)
    }

    /// A candidate has answered its leader, and is this now.
    pub(super) fn answered_leader(
        &mut self,
        call: &Call,
        peer: usize,
        now: &Inspection,
        at: Instant,
    ) -> Check {
        if now.role != Role::Candidate || now.term != call.sender.term {
            self.ignored = None;
            return Ok(());
        }
        match self.ignored {
            Some((term, first)) if term == now.term => {
                if at - first < HEARTBEATS_APART {
                    return Ok(());
                }
                let message = format!(
                    "peer {peer} is still a candidate of term {term}, though it has had {} from peer {}, which \
                     leads that term, for {} ms",
                    call.method,
                    call.sender.peer,
                    (at - first).as_millis()
                );
                Err(Broken::new(Rule::CandidateYields, [peer, call.sender.peer], message))
            }
            _ => {
                self.ignored = Some((now.term, at));
                Ok(())
            }
        }
    }

    /// The peer has changed from `old` to `new`, which was not before `from`.
    pub(super) fn changed(
        &mut self,
        peer: usize,
        old: &Inspection,
        new: &Inspection,
        from: Instant,
        at: Instant,
    ) -> Check {
        let stands = new.role == Role::Candidate && new.term > old.term && new.voted_for == Some(peer);
        if let Some(granted) = self.granted.take_if(|granted| new.term > granted.term)
            && stands
        {
            let (least, most) = (at - granted.by, at - granted.from);
            if least >= SAME_MOMENT && most < SHORTEST_TIMEOUT {
                let message = format!(
                    "peer {peer} voted for peer {} in term {}, and {} ms later stood for election itself",
                    granted.to,
                    granted.term,
                    most.as_millis()
                );
                return Err(Broken::new(Rule::VoteResetsTimer, [peer, granted.to], message));
            }
        }
        let quiet = self.last_sent.is_none_or(|sent| at - sent > QUIET);
        if let Some(to) = new.voted_for
            && quiet
            && to != peer
            && (new.term > old.term || old.voted_for.is_none())
        {
            self.granted = Some(Granted { to, term: new.term, from, by: at });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
