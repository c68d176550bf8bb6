//! Why a healed cluster does not work: what can be told from outside, and from peers that show their inside.

use raftapi::Inspection;

use super::Stage;
use crate::failure::Why;

/// How many terms in ten seconds are a race: undisturbed peers need a handful to settle.
const RACE: u64 = 8;

/// How things stood when everything was healed.
pub(super) struct Before {
    term: u64,
    /// How many requests each peer had taken in.
    requests: Vec<u64>,
    /// Where each log ended, where peers show it.
    last_indices: Vec<Option<u64>>,
}

impl Before {
    pub(super) fn look(stage: &Stage) -> Self {
        let peers = 0..stage.cluster.size();
        Self {
            term: highest_term(stage),
            requests: peers.clone().map(|peer| stage.cluster.rpc_count(peer)).collect(),
            last_indices: peers.map(|peer| last_index_of(stage, peer)).collect(),
        }
    }
}

/// Why nobody leads.
pub(super) fn no_leader(stage: &Stage, before: &Before) -> Why {
    let term = highest_term(stage);
    if let Some(why) = no_quorum(stage, before) {
        return why;
    }
    if term >= before.term + RACE {
        return Why::TermsRacing { from: before.term, to: term };
    }
    if term == before.term { Why::NobodyStands { term } } else { Why::Unknown }
}

/// Why not all of `peers` have applied what this leader holds at `index`.
pub(super) fn not_applied(stage: &Stage, before: &Before, peers: &[usize], leader: usize, index: u64) -> Why {
    let claims = stage.claims();
    let terms = claims.iter().filter(|claim| peers.contains(&claim.peer)).map(|claim| claim.term);
    let term = terms.max().unwrap_or(0);
    if term >= before.term + RACE {
        return Why::TermsRacing { from: before.term, to: term };
    }
    let Some(leaders) = stage.cluster.inspect(leader) else { return Why::Unknown };
    let shown: Vec<(usize, Inspection)> =
        peers.iter().filter_map(|peer| Some((*peer, stage.cluster.inspect(*peer)?))).collect();
    // First who lacks the entry, then whether it counts, then who does not hand it up.
    if let Some((peer, log)) = shown.iter().find(|(_, log)| last_index(log) < last_index(&leaders)) {
        let (ends, leaders_ends) = (last_index(log), last_index(&leaders));
        let moves = before.last_indices[*peer] != Some(ends);
        return Why::Lagging { peer: *peer, ends, leaders_ends, moves };
    }
    if leaders.commit_index < index {
        return Why::NotCounted { leader, commit_index: leaders.commit_index, ends: last_index(&leaders) };
    }
    let stuck = shown.iter().find(|(peer, _)| stage.cluster.applied(*peer) < index);
    match stuck {
        Some((peer, log)) if log.commit_index >= index => Why::ApplyStuck {
            peer: *peer,
            applied: stage.cluster.applied(*peer),
            commit_index: log.commit_index,
        },
        Some((peer, log)) => Why::NotTold { peer: *peer, commit_index: log.commit_index },
        None => Why::Unknown,
    }
}

/// Whether too few peers were asked anything since everything was healed.
fn no_quorum(stage: &Stage, before: &Before) -> Option<Why> {
    let peers = stage.cluster.size();
    let was_asked = |peer: &usize| stage.cluster.rpc_count(*peer) > before.requests[*peer];
    let asked = (0..peers).filter(was_asked).count();
    // Whoever asks is not asked itself.
    (asked > 0 && asked < peers / 2).then_some(Why::NoQuorum { asked, peers })
}

fn highest_term(stage: &Stage) -> u64 {
    stage.claims().iter().map(|claim| claim.term).max().unwrap_or(0)
}

fn last_index_of(stage: &Stage, peer: usize) -> Option<u64> {
    stage.cluster.inspect(peer).map(|log| last_index(&log))
}

/// Where a log ends.
pub(super) fn last_index(log: &Inspection) -> u64 {
    log.snapshot_index + log.log.len() as u64
}
