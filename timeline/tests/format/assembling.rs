//! Traces whose header comes last, and files that appear whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use timeline::replace::replace;
use timeline::{Assembler, Reader};

use crate::samples::{header, records, written};

fn names_in(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn an_assembled_trace_is_the_one_that_a_writer_writes() {
    let directory = tempfile::tempdir().unwrap();
    let target = directory.path().join("run.trace");
    let mut assembler = Assembler::beside(&target).unwrap();
    for (index, record) in records().iter().enumerate() {
        if index % 2 == 0 {
            assembler.record(record).unwrap();
        } else {
            assembler.line(&serde_json::to_string(record).unwrap()).unwrap();
        }
    }
    assert_eq!(assembler.len(), records().len() as u64);
    assert!(!target.exists());
    let whole = assembler.finish(&header()).unwrap();
    let (_, reader) = Reader::new(whole.read().unwrap()).unwrap();
    assert_eq!(reader.map(Result::unwrap).collect::<Vec<_>>(), records());
    whole.keep(&target).unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), written(&header(), &records()));
    assert_eq!(names_in(directory.path()), ["run.trace"]);
}

#[test]
fn a_trace_that_is_given_up_leaves_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let mut assembler = Assembler::beside(&directory.path().join("run.trace")).unwrap();
    assembler.line("{}").unwrap();
    assert_eq!(names_in(directory.path()).len(), 1);
    drop(assembler);
    assert!(names_in(directory.path()).is_empty());
}

#[test]
fn a_file_is_replaced_only_by_a_whole_one() {
    let directory = tempfile::tempdir().unwrap();
    let target = directory.path().join("out");
    fs::write(&target, "before").unwrap();
    let failed: io::Result<()> = replace(&target, |out| {
        out.write_all(b"half")?;
        Err(io::Error::other("no more"))
    });
    assert!(failed.is_err());
    assert_eq!(fs::read_to_string(&target).unwrap(), "before");
    replace(&target, |out| out.write_all(b"after")).unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), "after");
    assert_eq!(names_in(directory.path()), ["out"]);
}
