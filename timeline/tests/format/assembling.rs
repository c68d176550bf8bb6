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
    assert!(names_in(directory.path()).is_empty(), "whoever is killed now leaves it behind");
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
        out.flush()?;
        assert_eq!(names_in(directory.path()), ["out"]);
        Err(io::Error::other("no more"))
    });
    assert!(failed.is_err());
    assert_eq!(fs::read_to_string(&target).unwrap(), "before");
    replace(&target, |out| out.write_all(b"after")).unwrap();
    assert_eq!(fs::read_to_string(&target).unwrap(), "after");
    assert_eq!(names_in(directory.path()), ["out"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_and_what_it_points_to_is_replaced() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let directory = tempfile::tempdir().unwrap();
    let (link, far) = (directory.path().join("link"), directory.path().join("far"));
    fs::create_dir(&far).unwrap();
    symlink("far/file", &link).unwrap();
    for text in ["new", "again"] {
        replace(&link, |out| out.write_all(text.as_bytes())).unwrap();
        assert_eq!(fs::read_to_string(far.join("file")).unwrap(), text);
        fs::set_permissions(far.join("file"), fs::Permissions::from_mode(0o640)).unwrap();
    }
    replace(&link, |out| out.write_all(b"at last")).unwrap();
    assert_eq!(fs::metadata(far.join("file")).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(
        (names_in(directory.path()), names_in(&far)),
        (vec!["far".into(), "link".into()], vec!["file".into()])
    );
    symlink("round", directory.path().join("round")).unwrap();
    assert!(replace(&directory.path().join("round"), |out| out.write_all(b"x")).is_err());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_to() {
    replace(Path::new("/dev/null"), |out| out.write_all(b"x")).unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    let assembler = Assembler::beside(Path::new("/dev/null")).unwrap();
    assembler.finish(&header()).unwrap().keep(Path::new("/dev/null")).unwrap();
}
