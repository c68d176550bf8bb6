//! The fuzzer's corpus, run by a stable compiler, and kept in step with the sample messages.
//!
//! `REWRITE_CORPUS=1 cargo test -p labgob --test corpus` writes the seeds anew after a change of the format
//! or of the samples. The files `hole-*` were put there by hand, one for each way in which bytes could have
//! done harm.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

mod samples;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;

use samples::messages::{self, Append, Command, Containers, Entry, Numbers, Tree};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/decode")
}

/// One message of each shape, small, with nothing left at its zero.
fn seeds() -> BTreeMap<&'static str, Bytes> {
    let entry = Entry { term: 3, command: Bytes::from_static(b"x=1"), note: Bytes::from_static(b"n") };
    let append =
        Append { term: 4, leader: 1, entries: vec![entry.clone(), entry.clone()], conflict: Some((2, 1000)) };
    let put = Command::Put { key: "k".into(), value: Bytes::from_static(b"v") };
    let numbers = Numbers {
        unsigned: (1, 300, 70_000, 5_000_000_000, 1 << 100, 7),
        signed: (-1, -300, -70_000, -5_000_000_000, -(1 << 100), -7),
        floats: (1.5, -0.25),
        others: (true, 'ß', ()),
    };
    let containers = Containers {
        map: BTreeMap::from([(1, vec!["a".into(), String::new()]), (300, Vec::new())]),
        set: [-3, 0, 9].into(),
        deque: [[1, 2, 3], [400, 500, 600]].into(),
        option: Some((Duration::new(1, 5), Some(2))),
        wide: vec![[1; 16]],
    };
    let leaf = Tree { children: Vec::new() };
    let tree = Tree { children: vec![leaf.clone(), Tree { children: vec![leaf] }] };
    BTreeMap::from([
        ("seed-append", labgob::encode(&append).unwrap()),
        ("seed-entries", labgob::encode(&vec![entry]).unwrap()),
        ("seed-command", labgob::encode(&Command::Swap(-2, Some(Box::new(put)))).unwrap()),
        ("seed-numbers", labgob::encode(&numbers).unwrap()),
        ("seed-containers", labgob::encode(&containers).unwrap()),
        ("seed-tree", labgob::encode(&tree).unwrap()),
        ("seed-units", labgob::encode(&vec![(); 5]).unwrap()),
        ("seed-text", labgob::encode(&("text", b"bytes")).unwrap()),
    ])
}

#[test]
fn seeds_are_the_sample_messages() {
    let rewrite = std::env::var_os("REWRITE_CORPUS").is_some();
    for (name, message) in seeds() {
        let path = folder().join(name);
        if rewrite {
            fs::write(&path, &message).unwrap();
        }
        let found = fs::read(&path).unwrap_or_default();
        assert_eq!(found, message, "{} is out of date: see the head of this file", path.display());
    }
}

#[test]
fn the_corpus_breaks_no_promise() {
    let mut files = 0;
    for file in fs::read_dir(folder()).unwrap() {
        messages::check(&fs::read(file.unwrap().path()).unwrap());
        files += 1;
    }
    assert!(files >= seeds().len() + 5, "only {files} files: has the corpus moved?");
}
