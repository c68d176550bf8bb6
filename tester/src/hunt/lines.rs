//! The lines of the report file. Their keys, and the order of the keys, are what other programs rely on.
//!
//! The first line is the [`Header`]. Then come, test by test in the header's order, the blocks of seeds that
//! are done, each a [`SegmentLine`] with its families' [`FamilyLine`]s after it. A test that is done has one
//! block. Seeds and sums are JSON numbers of up to 64 bits: a reader that keeps numbers as doubles loses
//! digits beyond 2^53. Digests are sixteen hexadecimal digits.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::book::Book;
use super::family::{Family, Representative};
use super::file::Origin;
use super::kind::Kind;
use super::page::Segment;
use super::shard::Shard;
use super::tally::Tally;
use crate::suite::LabTest;

/// What the first line calls the file.
pub(super) const REPORT: &str = "raftlab hunt";
/// The version of the lines' form.
pub(super) const VERSION: u64 = 1;

/// As much of the first line as every version has.
#[derive(Deserialize)]
pub(super) struct Preface {
    pub(super) report: String,
    pub(super) version: u64,
}

/// The first line: whose results these are.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    report: String,
    version: u64,
    pub(super) harness: String,
    pub(super) build: String,
    pub(super) tests: Vec<String>,
    pub(super) from: u64,
    pub(super) seeds: u64,
    pub(super) shard: Option<Shard>,
    pub(super) keep_going: bool,
    pub(super) watchdog_s: u64,
    pub(super) complete: bool,
}

impl Header {
    pub(super) fn of(origin: &Origin, book: &Book) -> Self {
        let plan = book.plan();
        Self {
            report: REPORT.to_owned(),
            version: VERSION,
            harness: origin.harness.clone(),
            build: origin.build.clone(),
            tests: plan.names().into_iter().map(str::to_owned).collect(),
            from: plan.from,
            seeds: plan.seeds,
            shard: plan.shard,
            keep_going: plan.keep_going,
            watchdog_s: plan.watchdog_s,
            complete: book.is_complete(),
        }
    }
}

/// A block of seeds of one test.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SegmentLine {
    pub(super) test: String,
    pub(super) part: String,
    pub(super) first: u64,
    pub(super) last: u64,
    runs: u64,
    passed: u64,
    failed: BTreeMap<Kind, u64>,
    virtual_ns: u64,
    rpcs: u64,
    bytes: u64,
    commits: u64,
    events: u64,
    #[serde(with = "hex")]
    digest: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wall_us: Option<u64>,
}

impl SegmentLine {
    pub(super) fn of(test: &LabTest, segment: &Segment, wall_us: Option<u64>) -> Self {
        let tally = &segment.tally;
        Self {
            test: test.name.to_owned(),
            part: test.part.to_string(),
            first: segment.first,
            last: segment.last,
            runs: tally.runs,
            passed: tally.passed,
            failed: tally.failed.clone(),
            virtual_ns: tally.virtual_nanos,
            rpcs: tally.rpcs,
            bytes: tally.bytes,
            commits: tally.commits,
            events: tally.events,
            digest: tally.digest,
            wall_us,
        }
    }

    /// The block, as yet without its families.
    pub(super) fn into_segment(self) -> Segment {
        let tally = Tally {
            runs: self.runs,
            passed: self.passed,
            failed: self.failed,
            virtual_nanos: self.virtual_ns,
            rpcs: self.rpcs,
            bytes: self.bytes,
            commits: self.commits,
            events: self.events,
            digest: self.digest,
            wall_us: self.wall_us,
            families: BTreeMap::new(),
        };
        Segment { first: self.first, last: self.last, tally }
    }
}

/// A family of failures in the block of seeds above it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FamilyLine {
    pub(super) family: String,
    pub(super) test: String,
    pub(super) class: Kind,
    pub(super) rule: String,
    pub(super) place: Option<String>,
    pub(super) count: u64,
    pub(super) seeds: Vec<u64>,
    pub(super) representative: Representative,
}

impl FamilyLine {
    pub(super) fn of(family: &Family) -> Self {
        let fingerprint = &family.fingerprint;
        Self {
            family: fingerprint.id(),
            test: fingerprint.test.to_owned(),
            class: fingerprint.kind,
            rule: fingerprint.rule.clone(),
            place: fingerprint.place.clone(),
            count: family.count,
            seeds: family.seeds.clone(),
            representative: family.representative.clone(),
        }
    }
}

/// Digests as sixteen hexadecimal digits.
pub(super) mod hex {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub(in crate::hunt) fn serialize<S: Serializer>(digest: &u64, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{digest:016x}"))
    }

    pub(in crate::hunt) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
        let text = String::deserialize(from)?;
        let digest = u64::from_str_radix(&text, 16).ok().filter(|digest| format!("{digest:016x}") == text);
        digest.ok_or_else(|| D::Error::custom(format!("`{text}` is not sixteen hexadecimal digits")))
    }
}
