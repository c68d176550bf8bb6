//! What the rubric's secret decides, looked for wherever it must not be.

use std::fs;
use std::path::{Path, PathBuf};

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::graded::{BUGGY, GRADED, HIDDEN, LAST_PUBLIC, PUBLIC, SECRET, SOUND};
use crate::program::{lab, run};

/// The hidden seeds of a test, found as the grader finds them and not by asking it.
fn hidden_seeds(test: &str) -> Vec<u64> {
    let mut key = Sha256::new();
    for piece in ["raftlab", &format!("hidden seeds of {test}"), SECRET] {
        key.update((piece.len() as u64).to_le_bytes());
        key.update(piece);
    }
    let mut stream = ChaCha8Rng::from_seed(key.finalize().into());
    let mut seeds = Vec::new();
    while seeds.len() < HIDDEN {
        let seed = stream.next_u64();
        if seed > LAST_PUBLIC && !seeds.contains(&seed) {
            seeds.push(seed);
        }
    }
    seeds
}

/// Everything that a seed could be written as.
fn spellings(seed: u64) -> [String; 4] {
    [seed.to_string(), format!("{seed:x}"), format!("{seed:X}"), hex(&seed.to_le_bytes())]
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// All files in a folder and below, also those whose names begin with a dot.
fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_below(&path, found) } else { found.push(path) }
    }
}

/// The tests of a receipt.
fn tests(name: &str) -> Vec<Value> {
    let receipt: Value = serde_json::from_str(&GRADED.read(format!("{name}/receipt.json"))).unwrap();
    receipt["tests"].as_array().unwrap().clone()
}

/// The digest of a run of the reference, as anybody can see it who knows the seed.
fn digest(test: &str, seed: u64) -> u64 {
    let ran = run(&mut lab(&GRADED.home), &format!("replay --json {test} {seed}"));
    let outcomes = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let digest = outcomes.filter_map(|line| line["digest"].as_str().map(str::to_owned)).next_back();
    u64::from_str_radix(&digest.unwrap_or_else(|| panic!("{ran:?}")), 16).unwrap()
}

/// Otherwise, the other test would look for seeds that nobody ever had.
#[test]
fn whoever_knows_the_secret_can_make_the_seal_again() {
    let sound = &tests(SOUND)[0];
    let test = sound["test"].as_str().unwrap();
    let mut seal = Sha256::new_with_prefix("raftlab runs");
    let public = (1..=PUBLIC).map(|seed| (0_u8, seed));
    let hidden = hidden_seeds(test).into_iter().map(|seed| (1_u8, seed));
    for (kind, seed) in public.chain(hidden) {
        seal.update([kind]);
        seal.update(seed.to_le_bytes());
        seal.update(digest(test, seed).to_le_bytes());
        seal.update("passed \n");
    }
    assert_eq!(sound["seal"], hex(&seal.finalize()));
}

#[test]
fn nothing_that_is_written_or_printed_holds_the_secret_or_what_it_decides() {
    let of = |test: &Value, kind: &str, count: &str| test[kind][count].as_u64().unwrap();
    let is_hidden_only = |test: &Value| {
        of(test, "public", "passed") == PUBLIC && of(test, "hidden", "passed") < of(test, "hidden", "done")
    };
    let tests_of_buggy = tests(BUGGY);
    assert!(tests_of_buggy.iter().any(is_hidden_only), "nothing fails that would have to stay hidden");
    let seeds =
        tests(SOUND).iter().flat_map(|test| hidden_seeds(test["test"].as_str().unwrap())).collect::<Vec<_>>();
    assert!(seeds.len() >= HIDDEN);
    let mut words: Vec<String> = seeds.into_iter().flat_map(spellings).collect();
    words.push(SECRET.to_owned());
    let mut files = Vec::new();
    files_below(&GRADED.out(), &mut files);
    assert!(files.iter().any(|file| file.to_string_lossy().contains("/.journal/")), "{files:?}");
    assert!(files.iter().any(|file| file.to_string_lossy().contains("/timelines/")), "{files:?}");
    let written = files.iter().map(|file| (file.display().to_string(), fs::read(file).unwrap()));
    let printed = [("stdout", &GRADED.ran.stdout), ("stderr", &GRADED.ran.stderr)]
        .map(|(stream, text)| (stream.to_owned(), text.clone().into_bytes()));
    for (place, text) in written.chain(printed) {
        let text = String::from_utf8_lossy(&text);
        let held: Vec<&String> = words.iter().filter(|word| text.contains(word.as_str())).collect();
        assert!(held.is_empty(), "{place}: {held:?}");
    }
}
