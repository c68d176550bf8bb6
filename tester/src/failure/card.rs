//! Which card explains a failure that is told by another rule than the one it is about.

use super::{AgreementFailure, Failure, LeadershipFailure, Spoilt};

impl Failure {
    /// The rule whose card explains it best, where that is not its own.
    pub(crate) fn other_card(&self) -> Option<&'static str> {
        match self {
            // A command that nobody takes is not about replication.
            Self::Agreement(AgreementFailure::NotReached { last: None, claims, .. }) => {
                let is_led = claims.iter().any(|claim| claim.is_leader);
                Some(if is_led { "leader-accepts" } else { "leader-in-time" })
            }
            Self::Leadership(LeadershipFailure::TermNeverStable { last, .. }) => match last {
                Spoilt::Refused { .. } => Some("leader-accepts"),
                Spoilt::TwoTerms { .. } => Some("term-of-command"),
                Spoilt::Moved { .. } | Spoilt::GaveUp { .. } => None,
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::failure::Claim;
    use crate::rules;
    use crate::value::{Command, Value};

    #[test]
    fn a_command_that_nobody_takes_is_explained_by_who_should_have() {
        let explained = |is_leader| {
            let claims = vec![Claim { peer: 0, term: 1, is_leader }];
            let waited = Duration::from_secs(10);
            let command = Command::from(Value::from(7));
            let failure = AgreementFailure::NotReached { command, expected: 3, waited, last: None, claims };
            Failure::from(failure).other_card()
        };
        assert_eq!((explained(false), explained(true)), (Some("leader-in-time"), Some("leader-accepts")));
    }

    #[test]
    fn attempts_that_are_spoilt_are_explained_by_what_spoilt_them() {
        let explained =
            |last| Failure::from(LeadershipFailure::TermNeverStable { attempts: 5, last }).other_card();
        let cards = [
            explained(Spoilt::Refused { peer: 1, term: 2 }),
            explained(Spoilt::TwoTerms { peer: 1, started: 2, state: 3 }),
        ];
        assert!(cards.iter().flatten().count() == 2 && cards[0] != cards[1]);
        assert!(cards.into_iter().flatten().all(|rule| rules::card(rule).is_some()));
        assert_eq!(explained(Spoilt::Moved { peer: 1, from: 2, to: 3 }), None);
    }
}
