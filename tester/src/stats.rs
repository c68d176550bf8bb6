//! The figures of one test, as the lab prints them.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What one test took: the five figures behind `... Passed --`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// Virtual time from the beginning of the script to its end.
    pub virtual_time: Duration,
    /// How many peers the cluster has.
    pub peers: usize,
    /// RPCs attempted, those to dead and unreachable peers included.
    pub rpcs: u64,
    /// Bytes of all encoded arguments and of the delivered replies.
    pub bytes: u64,
    /// The highest index that any peer applied: a command submitted twice counts twice, one that nobody
    /// applied not at all.
    pub commits: u64,
}

impl Statistics {
    /// The line that the lab prints for a test that passed.
    ///
    /// ```
    /// use std::time::Duration;
    /// let statistics = tester::stats::Statistics {
    ///     virtual_time: Duration::from_millis(3540), peers: 3, rpcs: 58, bytes: 16840, commits: 0,
    /// };
    /// assert_eq!(statistics.passed(), "  ... Passed --   3.5  3   58   16840    0");
    /// ```
    pub fn passed(&self) -> String {
        format!("  ... Passed --  {self}")
    }
}

/// Seconds, peers, RPCs, bytes and commits, in the lab's widths and with its separators.
impl fmt::Display for Statistics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { virtual_time, peers, rpcs, bytes, commits } = self;
        write!(f, "{:4.1}  {peers} {rpcs:4} {bytes:7} {commits:4}", virtual_time.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_the_labs_widths() {
        let statistics = Statistics {
            virtual_time: Duration::from_millis(17_200),
            peers: 5,
            rpcs: 2080,
            bytes: 1_587_388,
            commits: 102,
        };
        assert_eq!(statistics.to_string(), "17.2  5 2080 1587388  102");
        assert_eq!(Statistics::default().to_string(), " 0.0  0    0       0    0");
    }

    #[test]
    fn figures_too_wide_for_their_column_are_not_cut() {
        let statistics = Statistics {
            virtual_time: Duration::from_millis(119_960),
            peers: 5,
            rpcs: 14_292,
            bytes: 39_336_778,
            commits: 12_345,
        };
        assert_eq!(statistics.passed(), "  ... Passed --  120.0  5 14292 39336778 12345");
    }
}
