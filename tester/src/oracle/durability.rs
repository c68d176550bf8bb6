//! What a restart would bring back (Figure 2: "updated on stable storage before responding to RPCs").

use bytes::Bytes;
use raftapi::{Inspection, Role};

use super::check::{Broken, Check};
use super::views::{Marks, entry, first_lost};
use crate::failure::Rule;

/// When a peer is held to what it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// It has just given an answer; a restart would come now.
    Answer,
    /// It has just become leader; a restart would come now.
    Election,
    /// It has been restarted, and once gave an answer.
    Restart,
    /// It has been restarted, whatever it said before.
    Save,
}

impl Moment {
    fn had(self, peer: usize, what: &str) -> String {
        match self {
            Self::Answer => format!("peer {peer} answered {what}"),
            Self::Election => format!("peer {peer} became leader {what}"),
            Self::Restart => format!("peer {peer} had answered {what}"),
            Self::Save => format!("peer {peer} had saved its state {what}"),
        }
    }

    const fn brings_back(self) -> &'static str {
        match self {
            Self::Answer | Self::Election => "a restart now would bring it back",
            Self::Restart | Self::Save => "its restart brought it back",
        }
    }
}

/// What is on a disk.
pub(super) struct Restored {
    /// What a peer shows that was made from it.
    pub(super) view: Inspection,
    /// Up to which index the service's snapshot goes; 0 if there is none.
    pub(super) snapshot: u64,
}

/// A peer held this, and what is restored must be as good. Entries count up to `upto`.
pub(super) fn kept(peer: usize, held: &Inspection, restored: &Restored, moment: Moment, upto: u64) -> Check {
    term(peer, held, &restored.view, moment)?;
    vote(peer, held, &restored.view, moment)?;
    snapshot(peer, restored, moment)?;
    log(peer, held, &restored.view, moment, upto)
}

fn term(peer: usize, held: &Inspection, restored: &Inspection, moment: Moment) -> Check {
    if restored.term >= held.term {
        return Ok(());
    }
    let had = moment.had(peer, &format!("in term {}", held.term));
    let message = format!("{had}, but {} in term {}", moment.brings_back(), restored.term);
    Err(Broken::new(Rule::DurableTerm, [peer], message))
}

fn vote(peer: usize, held: &Inspection, restored: &Inspection, moment: Moment) -> Check {
    let Some(vote) = held.voted_for else { return Ok(()) };
    if restored.term != held.term || restored.voted_for == Some(vote) {
        return Ok(());
    }
    let had = moment.had(peer, &format!("having voted for peer {vote} in term {}", held.term));
    let with = match restored.voted_for {
        None => "without a vote in that term".to_owned(),
        Some(other) => format!("having voted for peer {other}"),
    };
    let message = format!("{had}, but {} {with}", moment.brings_back());
    Err(Broken::new(Rule::DurableVote, [peer, vote], message))
}

/// A log that begins behind a snapshot is worth nothing without it.
pub(super) fn snapshot(peer: usize, restored: &Restored, moment: Moment) -> Check {
    let start = restored.view.snapshot_index;
    if restored.snapshot >= start {
        return Ok(());
    }
    let found = match restored.snapshot {
        0 => "no snapshot".to_owned(),
        index => format!("a snapshot only up to index {index}"),
    };
    let had = moment.had(peer, &format!("with a log that begins behind index {start}"));
    let message = format!("{had}, but {} with {found}", moment.brings_back());
    Err(Broken::new(Rule::DurableSnapshot, [peer], message).at(start))
}

fn log(peer: usize, held: &Inspection, restored: &Inspection, moment: Moment, upto: u64) -> Check {
    let start = held.snapshot_index;
    if start <= upto && restored.snapshot_index < start && restored.term_at(start) != Some(held.snapshot_term)
    {
        let had = moment.had(peer, &format!("with a snapshot up to index {start}"));
        let message = format!("{had}, but {} without it", moment.brings_back());
        return Err(Broken::new(Rule::DurableSnapshot, [peer], message).at(start));
    }
    let Some((index, mark)) = first_lost(held, restored, upto) else { return Ok(()) };
    let had = moment.had(peer, &format!("with {} in its log", entry(index, mark.term)));
    let with = match restored.mark(index) {
        None => "without it".to_owned(),
        Some(other) if other.term == mark.term => "with another command there".to_owned(),
        Some(other) => format!("with {} there", entry(index, other.term)),
    };
    let message = format!("{had}, but {} {with}", moment.brings_back());
    Err(Broken::new(Rule::DurableLog, [peer], message).at(index))
}

