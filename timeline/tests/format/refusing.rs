//! What is no whole trace is refused, with the line and what is wrong with it.

use std::io::{self, BufReader, Read as _};

use timeline::record::{Event, Record, State, What};
use timeline::{Reader, TraceError};

use crate::samples::{event, header, read, records, written};

fn complaint(text: impl AsRef<[u8]>) -> String {
    read(text).unwrap_err().to_string()
}

fn whole() -> String {
    written(&header(), &records())
}

/// The complaint about a trace of these events.
fn about(events: impl IntoIterator<Item = Event>) -> String {
    let records: Vec<Record> = events.into_iter().map(Record::Event).collect();
    complaint(written(&header(), &records))
}

fn note(id: u64, micros: u64, node: Option<usize>, parents: &[u64]) -> Event {
    event(id, micros, node, parents, What::Note {})
}

#[track_caller]
fn assert_starts(text: &str, start: &str) {
    assert!(text.starts_with(start), "{text}");
}

#[test]
fn a_trace_that_is_cut_off_anywhere_is_refused() {
    let text = whole();
    let end = text.trim_end().len();
    for cut in 0..end {
        let error = read(&text.as_bytes()[..cut]).unwrap_err();
        let header_is_whole = cut >= text.find('\n').unwrap();
        let is_right = match error {
            TraceError::CutOff { line } => {
                line == String::from_utf8_lossy(&text.as_bytes()[..cut]).matches('\n').count().max(1) as u64
                    || text.as_bytes()[cut] == b'\n'
            }
            TraceError::NotATrace(_) => !header_is_whole,
            _ => false,
        };
        assert!(is_right, "cut at {cut}: {error}");
    }
    assert_starts(&complaint(&text.as_bytes()[..end - 3]), "the trace is cut off after line ");
}

#[test]
fn other_files_are_no_traces() {
    assert_starts(&complaint(""), "this is no trace: its first line is not the header");
    assert!(complaint("").contains("(the file is empty)"));
    for text in ["\n", "hello\n", "{}\n", "[1]", "{\"type\":\"event\",\"id\":1}\n"] {
        assert_starts(&complaint(text), "this is no trace: ");
    }
    assert_starts(&complaint([0x80, 0xff, 0]), "this is no trace: ");
    let other = whole().replacen("raftlab-trace", "raftlab-report", 1);
    assert!(complaint(other).contains("(its format is `raftlab-report`)"));
}

#[test]
fn another_version_is_named() {
    let newer = whole().replacen("\"version\":1", "\"version\":7", 1).replacen("\"part\"", "\"section\"", 1);
    assert_starts(
        &complaint(newer),
        "this trace has version 7 of the format, and this program reads version 1 only",
    );
}

#[test]
fn a_damaged_line_is_named() {
    let damage = |from: &str, to: &str| {
        let text = whole();
        assert!(text.contains(from));
        complaint(text.replacen(from, to, 1))
    };
    assert_starts(&damage("\"id\":1,", "\"id\":,"), "line 4 is damaged: expected value at column ");
    assert_starts(&damage("\"id\":1,", ""), "line 4 is damaged: missing field `id`");
    assert_starts(&damage("\"id\":1,", "\"id\":-1,"), "line 4 is damaged: invalid value: integer `-1`");
    assert_starts(&damage("duplicate", "triplicate"), "line 4 is damaged: unknown variant `triplicate`");
    assert_starts(
        &damage("\"type\":\"log\"", "\"type\":\"lag\""),
        "line 7 is damaged: unknown variant `lag`",
    );
    assert_starts(&damage("{\"type\":\"log\"", "\n{\"type\":\"log\""), "line 7 is damaged: it is empty");
    assert_starts(&damage("\"peers\":5", "\"peers\":\"five\""), "line 1 is damaged: invalid type");
    let many = damage("\"peers\":5", "\"peers\":5000000000000000");
    assert_starts(&many, "line 1 is damaged: it tells of 5000000000000000 peers, and a test has 1 to 64");
    for peers in ["0", "65", "18446744073709551615"] {
        let odd = damage("\"peers\":5", &format!("\"peers\":{peers}"));
        assert_starts(&odd, &format!("line 1 is damaged: it tells of {peers} peers, "));
    }
    let mut bytes = whole().into_bytes();
    let third = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 10;
    bytes[third] = 0xff;
    assert_starts(&complaint(bytes), "line 2 is damaged: it is not text");
}

