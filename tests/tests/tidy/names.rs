//! Names and words that do not belong where they stand.

use std::ops::RangeInclusive;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::finding::Finding;
use crate::paths::mentions;
use crate::source::Source;

/// Marks of unfinished work, spelled so that this file does not hold them.
const UNFINISHED: [&str; 4] =
    [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];

/// Macros of unfinished work.
const UNFINISHED_MACROS: [&str; 3] = ["todo!", "unimplemented!", "dbg!"];

/// The crates whose code runs inside a simulation.
const SIMULATED: [&str; 6] = ["sim", "labrpc", "labgob", "raftapi", "raft", "starter"];

/// The folders of other crates whose code does.
const SIMULATED_FOLDERS: [&str; 3] = ["tester/src/cluster/", "tester/src/suite/", "zoo/src/raft/"];

/// Files of these that reach out of the simulation, since that is the bug that they are to show.
const PLANTED: [&str; 1] = ["zoo/src/raft/outside.rs"];

/// What gives a simulation another outcome on another day, and what to use instead.
const NONDETERMINISM: [(&str, &str); 20] = [
    ("std::thread", "sim::spawn and sim::sleep"),
    ("std::time::Instant", "sim::Instant and sim::now()"),
    ("std::time::SystemTime", "sim::now()"),
    ("std::time::UNIX_EPOCH", "sim::now()"),
    ("std::sync::Mutex", "sim::Mutex, or Cell and RefCell"),
    ("std::sync::RwLock", "sim::Mutex, or Cell and RefCell"),
    ("std::sync::Condvar", "sim::channel"),
    ("std::sync::mpsc", "sim::channel"),
    ("std::env", "a value that the runner hands in"),
    ("std::net", "labrpc"),
    ("std::process::Command", "nothing: a simulation starts no programs"),
    ("std::process::exit", "a Result"),
    ("std::process::id", "the peer's number"),
    ("std::fs", "raftapi::Persister"),
    ("rand::rng", "sim::random_range"),
    ("rand::random", "sim::random_range"),
    ("rand::thread_rng", "sim::random_range"),
    ("SystemTime", "sim::now()"),
    ("HashMap", "BTreeMap or IndexMap"),
    ("HashSet", "BTreeSet or IndexSet"),
];

/// Words that announce work to come.
pub(crate) fn unfinished_words(source: &Source) -> Vec<Finding> {
    let is_mark = |word: &&str| UNFINISHED.contains(word);
    let mut findings = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let mut words = line.split(|character: char| !character.is_alphanumeric() && character != '_');
        if let Some(word) = words.find(is_mark) {
            let text = format!("{word}: finish it, or say plainly what the code leaves out");
            findings.push(Finding::new(&source.path, index + 1, text));
        }
    }
    findings
}

/// Macros that stand for code to come, or for a search for a bug.
pub(crate) fn unfinished_code(source: &Source) -> Vec<Finding> {
    find(source, |name| {
        let last = name.rsplit("::").next().unwrap_or(name);
        UNFINISHED_MACROS.contains(&last).then(|| format!("`{name}` is left over: finish it"))
    })
}

/// `.unwrap()` where a user's input could reach it: anywhere but in tests.
pub(crate) fn unwraps(source: &Source) -> Vec<Finding> {
    let advice = "`.unwrap()` outside tests: return an error, or `.expect(\"why it holds\")`";
    outside_tests(source, find(source, |name| (name == ".unwrap").then(|| advice.to_owned())))
}

/// Tests that are compiled and never run.
pub(crate) fn ignored_tests(source: &Source) -> Vec<Finding> {
    find(source, |name| (name == "#ignore").then(|| "an ignored test: make it pass, or delete it".to_owned()))
}

/// On the simulated side: clocks, threads, the machine's own randomness, and containers without an order.
pub(crate) fn nondeterminism(source: &Source) -> Vec<Finding> {
    let is_simulated = SIMULATED.contains(&source.package())
        || SIMULATED_FOLDERS.iter().any(|folder| source.path.starts_with(folder));
    if !is_simulated || source.is_test() || PLANTED.contains(&source.path.as_str()) {
        return Vec::new();
    }
    let findings = find(source, |name| {
        let is_it = |banned: &str| match name.strip_prefix(banned) {
            Some(rest) => rest.is_empty() || rest.starts_with("::"),
            None => !banned.contains("::") && name.rsplit("::").next() == Some(banned),
        };
        let (_, instead) = NONDETERMINISM.into_iter().find(|(banned, _)| is_it(banned))?;
        Some(format!("`{name}` on the simulated side: use {instead}"))
    });
    outside_tests(source, findings)
}

