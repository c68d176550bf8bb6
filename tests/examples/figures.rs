//! The table in `docs/fidelity.md`: RPCs and commits of each test against the reference, beside what correct
//! Go solutions needed.
//!
//! ```text
//! cargo run --release -p lab-tests --example figures
//! ```
#![allow(clippy::print_stdout, reason = "printing the table is what it is for")]

use std::fmt;
use std::time::Duration;

use tester::host::Factory;
use tester::runner;
use tester::suite::{self, LabTest};

const SEEDS: u64 = 100;

/// A range with its median.
struct Range {
    least: u64,
    median: u64,
    most: u64,
}

impl Range {
    const fn new(least: u64, median: u64, most: u64) -> Self {
        Self { least, median, most }
    }

    fn of(mut values: Vec<u64>) -> Self {
        values.sort_unstable();
        Self::new(values[0], values[values.len() / 2], values[values.len() - 1])
    }

    /// Whether all of it lies within `other`, give or take a factor of two.
    fn is_near(&self, other: &Self) -> bool {
        self.least * 2 >= other.least && self.most <= other.most * 2
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.least == self.most {
            write!(f, "{}", self.least)
        } else {
            write!(f, "{}..{} ({})", self.least, self.most, self.median)
        }
    }
}

/// What Go solutions needed: RPCs, and commits. The median of the commits is not known for all, and is left
/// out.
const GO: [(&str, Range, (u64, u64)); 28] = [
    ("initial_election_2A", Range::new(42, 60, 116), (0, 0)),
    ("reelection_2A", Range::new(84, 143, 242), (0, 0)),
    ("many_elections_2A", Range::new(474, 660, 1386), (0, 0)),
    ("basic_agree_2B", Range::new(15, 16, 20), (3, 3)),
    ("rpc_bytes_2B", Range::new(46, 48, 56), (11, 11)),
    ("follower_failure_2B", Range::new(112, 171, 232), (3, 3)),
    ("leader_failure_2B", Range::new(184, 263, 362), (3, 3)),
    ("fail_agree_2B", Range::new(98, 140, 211), (7, 8)),
    ("fail_no_agree_2B", Range::new(156, 243, 400), (3, 4)),
    ("concurrent_starts_2B", Range::new(12, 15, 26), (6, 6)),
    ("rejoin_2B", Range::new(106, 203, 254), (4, 4)),
    ("backup_2B", Range::new(1525, 2326, 6602), (102, 103)),
    ("count_2B", Range::new(32, 48, 92), (12, 12)),
    ("persist1_2C", Range::new(78, 93, 161), (6, 6)),
    ("persist2_2C", Range::new(743, 1163, 2632), (16, 17)),
    ("persist3_2C", Range::new(33, 38, 68), (4, 4)),
    ("figure8_2C", Range::new(860, 1269, 2428), (7, 76)),
    ("unreliable_agree_2C", Range::new(212, 317, 1076), (246, 246)),
    ("figure8_unreliable_2C", Range::new(3084, 9052, 13527), (116, 609)),
    ("reliable_churn_2C", Range::new(684, 3810, 14292), (117, 3697)),
    ("unreliable_churn_2C", Range::new(620, 2386, 6937), (50, 1378)),
    ("snapshot_basic_2D", Range::new(134, 141, 498), (186, 243)),
    ("snapshot_install_2D", Range::new(878, 1640, 1983), (276, 353)),
    ("snapshot_install_unreliable_2D", Range::new(1067, 2024, 2437), (285, 358)),
    ("snapshot_install_crash_2D", Range::new(627, 856, 1214), (310, 362)),
    ("snapshot_install_uncrash_2D", Range::new(756, 1009, 1628), (268, 355)),
    ("snapshot_all_crash_2D", Range::new(232, 264, 705), (52, 67)),
    ("snapshot_init_2D", Range::new(68, 79, 110), (14, 14)),
];

fn main() {
    println!("| test | RPCs | Go's RPCs | commits | Go's commits | bytes | virtual s |");
    println!("|---|---|---|---|---|---|---|");
    for (name, go_rpcs, (least, most)) in &GO {
        let test = suite::find(name).expect("the table names the suite's tests");
        let go_commits = Range::new(*least, *least, *most);
        let commits_text = if least == most { least.to_string() } else { format!("{least}..{most}") };
        print_row(test, go_rpcs, &go_commits, &commits_text);
    }
    println!("\n* outside Go's range by more than a factor of two");
}

fn print_row(test: &'static LabTest, go_rpcs: &Range, go_commits: &Range, go_commits_text: &str) {
    let factory = Factory::of::<raft::Peer>();
    let runs: Vec<_> = (1..=SEEDS).map(|seed| runner::run(test, seed, &factory)).collect();
    let failed = runs.iter().find_map(|run| Some((run.seed, run.verdict.message()?)));
    assert_eq!(failed, None, "{}", test.name);
    let range = |figure: fn(&runner::Outcome) -> u64| Range::of(runs.iter().map(figure).collect());
    let rpcs = range(|run| run.statistics.rpcs);
    let commits = range(|run| run.statistics.commits);
    let bytes = range(|run| run.statistics.bytes);
    let seconds = range(|run| (run.statistics.virtual_time + Duration::from_millis(500)).as_secs());
    let mark = |near| if near { "" } else { " *" };
    println!(
        "| `{}` | {rpcs}{} | {go_rpcs} | {commits}{} | {go_commits_text} | {bytes} | {seconds} |",
        test.name,
        mark(rpcs.is_near(go_rpcs)),
        mark(commits.is_near(go_commits)),
    );
}
