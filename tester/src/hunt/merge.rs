//! One report out of the reports of all shards.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::book::Book;
use super::family::Family;
use super::file::{FileError, Report, read};
use super::plan::Plan;
use super::shard::Shard;

/// How many directories or shards an error lists.
const LISTED: usize = 10;

/// Reports that are not all the shards of one hunt.
///
/// Gaps and overlaps within a shard are found when its report is read, and shards of one number of parts
/// cannot overlap: so what is complete here leaves nothing out and counts nothing twice.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MergeError {
    /// Nothing to merge.
    #[error("name the directories of all shards' reports")]
    Nothing,
    /// A report that cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The report of a whole hunt.
    #[error("{} holds a whole hunt, not a shard of one: leave it out", directory.display())]
    NotAShard {
        /// Where it is.
        directory: PathBuf,
    },
    /// Two reports of different hunts.
    #[error(
        "{} and {} are not shards of one hunt: the first one's {what} {one_value}, the second one's \
         {other_value}; merge what one build found with the same arguments",
        one.display(),
        other.display()
    )]
    Differs {
        /// The one report's directory.
        one: PathBuf,
        /// The other one's.
        other: PathBuf,
        /// In what they differ.
        what: &'static str,
        /// What it is in the one.
        one_value: String,
        /// What it is in the other.
        other_value: String,
    },
    /// Two reports of one shard.
    #[error("{} and {} both hold shard {shard}: leave one of them out", one.display(), other.display())]
    Twice {
        /// The shard.
        shard: Shard,
        /// The one report's directory.
        one: PathBuf,
        /// The other one's.
        other: PathBuf,
    },
    /// Shards that nobody named.
    #[error(
        "of {of} shards, {count} not named beside {}: run or name them too: {}",
        directories(given),
        shards(missing, *count, *of)
    )]
    Missing {
        /// The directories that were named.
        given: Vec<PathBuf>,
        /// How many shards are missing.
        count: u64,
        /// The numbers of the first of them.
        missing: Vec<u64>,
        /// How many shards the hunt has.
        of: u64,
    },
    /// Shards that have not come to their end.
    #[error(
        "interrupted before the end: {}; run these shards again with `--resume`",
        directories(interrupted)
    )]
    Incomplete {
        /// Where they are.
        interrupted: Vec<PathBuf>,
    },
}

fn directories(paths: &[PathBuf]) -> String {
    listed(paths.iter().map(|path| path.display().to_string()), paths.len() as u64)
}

fn shards(numbers: &[u64], count: u64, of: u64) -> String {
    listed(numbers.iter().map(|number| format!("{number}/{of}")), count)
}

fn listed(items: impl Iterator<Item = String>, count: u64) -> String {
    let mut items: Vec<String> = items.take(LISTED).collect();
    let more = count.saturating_sub(LISTED as u64);
    if more > 0 {
        items.push(format!("and {more} more"));
    }
    items.join(", ")
}

/// What became of all shards.
#[derive(Debug)]
pub(crate) struct Merged {
    /// The report of the whole hunt, as if it had not been cut into shards.
    pub(crate) report: Report,
    /// The failures, in the order of [`Book::families`], and where to find more about each.
    pub(crate) sources: Vec<Source>,
}

/// Where a family comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    /// The family.
    pub(crate) family: Family,
    /// The directory of the shard that ran its representative.
    pub(crate) directory: PathBuf,
}

/// Reads the reports in these directories and merges them.
///
/// # Errors
/// A report cannot be read, or they are not all the shards of one hunt.
pub(crate) fn merge_directories(directories: &[PathBuf]) -> Result<Merged, MergeError> {
    let read = |directory: &PathBuf| Ok((directory.clone(), read(directory)?));
    merge(directories.iter().map(read).collect::<Result<_, FileError>>()?)
}