/// The mentions for which `judge` has something to say.
fn find(source: &Source, judge: impl Fn(&str) -> Option<String>) -> Vec<Finding> {
    let judged = mentions(&source.text)
        .into_iter()
        .filter_map(|mention| Some(Finding::new(&source.path, mention.line, judge(&mention.name)?)));
    judged.collect()
}

/// Those of `findings` that stand neither in a test file nor in a test module.
fn outside_tests(source: &Source, findings: Vec<Finding>) -> Vec<Finding> {
    if findings.is_empty() || source.is_test() {
        return Vec::new();
    }
    let mut modules = TestItems { lines: Vec::new() };
    modules.visit_file(&source.parse());
    let is_outside = |finding: &Finding| !modules.lines.iter().any(|lines| lines.contains(&finding.line));
    findings.into_iter().filter(is_outside).collect()
}

/// The items under `#[cfg(test)]`.
struct TestItems {
    lines: Vec<RangeInclusive<usize>>,
}

impl<'ast> Visit<'ast> for TestItems {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let (attributes, span) = match item {
            syn::Item::Mod(module) => (&module.attrs, module.span()),
            syn::Item::Fn(function) => (&function.attrs, function.span()),
            syn::Item::Impl(block) => (&block.attrs, block.span()),
            _ => return,
        };
        if attributes.iter().any(is_cfg_test) {
            self.lines.push(span.start().line..=span.end().line);
        } else {
            visit::visit_item(self, item);
        }
    }
}

fn is_cfg_test(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
}

#[cfg(test)]
mod planted {
    use super::*;
    use crate::finding::lines;

    fn found(rule: impl Fn(&Source) -> Vec<Finding>, path: &str, text: &str) -> Vec<usize> {
        lines(&rule(&Source::sample(path, text)))
    }

    #[test]
    fn words_of_unfinished_work() {
        let text = format!(
            "// {}: later\n//! {} it\nfn a() {{}}\nfn m{}x() {{}}",
            UNFINISHED[0], UNFINISHED[3], UNFINISHED[0]
        );
        assert_eq!(found(unfinished_words, "sim/src/a.rs", &text), [1, 2]);
    }

    #[test]
    fn macros_of_unfinished_work() {
        let text = "fn a() { todo!() }\nfn b() {\n  std::unimplemented!();\n  m![dbg!(1)]; }\n// todo!()\nfn todo() {}";
        assert_eq!(found(unfinished_code, "sim/src/a.rs", text), [1, 3, 4]);
    }

    #[test]
    fn careless_unwraps() {
        let text = "fn a() {\n  b.unwrap();\n  b.unwrap_or(1);\n  m!(b\n.unwrap());\n}\n#[cfg(test)]\nmod tests {\n  fn b() { c.unwrap(); }\n}\n";
        assert_eq!(found(unwraps, "sim/src/a.rs", text), [2, 5]);
        assert!(found(unwraps, "sim/tests/a.rs", text).is_empty());
    }

    #[test]
    fn tests_that_never_run() {
        let text = "#[test]\n#[ignore]\nfn a() {}\n#[ignore = \"slow\"]\nfn ignore() {}\n#[allow(ignore)]\nfn b() {}\n";
        assert_eq!(found(ignored_tests, "sim/tests/a.rs", text), [2, 4]);
    }

    #[test]
    fn every_source_of_nondeterminism() {
        for (name, _) in NONDETERMINISM {
            let text = format!("//! {name}\nuse a::b;\nfn c() {{ {name}::x() }}\n");
            assert_eq!(found(nondeterminism, "raft/src/a.rs", &text), [3], "{name}");
            assert_eq!(found(nondeterminism, "tester/src/suite/part_a/a.rs", &text), [3], "{name}");
            assert!(found(nondeterminism, "tester/src/a.rs", &text).is_empty());
            assert!(found(nondeterminism, "raft/tests/a.rs", &text).is_empty());
        }
    }

    #[test]
    fn nondeterminism_in_disguise() {
        let text = "use std::{fmt, collections::{BTreeMap, HashMap}};\nuse std::time::{Duration, Instant};\n\
                    use std::sync::{Arc, Mutex};\nuse std::thread;\nm! { std::thread::sleep(a) }\n\
                    #[cfg(test)]\nmod tests {\n  use std::thread;\n}\n";
        assert_eq!(found(nondeterminism, "labrpc/src/a.rs", text), [1, 2, 3, 4, 5]);
        let fine =
            "use sim::{Instant, Mutex};\nuse std::sync::Arc;\nuse std::environment;\nstruct MyHashMap;\n";
        assert!(found(nondeterminism, "labrpc/src/a.rs", fine).is_empty());
    }
}
