//! The first line of a trace: which run it is, and what came of it.

use timeline::record::{Build, FORMAT, Header, VERSION, Verdict};

use crate::report::Advice;
use crate::rules::Hints;
use crate::runner::{Account, Outcome};
use crate::steering::Steering;

/// The header of the trace of a run that came to `outcome`, done by the program `build`. `panicked` is the
/// event at which the code panicked, if it did.
pub(crate) fn header(
    outcome: &Outcome,
    build: String,
    advice: &Advice,
    panicked: Option<u64>,
    steering: &Steering,
) -> Header {
    let test = outcome.test;
    let peers = steering.plan.as_ref().map_or_else(|| test.peers_of(outcome.seed), |plan| plan.peers);
    let told = (!steering.is_none())
        .then(|| serde_json::to_value(steering).expect("what a run is told is plain data"));
    let failure = outcome.verdict.account().map(|account| {
        let class = outcome.verdict.class().unwrap_or_default();
        verdict(account, class, outcome, advice.hints(), panicked)
    });
    Header {
        format: FORMAT.to_owned(),
        version: VERSION,
        test: test.name.to_owned(),
        part: test.part.to_string(),
        title: test.title.to_owned(),
        seed: outcome.seed,
        peers,
        build: Build { raftlab: env!("CARGO_PKG_VERSION").to_owned(), program: build },
        replay: advice.replay(test, outcome.seed),
        failure,
        digest: format!("{:016x}", outcome.digest),
        events: outcome.observed,
        ended: outcome.ended.as_nanos(),
        steering: told,
        marks: Vec::new(),
    }
}

fn verdict(
    account: &Account,
    class: &str,
    outcome: &Outcome,
    hints: Hints,
    panicked: Option<u64>,
) -> Verdict {
    let card = account.card().filter(|_| hints > Hints::None);
    let paragraphs = match card {
        Some(card) if hints == Hints::Full => {
            let protects = format!("{}. {}", card.title, card.protects);
            std::iter::once(protects).chain(card.mistakes.iter().map(ToString::to_string)).collect()
        }
        Some(card) => vec![card.title.to_owned()],
        None => Vec::new(),
    };
    Verdict {
        class: class.to_owned(),
        rule: account.rule.clone(),
        message: account.message.clone(),
        event: account.seen.map(|seen| seen.event).or(panicked),
        at: outcome.failed_at().as_nanos(),
        peers: account.peers.clone(),
        section: card.map(|card| card.source.to_owned()).unwrap_or_default(),
        card: paragraphs,
    }
}
