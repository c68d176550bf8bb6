//! The single decisions of a run, and a run without some of them.

use std::collections::BTreeSet;

use labrpc::Trouble;

use crate::steering::{Deed, Numbers, Steering};

/// One decision that can be left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Atom {
    /// A mishap: the position of its end, and its position among those of this end.
    Mishap(usize, usize),
    /// Something that the test did.
    Deed(Deed, u64),
    /// A choice of the scheduler's.
    Pick(u64),
    /// A fault of the plan.
    Fault(usize),
    /// A clock of the plan that is not true.
    Clock(usize),
    /// A burst of commands of the plan.
    Burst(usize),
    /// A time of the plan without commands.
    Idle(usize),
}

/// A kind of decisions, to be left out together.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// All that befell messages.
    Mishaps,
    /// What befell messages in this way.
    Trouble(fn(Trouble) -> bool),
    /// What the test did of this kind.
    Deeds(Deed),
    /// The scheduler's choices.
    Picks,
    /// The faults of the plan.
    Faults,
    /// The clocks of the plan.
    Clocks,
    /// The bursts of the plan.
    Bursts,
    /// The times of the plan without commands.
    Idles,
}

/// The kinds that may be left out as a whole, those first that are of the least interest.
pub(super) const WHOLE: [Kind; 16] = [
    Kind::Picks,
    Kind::Mishaps,
    Kind::Trouble(|it| matches!(it, Trouble::SlowFailure(_))),
    Kind::Trouble(|it| matches!(it, Trouble::ReplyLate(_))),
    Kind::Trouble(|it| matches!(it, Trouble::RequestLate(_))),
    Kind::Trouble(|it| matches!(it, Trouble::Duplicated(_))),
    Kind::Trouble(|it| matches!(it, Trouble::ReplyLost)),
    Kind::Trouble(|it| matches!(it, Trouble::RequestLost)),
    Kind::Faults,
    Kind::Clocks,
    Kind::Idles,
    Kind::Bursts,
    Kind::Deeds(Deed::Pause),
    Kind::Deeds(Deed::Cut),
    Kind::Deeds(Deed::CutOff),
    Kind::Deeds(Deed::Crash),
];

/// The kinds whose decisions are left out in parts, those first that others come of.
pub(super) const PARTS: [Kind; 12] = [
    Kind::Faults,
    Kind::Clocks,
    Kind::Bursts,
    Kind::Idles,
    Kind::Deeds(Deed::Crash),
    Kind::Deeds(Deed::CutOff),
    Kind::Deeds(Deed::Cut),
    Kind::Deeds(Deed::CrashAtSave),
    Kind::Deeds(Deed::Pause),
    Kind::Deeds(Deed::Start),
    Kind::Mishaps,
    Kind::Picks,
];

impl Kind {
    /// Whether it is something that the test does, other than its plan.
    pub(super) const fn is_deeds(self) -> bool {
        matches!(self, Self::Deeds(_))
    }

    /// The decisions of this kind that a run is told.
    pub(super) fn of(self, steering: &Steering) -> Vec<Atom> {
        let plan = steering.plan.as_ref();
        let count =
            |count: Option<usize>, atom: fn(usize) -> Atom| (0..count.unwrap_or(0)).map(atom).collect();
        match self {
            Self::Mishaps => mishaps(steering, |_| true),
            Self::Trouble(is_one) => mishaps(steering, is_one),
            Self::Deeds(deed) => {
                let numbers = steering.deeds.0.get(&deed).into_iter().flat_map(Numbers::iter);
                numbers.map(|number| Atom::Deed(deed, number)).collect()
            }
            Self::Picks => steering.picks.iter().flat_map(Numbers::iter).map(Atom::Pick).collect(),
            Self::Faults => count(plan.map(|plan| plan.faults.len()), Atom::Fault),
            Self::Clocks => {
                let clocks = plan.map(|plan| plan.clocks.as_slice()).unwrap_or_default();
                let wrong = clocks.iter().enumerate().filter(|(_, rate)| **rate != 1000);
                wrong.map(|(peer, _)| Atom::Clock(peer)).collect()
            }
            Self::Bursts => count(plan.map(|plan| plan.workload.bursts.len()), Atom::Burst),
            Self::Idles => count(plan.map(|plan| plan.workload.idle.len()), Atom::Idle),
        }
    }
}

fn mishaps(steering: &Steering, is_one: fn(Trouble) -> bool) -> Vec<Atom> {
    let ends = steering.messages.iter().flat_map(|messages| messages.0.values().enumerate());
    let of_end = |(end, mishaps): (usize, &Vec<labrpc::Mishap>)| {
        let chosen = mishaps.iter().enumerate().filter(|(_, mishap)| is_one(mishap.what));
        chosen.map(|(position, _)| Atom::Mishap(end, position)).collect::<Vec<_>>()
    };
    ends.flat_map(of_end).collect()
}

/// The same run without these decisions.
pub(super) fn without(steering: &Steering, left_out: &[Atom]) -> Steering {
    let left_out: BTreeSet<&Atom> = left_out.iter().collect();
    let mut rest = steering.clone();
    if let Some(messages) = &mut rest.messages {
        for (end, mishaps) in messages.0.values_mut().enumerate() {
            let mut position = 0;
            mishaps.retain(|_| {
                position += 1;
                !left_out.contains(&Atom::Mishap(end, position - 1))
            });
        }
        messages.0.retain(|_, mishaps| !mishaps.is_empty());
    }
    for (deed, numbers) in &mut rest.deeds.0 {
        *numbers = numbers.iter().filter(|number| !left_out.contains(&Atom::Deed(*deed, *number))).collect();
    }
    if let Some(picks) = &mut rest.picks {
        *picks = picks.iter().filter(|number| !left_out.contains(&Atom::Pick(*number))).collect();
    }
    if let Some(plan) = &mut rest.plan {
        keep(&mut plan.faults, |place| !left_out.contains(&Atom::Fault(place)));
        keep(&mut plan.workload.bursts, |place| !left_out.contains(&Atom::Burst(place)));
        keep(&mut plan.workload.idle, |place| !left_out.contains(&Atom::Idle(place)));
        for (peer, rate) in plan.clocks.iter_mut().enumerate() {
            if left_out.contains(&Atom::Clock(peer)) {
                *rate = 1000;
            }
        }
        if plan.clocks.iter().all(|rate| *rate == 1000) {
            plan.clocks.clear();
        }
    }
    rest
}

fn keep<T>(list: &mut Vec<T>, is_kept: impl Fn(usize) -> bool) {
    let mut place = 0;
    list.retain(|_| {
        place += 1;
        is_kept(place - 1)
    });
}

/// The same run without the first part of what the test did and of what befell messages: `part` of `whole`
/// of each kind.
pub(super) fn later_part(steering: &Steering, part: usize, whole: usize, deeds: bool) -> Steering {
    let mut left_out = Vec::new();
    for kind in PARTS.into_iter().filter(|kind| deeds || !kind.is_deeds()) {
        if matches!(kind, Kind::Deeds(_) | Kind::Mishaps) {
            let atoms = kind.of(steering);
            left_out.extend_from_slice(&atoms[..atoms.len() * part / whole]);
        }
    }
    without(steering, &left_out)
}
