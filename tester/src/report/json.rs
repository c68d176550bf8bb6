//! One JSON object a line, for programs. The keys and their order are part of the command line's contract.

use serde::Serialize;

use crate::rules::Hints;
use crate::runner::{Account, Outcome};
use crate::suite::LabTest;

#[derive(Serialize)]
struct OutcomeLine<'a> {
    test: &'a str,
    part: String,
    seed: u64,
    outcome: &'static str,
    class: Option<&'static str>,
    rule: Option<&'a str>,
    section: Option<&'static str>,
    message: Option<&'a str>,
    peers: usize,
    virtual_ms: f64,
    rpcs: u64,
    bytes: u64,
    commits: u64,
    digest: String,
    wall_us: u64,
}

/// The outcome as one line of JSON, with as much about the rule as may be told. Equal seeds give equal lines,
/// but for `wall_us`.
pub(crate) fn json(outcome: &Outcome, hints: Hints) -> String {
    let statistics = &outcome.statistics;
    let card = outcome.verdict.account().and_then(Account::card).filter(|_| hints >= Hints::Section);
    to_line(&OutcomeLine {
        test: outcome.test.name,
        part: outcome.test.part.to_string(),
        seed: outcome.seed,
        outcome: if outcome.verdict.passed() { "passed" } else { "failed" },
        class: outcome.verdict.class(),
        rule: outcome.verdict.rule(),
        section: card.map(|card| card.source),
        message: outcome.verdict.message(),
        peers: statistics.peers,
        virtual_ms: milliseconds(statistics.virtual_time.as_nanos()),
        rpcs: statistics.rpcs,
        bytes: statistics.bytes,
        commits: statistics.commits,
        digest: format!("{:016x}", outcome.digest),
        wall_us: u64::try_from(outcome.wall.as_micros()).unwrap_or(u64::MAX),
    })
}

#[derive(Serialize)]
struct TestLine<'a> {
    test: &'a str,
    part: String,
    title: &'a str,
    peers: usize,
    faults: &'a str,
}

/// The test's entry in the table of tests as one line of JSON.
pub(crate) fn json_of_test(test: &LabTest) -> String {
    to_line(&TestLine {
        test: test.name,
        part: test.part.to_string(),
        title: test.title,
        peers: test.peers,
        faults: test.faults,
    })
}

pub(super) fn to_line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("plain fields always serialise")
}

/// Nanoseconds in milliseconds, to the nanosecond: a run's time has at most twelve digits, of which a double
/// keeps all.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53 ns, which is 104 virtual days")]
fn milliseconds(nanos: u128) -> f64 {
    nanos as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_exact_to_the_nanosecond() {
        for (nanos, text) in
            [(0, "0.0"), (1, "1e-6"), (119_999_999_999, "119999.999999"), (3_540_000_000, "3540.0")]
        {
            assert_eq!(serde_json::to_string(&milliseconds(nanos)).expect("a number"), text);
        }
    }
}