#[test]
fn a_line_without_an_end_is_not_read_for_ever() {
    let text = whole();
    let (first, _) = text.split_once('\n').unwrap();
    let endless = || io::repeat(b'x').take(1 << 27);
    let after = format!("{first}\n");
    let (_, mut reader) = Reader::new(BufReader::new(after.as_bytes().chain(endless()))).unwrap();
    let complaint = reader.next().unwrap().unwrap_err().to_string();
    assert_starts(&complaint, "line 2 is damaged: it is too long for any line of a trace");
    let complaint = Reader::new(BufReader::new(endless())).err().unwrap().to_string();
    assert!(complaint.contains("(it is too long for any line of a trace)"), "{complaint}");
}

#[test]
fn lines_that_are_missing_or_too_many_are_noticed() {
    let text = whole();
    let mut lines: Vec<&str> = text.lines().collect();
    let log = lines.iter().position(|line| line.contains("\"type\":\"log\"")).unwrap();
    lines.remove(log);
    assert!(complaint(lines.join("\n")).contains("lines stand before it, and "));
    assert_starts(
        &complaint(format!("{text}{text}")),
        &format!("line {} stands after the end", text.lines().count() + 1),
    );
    let (first, rest) = text.split_once('\n').unwrap();
    assert_starts(&complaint(format!("{first}\n{first}\n{rest}")), "line 2 is damaged: a second header");
}

#[test]
fn events_keep_their_order() {
    let twice = about([note(4, 0, None, &[]), note(4, 0, None, &[])]);
    assert_starts(&twice, "line 3: event 4 stands after event 4, but numbers only go up");
    let cause = about([note(4, 0, None, &[]), note(5, 0, None, &[4, 5])]);
    assert_starts(&cause, "line 3: event 5 names event 5 as its cause, which does not stand before it");
    let back = about([note(4, 2, None, &[]), note(5, 1, None, &[4])]);
    assert_starts(&back, "line 3 is damaged: event 5 happens before what stands before it");
}

#[test]
fn peers_are_those_that_the_header_counts() {
    assert_starts(
        &about([note(0, 0, Some(5), &[])]),
        "line 2 is damaged: it names peer 5, and there are only 5",
    );
    let cut = event(0, 0, None, &[], What::Cut { links: vec![(0, 1), (1, 9)] });
    assert_starts(&about([cut]), "line 2 is damaged: it names peer 9");
    let state = Record::State(State { node: 6, ..State::default() });
    assert_starts(&complaint(written(&header(), &[state])), "line 2 is damaged: it names peer 6");
}

#[test]
fn states_and_lines_follow_their_events() {
    let state = |after, at| Record::State(State { after, at, ..State::default() });
    let late = [Record::Event(note(3, 1, None, &[])), state(4, 1000)];
    assert_starts(&complaint(written(&header(), &late)), "line 3 is damaged: it belongs to event 4");
    let early = [Record::Event(note(3, 1, None, &[])), state(3, 999)];
    assert_starts(&complaint(written(&header(), &early)), "line 3 is damaged: it is earlier than what");
    let back = [state(0, 1000), Record::Event(note(3, 0, None, &[]))];
    assert_starts(&complaint(written(&header(), &back)), "line 3 is damaged: event 3 happens before what");
    let late = Record::State(State { voted_for: Some(Some(5)), ..State::default() });
    assert_starts(&complaint(written(&header(), &[late])), "line 2 is damaged: it names peer 5");
}

#[test]
fn nothing_is_read_after_an_error() {
    let text = whole().replacen("duplicate", "triplicate", 1);
    let (_, mut reader) = Reader::new(text.as_bytes()).unwrap();
    assert!(reader.by_ref().any(|record| record.is_err()));
    assert!(reader.next().is_none());
}
