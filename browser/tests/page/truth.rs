//! Whether what the page shows of the peers is what the trace says, worked out here once more and otherwise.

use std::collections::BTreeMap;

use timeline::record::{Entry, Event, LogChange, Record, Role, Snapshot, State, What};

use crate::driver::Page;

/// A peer, as far as the trace has told.
#[derive(Clone, Default)]
struct Known {
    state: State,
    /// The terms of its entries by index.
    log: BTreeMap<u64, u64>,
}

impl Known {
    fn learn(&mut self, change: &State) {
        if let Some(running) = change.running {
            *self = Known::default();
            self.state.running = Some(running);
        }
        let told = &mut self.state;
        told.role = change.role.or(told.role);
        told.term = change.term.or(told.term);
        told.commit = change.commit.or(told.commit);
        told.snapshot = change.snapshot.or(told.snapshot);
        if let Some(log) = &change.log {
            self.log.retain(|index, _| *index < log.from);
            self.log.extend((log.from..).zip(log.entries.iter().map(|entry| entry.0)));
        }
        if let Some(snapshot) = self.state.snapshot {
            self.log.retain(|index, _| *index > snapshot.index);
        }
    }

    fn is_up(&self) -> bool {
        self.state.running == Some(true)
    }
}

/// The peers after the step of event `id`.
fn peers_at(records: &[Record], id: u64) -> Vec<Known> {
    let mut peers = vec![Known::default(); 5];
    for record in records {
        if let Record::State(change) = record {
            if change.after > id {
                break;
            }
            peers[change.node].learn(change);
        }
    }
    peers
}

#[test]
fn the_logs_are_those_of_the_trace() {
    let (header, records) = browser::sample::run(6000);
    let last = header.events - 1;
    let page = Page::open(&header, records.clone(), "");
    let mut entries = 0;
    for id in [3, 40, last / 7, last / 3, last / 2, last * 3 / 4, last] {
        page.value(&format!("location.hash = '#event={id}'"));
        page.wait(&format!(
            "document.querySelector('.event-head h2').firstChild.textContent === 'Event {id}'"
        ));
        let columns: Vec<u64> =
            page.texts("#grid thead th:not(.fact)").iter().map(|index| index.parse().unwrap()).collect();
        for (node, peer) in peers_at(&records, id).iter().enumerate() {
            entries += check_row(&page, id, node, peer, &columns);
        }
    }
    assert!(entries > 100, "only {entries} entries were compared");
    page.is_well();
}

/// A change of peer 3's snapshot and of its log from `from` on.
fn moved(snapshot: Option<u64>, from: u64, terms: &[u64]) -> State {
    let entries = terms.iter().map(|term| Entry(*term, "0badcafe".to_owned())).collect();
    State {
        snapshot: snapshot.map(|index| Snapshot { index, term: 1 }),
        log: Some(LogChange { from, entries }),
        ..State::default()
    }
}

#[test]
fn snapshots_move_a_log_on_and_back() {
    let (header, mut records) = browser::sample::run(200);
    let first = header.events;
    let born = State {
        running: Some(true),
        role: Some(Role::Follower),
        term: Some(3),
        commit: Some(0),
        applied: Some(0),
        ..moved(Some(0), 1, &[1, 1])
    };
    let changes = [
        born,
        moved(Some(10), 11, &[2, 2]),
        moved(Some(5), 6, &[3, 3, 3]),
        moved(None, 8, &[4]),
        moved(Some(8), 9, &[]),
        moved(Some(8), 9, &[5]),
    ];
    for (id, change) in (first..).zip(&changes) {
        let at = header.ended + id;
        let what = if id == first { What::Boot { life: 99 } } else { What::Note {} };
        let text = "the log moves".to_owned();
        records.push(Record::Event(Event {
            id,
            at,
            node: Some(3),
            term: Some(3),
            parents: vec![id - 1],
            text,
            task: None,
            what,
        }));
        records.push(Record::State(State { after: id, at, node: 3, ..change.clone() }));
    }
    let page = Page::open(&header, records.clone(), "");
    let mut entries = Vec::new();
    for id in first..first + changes.len() as u64 {
        page.value(&format!("location.hash = '#event={id}'"));
        page.wait(&format!(
            "document.querySelector('.event-head h2').firstChild.textContent === 'Event {id}'"
        ));
        let columns: Vec<u64> =
            page.texts("#grid thead th:not(.fact)").iter().map(|index| index.parse().unwrap()).collect();
        entries.push(check_row(&page, id, 3, &peers_at(&records, id)[3], &columns));
    }
    assert_eq!(entries, [2, 2, 3, 3, 0, 1]);
    page.is_well();
}

/// Compares a row of the grid, and says how many entries it has.
fn check_row(page: &Page, id: u64, node: usize, peer: &Known, columns: &[u64]) -> usize {
    let row = format!("#grid tbody tr:nth-child({})", node + 1);
    let facts = page.texts(&format!("{row} td.fact"));
    if !peer.is_up() {
        assert_eq!(facts[0], "down", "peer {node} at {id}");
        return 0;
    }
    let role = format!("{:?}", peer.state.role.unwrap()).to_lowercase();
    let number = |value: Option<u64>| value.unwrap().to_string();
    assert_eq!(facts, [role, number(peer.state.term), number(peer.state.commit)], "peer {node} at {id}");
    let script = format!(
        "[...document.querySelectorAll('{row} td.entry')].map((cell) => cell.className.includes('snapshot') ? '' : \
         cell.firstChild?.textContent ?? '')"
    );
    let cells: Vec<String> = serde_json::from_value(page.value(&script)).unwrap();
    let wanted: Vec<String> =
        columns.iter().map(|index| peer.log.get(index).map(u64::to_string).unwrap_or_default()).collect();
    assert_eq!(cells, wanted, "peer {node} at event {id}");
    wanted.iter().filter(|term| !term.is_empty()).count()
}
