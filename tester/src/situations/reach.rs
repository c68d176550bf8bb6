//! Who can exchange messages with a majority.

use super::subject::Subject;
use crate::cluster::Cuts;

/// Who can exchange messages, both ways, with enough running peers to make a majority with them.
pub(super) struct Reach {
    connected: Vec<bool>,
    cuts: Cuts,
    /// By peer: whether it can.
    has_majority: Vec<bool>,
}

impl Reach {
    /// All peers run, and all links are in order.
    pub(super) fn new(peers: usize) -> Self {
        Self { connected: vec![true; peers], cuts: Cuts::none(), has_majority: vec![true; peers] }
    }

    pub(super) fn connect(&mut self, peer: usize, connected: bool) {
        self.connected[peer] = connected;
    }

    pub(super) fn cut(&mut self, cuts: Cuts) {
        self.cuts = cuts;
    }

    /// Whether this peer could reach a majority when it was last asked.
    pub(super) fn has_majority(&self, peer: usize) -> bool {
        self.has_majority[peer]
    }

    /// Whether anybody could.
    pub(super) fn is_there_any(&self) -> bool {
        self.has_majority.contains(&true)
    }

    /// Asks again, and gives those for whom it has changed.
    pub(super) fn update(&mut self, peers: &[Subject]) -> Vec<usize> {
        let is_up = |peer: usize| peers[peer].running && self.connected[peer];
        let linked = |one: usize, other: usize| !self.cuts.has(one, other) && !self.cuts.has(other, one);
        let reaches = |peer: usize| {
            let reached = (0..peers.len()).filter(|other| is_up(*other) && linked(peer, *other)).count();
            is_up(peer) && reached * 2 > peers.len()
        };
        let now: Vec<bool> = (0..peers.len()).map(reaches).collect();
        let before = std::mem::replace(&mut self.has_majority, now);
        (0..peers.len()).filter(|peer| before[*peer] != self.has_majority[*peer]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_majority_is_reached_both_ways_or_not_at_all() {
        let mut peers: Vec<Subject> = (0..5).map(|_| Subject::new()).collect();
        let mut reach = Reach::new(5);
        assert!(reach.update(&peers).is_empty());
        reach.cut(Cuts::groups(5, &[vec![0, 1], vec![2, 3, 4]]));
        assert_eq!((reach.update(&peers), reach.is_there_any()), (vec![0, 1], true));
        peers[2].crash();
        assert_eq!((reach.update(&peers), reach.is_there_any()), (vec![2, 3, 4], false));
        reach.cut(Cuts::one_way(0, 3));
        assert_eq!(reach.update(&peers), [0, 1, 3, 4]);
        reach.connect(1, false);
        assert_eq!(reach.update(&peers), [0, 1, 3], "0 reaches 4 alone");
    }
}
