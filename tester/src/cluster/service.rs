//! The tester's service and its snapshots.

use bytes::Bytes;
use labgob::{DecodeError, Decoder, Encoder};
use serde::{Deserialize, Serialize};

use crate::numbers::SNAPSHOT_INTERVAL;
use crate::value::Command;

/// What stands between Raft and nothing: a service that only keeps what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Service {
    /// Takes commands and never snapshots.
    Plain,
    /// Takes a snapshot at every [`SNAPSHOT_INTERVAL`]th index and hands
    /// it to Raft before it takes the next command; installs what Raft hands up.
    Snapshots,
    /// The same, at every index whose successor is a multiple of this; 0 stands for 1.
    SnapshotsEvery(u64),
}

impl Service {
    /// How many indices lie between two snapshots; `None` if there are none.
    pub(super) fn interval(self) -> Option<u64> {
        match self {
            Self::Plain => None,
            Self::Snapshots => Some(SNAPSHOT_INTERVAL),
            Self::SnapshotsEvery(interval) => Some(interval.max(1)),
        }
    }
}

/// What a snapshot holds: every command so far.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Snapshot {
    /// The last index that it covers.
    pub(super) index: u64,
    /// invariant: the commands of index 1 to `index`.
    pub(super) commands: Vec<Command>,
}

impl Snapshot {
    /// The bytes: the index, then the list of commands by index, whose element 0 is null, for there is no
    /// command 0.
    pub(super) fn encode(index: u64, commands: &[Command]) -> Bytes {
        let list: Vec<Option<&Command>> = std::iter::once(None).chain(commands.iter().map(Some)).collect();
        let mut encoder = Encoder::new();
        encoder
            .put(&index)
            .and_then(|encoder| encoder.put(&list))
            .expect("a snapshot of the tests is far below the codec's limit");
        encoder.finish()
    }

    /// Reads the bytes; `None` where they are not the whole of something that [`encode`](Self::encode) made.
    pub(super) fn decode(bytes: Bytes) -> Option<Self> {
        let (index, list) = Self::read(bytes).ok()?;
        let mut elements = list.into_iter();
        let commands: Vec<Command> = match elements.next() {
            Some(None) => elements.collect::<Option<_>>()?,
            _ => return None,
        };
        (commands.len() as u64 == index).then_some(Self { index, commands })
    }

    fn read(bytes: Bytes) -> Result<(u64, Vec<Option<Command>>), DecodeError> {
        let mut decoder = Decoder::new(bytes);
        let parts = (decoder.take()?, decoder.take()?);
        decoder.finish()?;
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    #[test]
    fn a_snapshot_survives_its_encoding_and_nothing_else_passes_for_one() {
        let commands: Vec<_> = (1..=9).map(|number| Command::from(Value::Number(number))).collect();
        let bytes = Snapshot::encode(9, &commands);
        assert_eq!(Snapshot::decode(bytes.clone()), Some(Snapshot { index: 9, commands: commands.clone() }));
        for cut in 0..bytes.len() {
            assert_eq!(Snapshot::decode(bytes.slice(..cut)), None);
        }
        assert_eq!(Snapshot::decode(Snapshot::encode(10, &commands)), None, "an index without its command");
        assert_eq!(Snapshot::decode(Bytes::from_static(&[0, 0])), None, "no element 0");
    }
}
