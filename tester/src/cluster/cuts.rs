//! Which directed links carry nothing, and the shapes that partitions have.

use std::collections::BTreeSet;
use std::fmt;

use super::Cluster;
use crate::facts::Weather;
use crate::steering::Deed;

/// A set of directed links that are cut: requests from the one to the other get nowhere, and so do the
/// answers to what was asked over this link before. The opposite direction is another link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cuts(BTreeSet<(usize, usize)>);

impl Cuts {
    /// No link is cut.
    pub fn none() -> Self {
        Self::default()
    }

    /// Only `from` cannot ask `to`.
    pub fn one_way(from: usize, to: usize) -> Self {
        Self::of([(from, to)])
    }

    /// Each of these links.
    pub fn of(links: impl IntoIterator<Item = (usize, usize)>) -> Self {
        Self(links.into_iter().filter(|(from, to)| from != to).collect())
    }

    /// Of `peers` peers, only those of one group can talk. A peer of several groups, a bridge, talks to all
    /// of them; one of no group talks to nobody.
    pub fn groups<G: AsRef<[usize]>>(peers: usize, groups: &[G]) -> Self {
        let together = |one: usize, other: usize| {
            groups.iter().any(|group| group.as_ref().contains(&one) && group.as_ref().contains(&other))
        };
        Self::unless(peers, together)
    }

    /// Peers stand in a ring, in this order, and each hears and reaches only those next to it: half of a bare
    /// majority, less itself, on each side. No two see the same majority.
    pub fn majority_ring(order: &[usize]) -> Self {
        let peers = order.len();
        let reach = (peers / 2).div_ceil(2);
        let place = |peer: usize| order.iter().position(|other| *other == peer).unwrap_or(0);
        Self::unless(peers, |one, other| {
            let apart = place(one).abs_diff(place(other));
            apart.min(peers - apart) <= reach
        })
    }

    fn unless(peers: usize, linked: impl Fn(usize, usize) -> bool) -> Self {
        let all = (0..peers).flat_map(|from| (0..peers).map(move |to| (from, to)));
        Self::of(all.filter(|(from, to)| !linked(*from, *to)))
    }

    /// What is cut by either.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        self.0.extend(&other.0);
        self
    }

    /// What is cut by this and not by the other.
    fn without(&self, other: &Self) -> Self {
        Self(self.0.difference(&other.0).copied().collect())
    }

    /// What is cut by both.
    fn common(&self, other: &Self) -> Self {
        Self(self.0.intersection(&other.0).copied().collect())
    }

    /// Whether requests from the one to the other get nowhere.
    pub fn has(&self, from: usize, to: usize) -> bool {
        self.0.contains(&(from, to))
    }

    /// The cut links, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, usize)> {
        self.0.iter().copied()
    }
}

/// As in `links cut: 0-1 0>2`, where `-` is both ways.
impl fmt::Display for Cuts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("no link is cut any more");
        }
        f.write_str("links cut:")?;
        for (from, to) in self.iter() {
            match (self.has(to, from), from < to) {
                (true, true) => write!(f, " {from}-{to}")?,
                (true, false) => {}
                (false, _) => write!(f, " {from}>{to}")?,
            }
        }
        Ok(())
    }
}

impl Cluster {
    /// Cuts these directed links and mends all others. A peer that is disconnected stays so.
    ///
    /// Whoever cuts links that were not to be cut before does a deed, which may be left out: then these links
    /// stay whole for as long as they are to be cut. To mend links is none.
    pub fn set_cuts(&self, wanted: Cuts) {
        let before = self.0.wanted_cuts.replace(wanted.clone());
        if before == wanted {
            return;
        }
        let new = wanted.without(&before);
        let mut cuts = self.0.cuts.borrow().common(&wanted);
        if !new.0.is_empty() && self.may(Deed::Cut) {
            cuts = cuts.and(&new);
        }
        if *self.0.cuts.borrow() == cuts {
            return;
        }
        self.0.cuts.replace(cuts.clone());
        for from in 0..self.size() {
            for to in 0..self.size() {
                self.refresh(from, to);
            }
        }
        self.0.world.emit(Weather::Cuts(cuts));
    }

    /// Cuts the cluster into groups that cannot talk to each other; peers of no group talk to nobody.
    pub fn partition<G: AsRef<[usize]>>(&self, groups: &[G]) {
        self.set_cuts(Cuts::groups(self.size(), groups));
    }

    /// Mends every link.
    pub fn mend(&self) {
        self.set_cuts(Cuts::none());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_part_and_bridges_join() {
        let cuts = Cuts::groups(5, &[vec![0, 1, 2], vec![2, 3]]);
        assert!(cuts.has(0, 3) && cuts.has(3, 0) && cuts.has(4, 2) && cuts.has(2, 4));
        assert!(!cuts.has(0, 1) && !cuts.has(2, 0) && !cuts.has(3, 2));
        assert_eq!(cuts.to_string(), "links cut: 0-3 0-4 1-3 1-4 2-4 3-4");
        assert_eq!(Cuts::one_way(3, 1).to_string(), "links cut: 3>1");
        assert_eq!(Cuts::none().to_string(), "no link is cut any more");
    }

    #[test]
    fn in_a_majority_ring_everybody_sees_another_bare_majority() {
        for peers in [3, 5, 7] {
            let order: Vec<usize> = (0..peers).rev().collect();
            let cuts = Cuts::majority_ring(&order);
            let seen = |peer: usize| (0..peers).filter(|other| !cuts.has(peer, *other)).count();
            let least = (0..peers).map(seen).min();
            assert!(least >= Some(peers / 2 + 1), "{peers} peers: {cuts}");
            assert!(peers < 5 || (0..peers).all(|peer| seen(peer) < peers), "{peers} peers: {cuts}");
        }
    }
}
