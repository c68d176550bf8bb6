//! Independent random streams, all derived from the one seed of the run.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use crate::Digest;

/// A source of random numbers that belongs to one place of the simulation.
///
/// Every place has its own: drawing more numbers in one never shifts another. `ChaCha8` has 2⁶⁴ streams per
/// key; the key comes from the run's seed and the stream's number from the place's name.
pub type Stream = ChaCha8Rng;

/// Hands out the streams of one run.
pub(crate) struct Streams {
    root: ChaCha8Rng,
}

impl Streams {
    pub(crate) fn new(seed: u64) -> Self {
        Self { root: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// The stream of the place called `name` with these numbers, from its beginning.
    pub(crate) fn stream(&self, name: &str, numbers: &[u64]) -> Stream {
        let mut place = Digest::new();
        place.bytes(name.as_bytes());
        for &number in numbers {
            place.word(number);
        }
        let mut stream = self.root.clone();
        stream.set_stream(place.value());
        stream
    }
}
