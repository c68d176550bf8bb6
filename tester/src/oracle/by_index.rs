//! Lists by log index: dense where logs are, and not filled up for the sake of one absurd index.
//!
//! Where every index must be remembered there is [`ByIndex`]. A list that is gone through from end to end
//! must not have an absurd end: for such there is [`sane_place`].

use std::collections::BTreeMap;

/// How far behind the end of the list an index may be for the list to grow up to it.
const GAP: usize = 1024;

/// One `T` for each index.
#[derive(Debug, Default)]
pub(super) struct ByIndex<T> {
    dense: Vec<T>,
    /// What is too far out, be it only for now.
    far: BTreeMap<u64, T>,
}

impl<T: Default> ByIndex<T> {
    pub(super) fn get(&self, index: u64) -> Option<&T> {
        let near = usize::try_from(index).ok().and_then(|at| self.dense.get(at));
        near.or_else(|| self.far.get(&index))
    }

    /// The place of an index, which is made if there is none.
    pub(super) fn place(&mut self, index: u64) -> &mut T {
        match usize::try_from(index).ok().filter(|at| *at <= self.dense.len() + GAP) {
            Some(at) => {
                self.grow(at);
                &mut self.dense[at]
            }
            None => self.far.entry(index).or_default(),
        }
    }

    fn grow(&mut self, at: usize) {
        while self.dense.len() <= at {
            let next = self.dense.len() as u64;
            // It may have been too far out before.
            let known = if self.far.is_empty() { None } else { self.far.remove(&next) };
            self.dense.push(known.unwrap_or_default());
        }
    }
}

/// Indices beyond this are no indices of a log that a test can have.
const INDEX_MAX: u64 = 1_000_000;

/// The place of an index in a list that grows as needed; none for an index that no test's log can have.
pub(super) fn sane_place<T: Default>(list: &mut Vec<T>, index: u64) -> Option<&mut T> {
    let at = usize::try_from(index).ok().filter(|_| index <= INDEX_MAX)?;
    if list.len() <= at {
        list.resize_with(at + 1, T::default);
    }
    list.get_mut(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absurd_index_has_its_place_and_costs_nothing() {
        let mut list = ByIndex::<u32>::default();
        *list.place(u64::MAX) = 7;
        *list.place(3) = 3;
        *list.place(2000) = 20;
        for index in (4..2500).step_by(500) {
            list.place(index);
        }
        assert_eq!([3, 2000, u64::MAX].map(|index| list.get(index)), [Some(&3), Some(&20), Some(&7)]);
        assert!(list.dense.len() < 4000 && list.far.len() == 1);
        assert_eq!((list.get(0), list.get(1_000_000)), (Some(&0), None));
    }
}
