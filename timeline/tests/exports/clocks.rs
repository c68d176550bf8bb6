//! The rules of `ShiViz`: how its logs are taken apart, and what its clocks promise.

use std::collections::BTreeMap;

use serde_json::Value;

/// One event of a log.
#[derive(Clone, Debug)]
pub(crate) struct Logged {
    pub(crate) host: String,
    pub(crate) clock: BTreeMap<String, u64>,
    pub(crate) kind: String,
    pub(crate) event: String,
}

/// Takes a log apart by its own first line, and checks its clocks.
pub(crate) fn check(log: &str) -> Vec<Logged> {
    let mut lines = log.lines();
    let parser = lines.next().unwrap();
    for group in ["host", "clock", "event", "timestamp"] {
        assert!(parser.contains(&format!("(?<{group}>")), "no group {group} in {parser}");
    }
    assert_eq!(lines.next(), Some(""), "the second line tells no executions apart");
    let parser = regex::Regex::new(&format!("^{parser}$")).unwrap();
    let logged: Vec<Logged> = lines.map(|line| take_apart(&parser, line)).collect();
    check_clocks(&logged);
    logged
}

fn take_apart(parser: &regex::Regex, line: &str) -> Logged {
    let groups = parser.captures(line).unwrap_or_else(|| panic!("the parser does not fit {line:?}"));
    let clock: Value = serde_json::from_str(&groups["clock"]).unwrap();
    let entries = clock.as_object().unwrap().iter();
    Logged {
        host: groups["host"].to_owned(),
        clock: entries.map(|(host, count)| (host.clone(), count.as_u64().unwrap())).collect(),
        kind: groups["kind"].to_owned(),
        event: groups["event"].to_owned(),
    }
}

/// The first event of a host has 1, each further one exactly one more, nothing that a host knew is forgotten,
/// and it knows of no event that has not happened yet.
fn check_clocks(logged: &[Logged]) {
    let mut now: BTreeMap<&str, &BTreeMap<String, u64>> = BTreeMap::new();
    for one in logged {
        let before = now.get(one.host.as_str()).copied();
        let own = one.clock.get(&one.host).copied().expect("a host is in its own clock");
        let own_before = before.map_or(0, |clock| clock[&one.host]);
        assert_eq!(own, own_before + 1, "{one:?}");
        for (host, count) in before.into_iter().flatten() {
            assert!(one.clock.get(host).is_some_and(|now| now >= count), "{one:?} forgets {host}");
        }
        for (host, count) in one.clock.iter().filter(|(host, _)| **host != one.host) {
            let happened = now.get(host.as_str()).map_or(0, |clock| clock[host]);
            assert!(*count >= 1 && *count <= happened, "{one:?} knows of the future of {host}");
        }
        now.insert(&one.host, &one.clock);
    }
}
