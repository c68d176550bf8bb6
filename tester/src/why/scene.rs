//! The run as it was: its events in words, to name those that matter.

use std::fmt;

use sim::Instant;
use timeline::record::{Event, Record, What};

/// An event at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Glance {
    /// Its number in the run.
    pub(crate) id: u64,
    /// When it was.
    pub(crate) at: Instant,
    /// The peer where it was; none for the test's script.
    pub(crate) node: Option<usize>,
    /// In words.
    pub(crate) text: String,
    /// Where the task was spawned that was running.
    task: Option<String>,
    /// The message whose fate was drawn there, or became known.
    message: Option<Message>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Message {
    SetsOut(u64),
    Ends(u64),
}

impl Glance {
    fn of(event: Event) -> Self {
        let message = match event.what {
            What::Send { call, .. } => Some(Message::SetsOut(call)),
            What::Deliver { call, .. } | What::Drop { call, .. } => Some(Message::Ends(call)),
            _ => None,
        };
        let Event { id, at, node, text, task, .. } = event;
        Self { id, at: Instant::from_nanos(at), node, text, task, message }
    }

    /// Whether the two can belong to one step: at the same time, in the same place, in the same task.
    fn goes_with(&self, other: &Self) -> bool {
        (self.at, self.node, &self.task) == (other.at, other.node, &other.task)
    }

    /// Who: `peer 2`, or `the test`.
    pub(crate) fn who(&self) -> String {
        self.node.map_or_else(|| "the test".to_owned(), |node| format!("peer {node}"))
    }
}

/// As in `event 1207  7.412011  peer 3    #88 to 1: AppendEntries: ...`.
impl fmt::Display for Glance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>7}  {:>10}  {:<8}  {}", self.id, self.at, self.who(), self.text)
    }
}

/// All events of a run, as far as it told of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scene {
    events: Vec<Glance>,
}

impl Scene {
    /// Takes a line of the run's trace.
    pub(crate) fn take(&mut self, line: &str) {
        // States and logged lines are no events.
        if let Ok(Record::Event(event)) = serde_json::from_str(line) {
            self.events.push(Glance::of(event));
        }
    }

    /// How many events there were.
    pub(crate) fn len(&self) -> u64 {
        self.events.last().map_or(0, |event| event.id + 1)
    }

    fn position(&self, id: u64) -> Option<usize> {
        self.events.binary_search_by_key(&id, |event| event.id).ok()
    }

    /// The event of this number.
    pub(crate) fn event(&self, id: u64) -> Option<&Glance> {
        self.position(id).map(|position| &self.events[position])
    }

    /// When the event was after so many events; the beginning of the run for none.
    pub(crate) fn time_after(&self, kept: u64) -> Instant {
        kept.checked_sub(1).and_then(|id| self.event(id)).map_or(Instant::ZERO, |event| event.at)
    }

    /// The event, and those after it that can belong to the same step.
    pub(crate) fn step(&self, id: u64) -> &[Glance] {
        let Some(rest) = self.position(id).map(|position| &self.events[position..]) else { return &[] };
        let length = rest.iter().take_while(|event| event.goes_with(&rest[0])).count();
        &rest[..length]
    }

    /// The step that begins with the event, and so many events before it and after it.
    pub(crate) fn around(&self, id: u64, before: usize, after: usize) -> &[Glance] {
        let Some(position) = self.position(id) else { return &[] };
        let end = (position + self.step(id).len() + after).min(self.events.len());
        &self.events[position.saturating_sub(before)..end]
    }

    /// What became of the message that set out with this event: it was drawn there.
    pub(crate) fn fate(&self, id: u64) -> Option<&Glance> {
        let position = self.position(id)?;
        let Some(Message::SetsOut(call)) = self.events[position].message else { return None };
        self.events[position..].iter().find(|event| event.message == Some(Message::Ends(call)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene() -> Scene {
        let mut scene = Scene::default();
        for line in [
            r#"{"type":"event","id":0,"at":0,"node":0,"text":"started","kind":"boot","data":{"life":1}}"#,
            r#"{"type":"state","after":0,"at":0,"node":0,"running":true}"#,
            r#"{"type":"event","id":1,"at":1500000,"node":0,"text":"asks","kind":"send","data":{"call":9,"to":1,"method":"M","size":0,"args":null}}"#,
            r#"{"type":"event","id":2,"at":1500000,"text":"goes on","kind":"test","data":{"step":"round"}}"#,
            r#"{"type":"event","id":3,"at":2500000,"node":0,"text":"fails","kind":"drop","data":{"call":9,"to":1,"method":"M","reason":"request lost"}}"#,
        ] {
            scene.take(line);
        }
        scene
    }

    #[test]
    fn events_are_found_by_their_numbers() {
        let scene = scene();
        assert_eq!((scene.len(), scene.event(2).map(Glance::who)), (4, Some("the test".to_owned())));
        assert_eq!(scene.event(4), None);
        assert_eq!([0, 1, 2].map(|kept| scene.time_after(kept).as_nanos()), [0, 0, 1_500_000]);
        let ids = |around: &[Glance]| around.iter().map(|event| event.id).collect::<Vec<_>>();
        assert_eq!(ids(scene.around(1, 4, 1)), [0, 1, 2]);
        assert_eq!(ids(scene.around(3, 1, 4)), [2, 3]);
    }

    #[test]
    fn a_step_is_what_one_task_does_at_one_moment() {
        let event = |id, at, task: &str| {
            let (node, text, task) = (Some(1), "x".to_owned(), Some(task.to_owned()));
            Glance { id, at: Instant::from_nanos(at), node, text, task, message: None }
        };
        let scene =
            Scene { events: vec![event(0, 1, "a"), event(1, 2, "a"), event(2, 2, "a"), event(3, 2, "b")] };
        let ids = |events: &[Glance]| events.iter().map(|event| event.id).collect::<Vec<_>>();
        assert_eq!(
            (ids(scene.step(0)), ids(scene.step(1)), ids(scene.step(4))),
            (vec![0], vec![1, 2], vec![])
        );
        assert_eq!(ids(scene.around(1, 1, 0)), [0, 1, 2]);
    }

    #[test]
    fn the_fate_of_a_message_is_known_where_it_ends() {
        let scene = scene();
        assert_eq!(scene.fate(1).map(|event| event.text.as_str()), Some("fails"));
        assert_eq!(scene.fate(0), None);
    }
}