/// Up to which index a peer that held this when it last answered must have its log still.
///
/// Nobody counts on a leader's log by its answers. And of what a follower had, only what it knew to be
/// committed is beyond later conflicts, if it `saved` again since. Nor do answers speak of what it appended
/// as leader of a term that it `led`, as long as nothing of a later leader's follows: if that is committed
/// without being saved, the count of the disks tells.
pub(super) fn binding(held: &Inspection, saved: bool, led: impl Fn(u64) -> bool) -> u64 {
    match held.role {
        Role::Leader => 0,
        Role::Follower | Role::Candidate if saved => held.committed(),
        Role::Follower | Role::Candidate => {
            match held.log.iter().rev().take_while(|mark| led(mark.term)).count() {
                0 => u64::MAX,
                own => held.committed().max(held.last_index() - own as u64),
            }
        }
    }
}

/// Up to which index a saved snapshot goes: its first word says so, whichever of the tester's services made
/// it. What is no snapshot of ours is for the service to judge.
pub(super) fn snapshot_end(bytes: Bytes) -> u64 {
    if bytes.is_empty() {
        return 0;
    }
    labgob::Decoder::new(bytes).take().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::views::tests::view;
    use super::*;

    fn restored(view: Inspection, snapshot: u64) -> Restored {
        Restored { view, snapshot }
    }

    fn broken(held: &Inspection, now: &Restored, moment: Moment) -> (Rule, String) {
        let broken = kept(2, held, now, moment, u64::MAX).unwrap_err();
        (broken.rule, broken.message)
    }

    #[test]
    fn more_than_was_held_is_no_loss() {
        let held = Inspection { voted_for: Some(1), ..view(4, (2, 1), &[3]) };
        for now in [
            restored(held.clone(), 2),
            restored(view(5, (2, 1), &[3, 5]), 9),
            restored(view(5, (3, 3), &[]), 3),
            restored(view(5, (0, 0), &[1, 1, 3]), 0),
        ] {
            assert_eq!(kept(2, &held, &now, Moment::Answer, u64::MAX), Ok(()));
        }
    }

    #[test]
    fn terms_and_votes_are_kept() {
        let held = Inspection { voted_for: Some(1), ..view(4, (0, 0), &[]) };
        let (rule, message) = broken(&held, &restored(view(3, (0, 0), &[]), 0), Moment::Answer);
        let sentence = "peer 2 answered in term 4, but a restart now would bring it back in term 3";
        assert_eq!((rule, &*message), (Rule::DurableTerm, sentence));
        let (rule, message) = broken(&held, &restored(view(4, (0, 0), &[]), 0), Moment::Election);
        let sentence = "peer 2 became leader having voted for peer 1 in term 4, but a restart now would bring it \
                        back without a vote in that term";
        assert_eq!((rule, &*message), (Rule::DurableVote, sentence));
    }

    #[test]
    fn entries_are_kept() {
        let held = view(4, (0, 0), &[1, 2]);
        let (rule, message) = broken(&held, &restored(view(4, (0, 0), &[1]), 0), Moment::Restart);
        let sentence = "peer 2 had answered with entry 2 of term 2 in its log, but its restart brought it back \
                        without it";
        assert_eq!((rule, &*message), (Rule::DurableLog, sentence));
        let (_, message) = broken(&held, &restored(view(4, (0, 0), &[1, 4]), 0), Moment::Answer);
        assert!(message.ends_with("bring it back with entry 2 of term 4 there"), "{message}");
        assert_eq!(kept(2, &held, &restored(view(4, (0, 0), &[1]), 0), Moment::Restart, 1), Ok(()));
    }

    #[test]
    fn a_log_is_kept_with_its_snapshot() {
        let held = view(4, (7, 3), &[4]);
        let (rule, message) = broken(&held, &restored(held.clone(), 0), Moment::Answer);
        let sentence = "peer 2 answered with a log that begins behind index 7, but a restart now would bring it \
                        back with no snapshot";
        assert_eq!((rule, &*message), (Rule::DurableSnapshot, sentence));
        let (_, message) = broken(&held, &restored(held.clone(), 5), Moment::Answer);
        assert!(message.ends_with("back with a snapshot only up to index 5"), "{message}");
        let (rule, message) = broken(&held, &restored(view(4, (5, 3), &[3]), 5), Moment::Answer);
        let sentence = "peer 2 answered with a snapshot up to index 7, but a restart now would bring it back \
                        without it";
        assert_eq!((rule, &*message), (Rule::DurableSnapshot, sentence));
    }

    #[test]
    fn a_snapshot_says_how_far_it_goes() {
        let mut encoder = labgob::Encoder::new();
        encoder.put(&17_u64).and_then(|encoder| encoder.put(&"rest")).unwrap();
        assert_eq!(snapshot_end(encoder.finish()), 17);
        assert_eq!(snapshot_end(Bytes::new()), 0);
    }
}
