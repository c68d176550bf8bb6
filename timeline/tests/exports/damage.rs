//! Whatever is done to a trace: it is refused, or what it says now can be written in every form.

use std::io;

use proptest::prelude::*;
use timeline::{ExportError, Reader, page, perfetto, shiviz};

use crate::samples::{header, records, written};

/// What happens to one place of a trace.
#[derive(Clone, Debug)]
enum Damage {
    /// Another byte stands there.
    Byte(u8),
    /// The number that stands there, or the next one, is this one.
    Number(u64),
    /// So many bytes are missing.
    Gap(usize),
    /// So many bytes stand there twice.
    Twice(usize),
}

fn damages() -> impl Strategy<Value = Vec<(usize, Damage)>> {
    let number = prop_oneof![any::<u64>(), 0_u64..10, Just(u64::MAX)];
    let damage = prop_oneof![
        any::<u8>().prop_map(Damage::Byte),
        number.prop_map(Damage::Number),
        (1_usize..200).prop_map(Damage::Gap),
        (1_usize..2000).prop_map(Damage::Twice),
    ];
    proptest::collection::vec((any::<usize>(), damage), 1..4)
}

fn damaged(mut trace: Vec<u8>, damages: Vec<(usize, Damage)>) -> Vec<u8> {
    for (place, damage) in damages {
        let place = place % trace.len().max(1);
        let end = |length: usize| (place + length).min(trace.len());
        match damage {
            Damage::Byte(byte) => trace[place] = byte,
            Damage::Gap(length) => drop(trace.drain(place..end(length))),
            Damage::Twice(length) => {
                let piece = trace[place..end(length)].to_vec();
                trace.splice(place..place, piece);
            }
            Damage::Number(number) => {
                let rest = &trace[place..];
                let Some(skip) = rest.iter().position(u8::is_ascii_digit) else { continue };
                let digits = rest[skip..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                let first = place + skip;
                trace.splice(first..first + digits, number.to_string().into_bytes());
            }
        }
    }
    trace
}

/// Writes the trace in every form.
fn write(trace: &[u8]) -> Result<(), ExportError> {
    let out = &mut io::sink();
    let (header, records) = Reader::new(trace)?;
    perfetto::write(&header, records, out)?;
    let (header, records) = Reader::new(trace)?;
    shiviz::write(&header, records, out)?;
    let (header, records) = Reader::new(trace)?;
    page::write(&header, records, out)
}

#[test]
fn an_undamaged_trace_is_written_in_every_form() {
    write(written(&header(), &records()).as_bytes()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_trace_is_refused_or_written(damages in damages()) {
        let trace = damaged(written(&header(), &records()).into_bytes(), damages);
        if let Err(error) = write(&trace) {
            prop_assert!(matches!(error, ExportError::Trace(_)), "{}", error);
        }
    }
}
