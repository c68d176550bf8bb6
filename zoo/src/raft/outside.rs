//! Two bugs that take something from outside the simulation. Their tools are forbidden everywhere else.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// A number of milliseconds that is another one at each call, from the machine's own clock.
#[expect(clippy::disallowed_methods, reason = "this is the bug `wall-clock`, which the harness must notice")]
pub(crate) fn jitter() -> Duration {
    static BEGINNING: LazyLock<Instant> = LazyLock::new(Instant::now);
    let elapsed = Instant::now().duration_since(*BEGINNING);
    Duration::from_millis(u64::from(elapsed.subsec_nanos()) % 200)
}

/// The same numbers, in an order that the operating system's randomness decides.
#[expect(clippy::disallowed_types, reason = "this is the bug `hash-order`, which the harness must notice")]
pub(crate) fn in_hash_order(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    numbers.collect::<std::collections::HashSet<usize>>().into_iter().collect()
}