/// Merges the reports of all shards of one hunt, each with its directory, in any order. If one of them says
/// nothing of real time, neither does the result.
///
/// # Errors
/// They are not all the shards of one hunt.
pub(crate) fn merge(reports: Vec<(PathBuf, Report)>) -> Result<Merged, MergeError> {
    let pieces: Vec<Piece> = reports.into_iter().map(Piece::of).collect::<Result<_, _>>()?;
    let (origin, plan) = match pieces.first() {
        None => return Err(MergeError::Nothing),
        Some(Piece { report, .. }) => (report.origin.clone(), report.book.plan().clone()),
    };
    are_of_one_hunt(&pieces)?;
    let pieces = in_order(pieces)?;
    are_complete(&pieces)?;

    let mut book = Book::new(Plan { shard: None, ..plan });
    for piece in pieces.values() {
        for (test, (_, page)) in piece.report.book.pages().enumerate() {
            // Of a test that ended at a failure in an earlier shard the book takes nothing more.
            page.segments().for_each(|segment| book.take_in(test, segment.clone()));
        }
    }
    if pieces.values().any(|piece| !piece.report.book.has_wall_times()) {
        book.forget_wall_times();
    }
    let sources = book.families().into_iter().filter_map(|family| source(family, &pieces)).collect();
    Ok(Merged { report: Report { origin, book }, sources })
}

/// One shard's report.
struct Piece {
    shard: Shard,
    directory: PathBuf,
    report: Report,
}

impl Piece {
    fn of((directory, report): (PathBuf, Report)) -> Result<Self, MergeError> {
        match report.book.plan().shard {
            Some(shard) => Ok(Self { shard, directory, report }),
            None => Err(MergeError::NotAShard { directory }),
        }
    }
}

fn are_of_one_hunt(pieces: &[Piece]) -> Result<(), MergeError> {
    for pair in pieces.windows(2) {
        if let Some((what, one_value, other_value)) = pair[0].report.difference(&pair[1].report) {
            let (one, other) = (pair[0].directory.clone(), pair[1].directory.clone());
            return Err(MergeError::Differs { one, other, what, one_value, other_value });
        }
    }
    Ok(())
}

/// The pieces by the numbers of their shards, each of which must be there once.
fn in_order(pieces: Vec<Piece>) -> Result<BTreeMap<u64, Piece>, MergeError> {
    let given: Vec<PathBuf> = pieces.iter().map(|piece| piece.directory.clone()).collect();
    let of = pieces.first().map_or(0, |piece| piece.shard.of());
    let mut in_order: BTreeMap<u64, Piece> = BTreeMap::new();
    for piece in pieces {
        let Piece { shard, directory, .. } = &piece;
        if let Some(Piece { directory: one, .. }) = in_order.get(&shard.number()) {
            return Err(MergeError::Twice { shard: *shard, one: one.clone(), other: directory.clone() });
        }
        in_order.insert(shard.number(), piece);
    }
    let count = of.saturating_sub(in_order.len() as u64);
    if count == 0 {
        return Ok(in_order);
    }
    let missing = (1..=of).filter(|number| !in_order.contains_key(number)).take(LISTED).collect();
    Err(MergeError::Missing { given, count, missing, of })
}

fn are_complete(pieces: &BTreeMap<u64, Piece>) -> Result<(), MergeError> {
    let interrupted = pieces.values().filter(|piece| !piece.report.book.is_complete());
    let interrupted: Vec<PathBuf> = interrupted.map(|piece| piece.directory.clone()).collect();
    if interrupted.is_empty() { Ok(()) } else { Err(MergeError::Incomplete { interrupted }) }
}

fn source(family: Family, pieces: &BTreeMap<u64, Piece>) -> Option<Source> {
    let seed = family.representative.seed;
    let piece = pieces.values().find(|piece| piece.report.book.plan().range().contains(&seed))?;
    Some(Source { directory: piece.directory.clone(), family })
}

#[cfg(test)]
mod tests;
