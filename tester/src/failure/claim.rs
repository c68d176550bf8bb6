//! What peers say of themselves, in the words of several failures.

use super::words;

/// What one peer said of itself when the test looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The peer.
    pub peer: usize,
    /// Its current term.
    pub term: u64,
    /// Whether it believes that it leads.
    pub is_leader: bool,
}

/// `peers 0, 1 and 2 report terms 7, 7 and 8, and none leads`; `peers 0 and 1 report term 7 and lead`.
pub(super) fn reports(claims: &[Claim]) -> String {
    let [first, rest @ ..] = claims else { return "no peer is connected".into() };
    let peers: Vec<_> = claims.iter().map(|claim| claim.peer).collect();
    let terms: Vec<_> = claims.iter().map(|claim| claim.term).collect();
    let leaders: Vec<_> = claims.iter().filter(|claim| claim.is_leader).map(|claim| claim.peer).collect();
    let who = words::peers(&peers);
    let verb = if rest.is_empty() { "reports" } else { "report" };
    let what = if terms.iter().all(|term| *term == first.term) {
        format!("term {}", first.term)
    } else {
        format!("terms {}", words::series(&terms))
    };
    let leading = match leaders.as_slice() {
        [] => ", and none leads".into(),
        all if all.len() == claims.len() => if rest.is_empty() { " and leads" } else { " and lead" }.into(),
        [one] => format!(", and peer {one} leads"),
        several => format!(", and {} lead", words::peers(several)),
    };
    format!("{who} {verb} {what}{leading}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(claims: &[(u64, bool)]) -> String {
        let claim = |(peer, (term, is_leader)): (usize, &(u64, bool))| Claim {
            peer,
            term: *term,
            is_leader: *is_leader,
        };
        reports(&claims.iter().enumerate().map(claim).collect::<Vec<_>>())
    }

    #[test]
    fn claims_are_told_as_briefly_as_they_allow() {
        assert_eq!(told(&[]), "no peer is connected");
        assert_eq!(told(&[(7, true)]), "peer 0 reports term 7 and leads");
        assert_eq!(told(&[(7, false)]), "peer 0 reports term 7, and none leads");
        assert_eq!(told(&[(1, true); 3]), "peers 0, 1 and 2 report term 1 and lead");
        assert_eq!(told(&[(7, false), (8, true)]), "peers 0 and 1 report terms 7 and 8, and peer 1 leads");
        let two = [(7, true), (8, true), (8, false)];
        assert_eq!(told(&two), "peers 0, 1 and 2 report terms 7, 8 and 8, and peers 0 and 1 lead");
    }
}
