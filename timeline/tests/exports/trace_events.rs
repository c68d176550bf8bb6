//! The rules of the trace-event format, as far as Perfetto holds a file to them.

use std::collections::BTreeMap;

use serde_json::Value;

/// A slice, in nanoseconds, and where in the file it stands.
#[derive(Clone, Debug)]
pub(crate) struct Slice {
    pub(crate) name: String,
    pub(crate) begin: u64,
    pub(crate) end: u64,
    position: usize,
}

/// The name of an arrow, and process and moment of both its ends.
type Flow = (String, (u64, u64), (u64, u64));

/// What a file holds, once it has been checked.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// By process and thread.
    pub(crate) slices: BTreeMap<(u64, u64), Vec<Slice>>,
    /// By id.
    pub(crate) flows: BTreeMap<u64, Flow>,
    /// The instants, by scope.
    pub(crate) instants: BTreeMap<String, Vec<String>>,
    /// The last value of each counter, by process and name.
    pub(crate) counters: BTreeMap<(u64, String), f64>,
    pub(crate) processes: BTreeMap<u64, String>,
}

fn text<'a>(item: &'a Value, field: &str) -> &'a str {
    item[field].as_str().unwrap_or_else(|| panic!("no text `{field}` in {item}"))
}

fn number(item: &Value, field: &str) -> u64 {
    item[field].as_u64().unwrap_or_else(|| panic!("no number `{field}` in {item}"))
}

/// Microseconds with decimals, as nanoseconds: what is behind the point then is cut off, as Perfetto does.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
fn nanos(item: &Value, field: &str) -> u64 {
    let micros = item[field].as_f64().unwrap_or_else(|| panic!("no number `{field}` in {item}"));
    assert!(micros >= 0.0, "{item}");
    (micros * 1000.0) as u64
}

/// Checks a file by the rules.
pub(crate) fn check(file: &str) -> Checked {
    let file: Value = serde_json::from_str(file).unwrap();
    let mut checked = Checked::default();
    let mut ends: BTreeMap<u64, Vec<(usize, Value)>> = BTreeMap::new();
    let mut spans: BTreeMap<(String, u64), Vec<Value>> = BTreeMap::new();
    for (position, item) in file["traceEvents"].as_array().unwrap().iter().enumerate() {
        let pid = number(item, "pid");
        let name = text(item, "name").to_owned();
        match text(item, "ph") {
            "X" => {
                let begin = nanos(item, "ts");
                let slice = Slice { name, begin, end: begin + nanos(item, "dur"), position };
                assert!(slice.end > slice.begin, "nobody sees {item}");
                checked.slices.entry((pid, number(item, "tid"))).or_default().push(slice);
            }
            "s" | "f" => ends.entry(number(item, "id")).or_default().push((position, item.clone())),
            "i" => checked.instants.entry(text(item, "s").to_owned()).or_default().push(name),
            "C" => {
                let value = item["args"][&name].as_f64().expect("a counter has a number");
                checked.counters.insert((pid, name), value);
            }
            "M" if name == "process_name" => {
                checked.processes.insert(pid, text(&item["args"], "name").to_owned());
            }
            "M" if name == "thread_name" => assert!(!text(&item["args"], "name").is_empty()),
            "M" => assert!(name.ends_with("_sort_index") && item["args"]["sort_index"].is_u64(), "{item}"),
            "b" | "e" => {
                spans
                    .entry((text(item, "cat").to_owned(), number(item, "id")))
                    .or_default()
                    .push(item.clone());
            }
            other => panic!("unknown phase {other}"),
        }
    }
    assert!(checked.instants.keys().all(|scope| ["g", "p", "t"].contains(&scope.as_str())));
    for slices in checked.slices.values_mut() {
        check_nesting(slices);
    }
    for (id, ends) in ends {
        check_flow(id, &ends, &mut checked);
    }
    for span in spans.values() {
        check_span(span);
    }
    checked
}

/// Two slices of a thread are apart, or one is within the other.
fn check_nesting(slices: &mut [Slice]) {
    slices.sort_by_key(|slice| (slice.begin, std::cmp::Reverse(slice.end)));
    let mut open: Vec<&Slice> = Vec::new();
    for slice in &*slices {
        open.retain(|outer| outer.end > slice.begin);
        let fits = open.last().is_none_or(|outer| slice.end <= outer.end);
        assert!(fits, "{slice:?} reaches out of {:?}", open.last());
        open.push(slice);
    }
}

/// One beginning, one end, of one name and category, in this order, each within a slice that stands before it
/// in the file.
fn check_flow(id: u64, ends: &[(usize, Value)], checked: &mut Checked) {
    let [(first, begin), (second, end)] = ends else { panic!("flow {id} has {} ends", ends.len()) };
    assert_eq!((text(begin, "ph"), text(end, "ph"), text(end, "bp")), ("s", "f", "e"));
    assert_eq!((&begin["name"], &begin["cat"]), (&end["name"], &end["cat"]));
    let place = |position: usize, item: &Value| {
        let (pid, tid, at) = (number(item, "pid"), number(item, "tid"), nanos(item, "ts"));
        let slices = checked.slices.get(&(pid, tid)).unwrap_or_else(|| panic!("no thread for {item}"));
        let holds = |slice: &Slice| slice.begin <= at && at < slice.end && slice.position < position;
        assert!(slices.iter().any(holds), "no slice for {item}");
        (pid, at)
    };
    let (from, to) = (place(*first, begin), place(*second, end));
    assert!(from.1 < to.1, "{begin} comes after {end}");
    checked.flows.insert(id, (text(begin, "name").to_owned(), from, to));
}

/// An async span begins and ends once, under one name.
fn check_span(span: &[Value]) {
    let [begin, end] = span else { panic!("a span in {} pieces", span.len()) };
    assert_eq!((text(begin, "ph"), text(end, "ph"), &begin["name"]), ("b", "e", &end["name"]));
    assert!(nanos(begin, "ts") < nanos(end, "ts"));
}
