//! The keys of `grading.toml`.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use clap::ValueEnum as _;
use toml::de::DeTable;

use super::error::{Problem, Wrong};
use super::secret::Secret;
use super::section::Section;
use super::{Keep, Limits, Rubric, Seeds, shares};
use crate::rules::Hints;
use crate::suite::{self, Part};

/// How many seeds of one kind may be asked for.
const SEEDS: RangeInclusive<u64> = 0..=Seeds::MOST;
/// How many seconds a step may be waited for.
const PATIENCE: RangeInclusive<u64> = 1..=600;
/// How many seconds a test, or a compiler, may take: up to a day.
const SECONDS: RangeInclusive<u64> = 1..=86_400;
/// How much memory a process may use: the harness itself needs some, and no lab takes a terabyte.
const MEMORY: RangeInclusive<u64> = 64..=1_048_576;
/// How much memory a compiler may use: with less, it compiles nothing.
const BUILD_MEMORY: RangeInclusive<u64> = 1_024..=1_048_576;
/// After how many runs that would not end by themselves a test may be given up.
const GIVE_UP: RangeInclusive<u64> = 1..=100_000;

/// The rubric that a file says.
pub(super) fn rubric(text: &str) -> Result<Rubric, Wrong> {
    let file = DeTable::parse(text)?;
    let keys = ["title", "hints", "determinism", "inspect", "points", "seeds", "limits", "keep"];
    let file = Section::file(&file, &keys)?;
    let usual = Rubric::default();
    Ok(Rubric {
        title: file.text("title")?.map_or(usual.title, str::to_owned),
        points: points(&file)?,
        seeds: seeds(&file, &usual.seeds)?,
        limits: limits(&file, &usual.limits)?,
        keep: keep(&file)?,
        hints: hints(&file)?,
        determinism: file.flag("determinism", usual.determinism)?,
        inspect: file.flag("inspect", usual.inspect)?,
    })
}

fn points(file: &Section<'_>) -> Result<Vec<(&'static suite::LabTest, super::Points)>, Wrong> {
    let mut keys: Vec<&str> = Part::ALL.iter().map(|part| part.as_str()).collect();
    keys.push("tests");
    let names: Vec<&str> = suite::all().iter().map(|test| test.name).collect();
    let parts = file.inner("points", "points", &keys)?;
    let tests = parts.inner("tests", "points.tests", &names)?;
    shares::read(&parts, &tests)
}

fn seeds(file: &Section<'_>, usual: &Seeds) -> Result<Seeds, Wrong> {
    let section = file.inner("seeds", "seeds", &["public", "hidden", "base", "search"])?;
    let seeds = Seeds {
        public: section.whole("public", SEEDS, usual.public)?,
        hidden: section.whole("hidden", SEEDS, usual.hidden)?,
        base: base(&section)?,
        search: section.whole("search", SEEDS, usual.search)?,
        single: BTreeMap::new(),
    };
    if seeds.hidden > 0 && seeds.base.is_none() {
        return Err(Wrong { problem: Problem::NoBase(seeds.hidden), span: section.span_of("hidden") });
    }
    if seeds.public + seeds.hidden == 0 {
        return Err(Wrong { problem: Problem::NoSeeds, span: section.span_of("public") });
    }
    Ok(seeds)
}

fn base(seeds: &Section<'_>) -> Result<Option<Secret>, Wrong> {
    // A value of a wrong type may be the secret all the same, and is not to be shown.
    let Ok(text) = seeds.text("base") else {
        let problem = Problem::Value {
            key: "seeds.base".to_owned(),
            found: "no text".to_owned(),
            wanted: "a secret text in quotes".to_owned(),
        };
        return Err(Wrong { problem, span: seeds.span_of("base") });
    };
    let Some(text) = text else { return Ok(None) };
    let wrong = || {
        let problem = Problem::ShortSecret(text.chars().count());
        Wrong { problem, span: seeds.span_of("base") }
    };
    Secret::new(text).map(Some).ok_or_else(wrong)
}

fn limits(file: &Section<'_>, usual: &Limits) -> Result<Limits, Wrong> {
    let keys =
        ["patience_seconds", "test_seconds", "memory_mib", "build_seconds", "build_memory_mib", "give_up"];
    let section = file.inner("limits", "limits", &keys)?;
    let patience = section.whole("patience_seconds", PATIENCE, usual.patience.as_secs())?;
    Ok(Limits {
        patience: Duration::from_secs(patience),
        test_seconds: section.whole("test_seconds", SECONDS, usual.test_seconds)?,
        memory_mib: section.whole("memory_mib", MEMORY, usual.memory_mib)?,
        build_seconds: section.whole("build_seconds", SECONDS, usual.build_seconds)?,
        build_memory_mib: section.whole("build_memory_mib", BUILD_MEMORY, usual.build_memory_mib)?,
        give_up: section.whole("give_up", GIVE_UP, usual.give_up)?,
    })
}

/// The first of the limits that could not be read from a file.
pub(super) fn out_of_range(limits: &Limits) -> Option<&'static str> {
    let all = [
        ("patience_seconds", PATIENCE, limits.patience.as_secs()),
        ("test_seconds", SECONDS, limits.test_seconds),
        ("memory_mib", MEMORY, limits.memory_mib),
        ("build_seconds", SECONDS, limits.build_seconds),
        ("build_memory_mib", BUILD_MEMORY, limits.build_memory_mib),
        ("give_up", GIVE_UP, limits.give_up),
    ];
    all.into_iter().find(|(_, range, value)| !range.contains(value)).map(|(key, ..)| key)
}

fn keep(file: &Section<'_>) -> Result<Keep, Wrong> {
    let mut keep = Keep::default();
    let classes: Vec<_> = keep.all().map(|(class, _)| class).collect();
    let keys: Vec<&str> = classes.iter().map(|class| class.as_str()).collect();
    let section = file.inner("keep", "keep", &keys)?;
    for class in classes {
        if let Some(factor) = section.factor(class.as_str())? {
            keep = keep.with(class, factor);
        }
    }
    Ok(keep)
}

fn hints(file: &Section<'_>) -> Result<Hints, Wrong> {
    let Some(level) = file.text("hints")? else { return Ok(Hints::default()) };
    Hints::from_str(level, false).map_err(|_| file.wrong("hints", "\"none\", \"section\" or \"full\""))
}
