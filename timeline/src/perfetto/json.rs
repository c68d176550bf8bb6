//! The objects of the trace-event format, and the file around them.

use std::io::Write;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::ExportError;
use crate::record::Header;

/// One object of `traceEvents`: what each field means depends on `ph`.
#[derive(Default, Serialize)]
pub(super) struct Item<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cat: Option<&'a str>,
    pub(super) ph: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ts: Option<Micros>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) dur: Option<Micros>,
    pub(super) pid: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tid: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) bp: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) s: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) args: Option<Value>,
}

/// Nanoseconds, written as the microseconds that the format counts, with decimals.
#[derive(Clone, Copy)]
pub(super) struct Micros(u64);

impl From<u64> for Micros {
    fn from(nanos: u64) -> Self {
        Self(nanos)
    }
}

impl Serialize for Micros {
    #[expect(clippy::cast_precision_loss, reason = "exact for the first hundred days of a run")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as Perfetto does it")]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let micros = self.0 as f64 / 1000.0;
        // Perfetto multiplies by a thousand again and cuts off what is behind the point: a bit too little
        // would be a nanosecond too little, and slices that touch would overlap.
        let is_short = ((micros * 1000.0) as u64) < self.0;
        serializer.serialize_f64(if is_short { micros.next_up() } else { micros })
    }
}

/// The file, object by object.
pub(super) struct Items<'a, W> {
    out: &'a mut W,
    is_first: bool,
}

impl<'a, W: Write> Items<'a, W> {
    pub(super) fn new(out: &'a mut W) -> Result<Self, ExportError> {
        out.write_all(b"{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n")?;
        Ok(Self { out, is_first: true })
    }

    pub(super) fn put(&mut self, item: &Item<'_>) -> Result<(), ExportError> {
        if !std::mem::replace(&mut self.is_first, false) {
            self.out.write_all(b",\n")?;
        }
        Ok(serde_json::to_writer(&mut *self.out, item).map_err(std::io::Error::from)?)
    }

    /// Names a process, or one of its threads, and gives it its place among the others.
    pub(super) fn name(&mut self, pid: usize, tid: Option<usize>, name: &str) -> Result<(), ExportError> {
        let (naming, sorting) = match tid {
            None => ("process_name", "process_sort_index"),
            Some(_) => ("thread_name", "thread_sort_index"),
        };
        let put = |name, args| Item { name, ph: "M", pid, tid, args: Some(args), ..Item::default() };
        self.put(&put(naming, json!({ "name": name })))?;
        self.put(&put(sorting, json!({ "sort_index": tid.unwrap_or(pid) })))
    }

    pub(super) fn counter(&mut self, pid: usize, at: u64, name: &str, value: u64) -> Result<(), ExportError> {
        let args = Some(json!({ name: value }));
        self.put(&Item { name, ph: "C", ts: Some(at.into()), pid, args, ..Item::default() })
    }

    /// Ends the list, and adds which run it is.
    pub(super) fn finish(self, header: &Header) -> Result<(), ExportError> {
        let Header { test, seed, replay, digest, failure, .. } = header;
        let verdict = failure.as_ref().map(|failure| &failure.message);
        let run = json!({
            "test": test, "seed": seed.to_string(), "replay": replay, "digest": digest, "failure": verdict,
        });
        Ok(writeln!(self.out, "\n],\"otherData\":{run}}}")?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as Perfetto does it")]
    fn every_nanosecond_is_read_back() {
        for nanos in (0..30_000_000_000).step_by(99_991) {
            let text = serde_json::to_string(&Micros(nanos)).expect("a number");
            let micros: f64 = text.parse().expect("a number");
            assert_eq!((micros * 1000.0) as u64, nanos, "{text}");
        }
    }
}
