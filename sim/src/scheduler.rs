//! The scheduler's choice: which of the runnable tasks steps next.
//!
//! Every choice among several has a number, from 0 on. A run may be told which of them are left to chance;
//! at the others it is first come, first served.

use std::ops::RangeInclusive;

use rand::RngExt;

use crate::streams::Stream;
use crate::task::TaskId;

/// The tasks that could take a step now.
pub(crate) struct Scheduler {
    /// Each with the number of its arrival: a random choice leaves the others in no order.
    ready: Vec<(u64, TaskId)>,
    /// How many tasks have become ready so far.
    arrivals: u64,
    stream: Stream,
    /// How many choices there have been.
    choices: u64,
    /// The choices that are left to chance, ascending; all of them if there is no list.
    by_chance: Option<Vec<RangeInclusive<u64>>>,
}

impl Scheduler {
    pub(crate) const fn new(stream: Stream, by_chance: Option<Vec<RangeInclusive<u64>>>) -> Self {
        Self { ready: Vec::new(), arrivals: 0, stream, choices: 0, by_chance }
    }

    /// How many choices there have been, whether they were left to chance or not.
    pub(crate) const fn choices(&self) -> u64 {
        self.choices
    }

    /// Counts a choice, and says whether it is left to chance.
    fn is_by_chance(&mut self) -> bool {
        let number = self.choices;
        self.choices += 1;
        let Some(ranges) = &self.by_chance else { return true };
        let after = ranges.partition_point(|range| *range.end() < number);
        ranges.get(after).is_some_and(|range| range.contains(&number))
    }

    /// Draws from this stream from now on.
    pub(crate) fn reseed(&mut self, stream: Stream) {
        self.stream = stream;
    }

    pub(crate) fn push(&mut self, task: TaskId) {
        self.ready.push((self.arrivals, task));
        self.arrivals += 1;
    }

    /// Forgets all ready tasks: for a world whose tasks are gone, and where none is ever picked.
    pub(crate) fn clear(&mut self) {
        self.ready.clear();
    }

    /// Takes one of the ready tasks, each with the same chance, or the one that has been ready the longest.
    pub(crate) fn pick(&mut self) -> Option<TaskId> {
        let (_, task) = match self.ready.len() {
            0 => return None,
            1 => self.ready.pop()?,
            several => {
                // Drawn in any case: the choices after this one are the same.
                let chosen = self.stream.random_range(0..narrow(several));
                if self.is_by_chance() {
                    self.ready.swap_remove(chosen as usize)
                } else {
                    let first = (0..several).min_by_key(|place| self.ready[*place].0)?;
                    self.ready.remove(first)
                }
            }
        };
        Some(task)
    }

    /// Puts things that are due at one instant into a random order, or leaves them in the order in which they
    /// were asked for.
    pub(crate) fn shuffle<T>(&mut self, due: &mut [T]) {
        let is_by_chance = self.is_by_chance();
        for last in (1..due.len()).rev() {
            let chosen = self.stream.random_range(0..=narrow(last));
            if is_by_chance {
                due.swap(last, chosen as usize);
            }
        }
    }
}

/// Choices are drawn as `u32`, so that they are the same on every word size.
fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("fewer than 2^32 things at once")
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use crate::{Config, run};

    /// In which order three tasks, ready at once, take their two steps.
    fn order(seed: u64, by_chance: Option<Vec<std::ops::RangeInclusive<u64>>>) -> (String, u64) {
        let steps = Rc::new(std::cell::RefCell::new(String::new()));
        let told = steps.clone();
        let report = run(Config { by_chance, ..Config::new(seed) }, |_| async move {
            let step = |name: char| {
                let told = told.clone();
                crate::spawn(async move {
                    told.borrow_mut().push(name);
                    crate::yield_now().await;
                    told.borrow_mut().push(name);
                })
            };
            for task in ['a', 'b', 'c'].map(step) {
                task.await;
            }
        });
        (steps.take(), report.choices)
    }

    #[test]
    fn whoever_came_first_is_served_first_where_nothing_is_left_to_chance() {
        let all = (1..50).map(|seed| order(seed, Some(Vec::new())).0);
        assert!(all.into_iter().all(|steps| steps == "abcabc"));
        assert!((1..50).any(|seed| order(seed, None).0 != "abcabc"));
    }

    #[test]
    fn a_choice_by_chance_leaves_the_others_in_the_order_in_which_they_came() {
        let all: Vec<String> = (1..50).map(|seed| order(seed, Some(vec![0..=0])).0).collect();
        assert!(all.iter().all(|steps| ["abcabc", "bacbac", "cabcab"].contains(&steps.as_str())), "{all:?}");
        assert!(all.iter().any(|steps| steps != "abcabc"));
    }

    #[test]
    fn to_leave_every_choice_to_chance_is_to_steer_nothing() {
        for seed in 1..50 {
            let (steps, choices) = order(seed, None);
            assert!(choices > 0);
            assert_eq!(order(seed, Some(vec![0..=choices - 1])), (steps, choices));
        }
    }
}
