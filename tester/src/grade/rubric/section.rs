//! One table of a rubric's file, and how its values are read.

use std::ops::{Range, RangeInclusive};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::{Problem, Wrong};
use super::keep::Factor;
use crate::grade::Points;
use crate::names::nearest;
use crate::suite::Part;

/// The most points that a part or a test may be worth.
const POINTS_MAX: u64 = 10_000;
/// How many hundredths make one.
const WHOLE: u64 = 100;

/// A table, or the lack of one.
pub(super) struct Section<'t> {
    /// The path of its name; empty for the whole file.
    name: &'static str,
    table: Option<&'t DeTable<'t>>,
    span: Range<usize>,
}

impl<'t> Section<'t> {
    /// The whole file.
    pub(super) fn file(file: &'t Spanned<DeTable<'t>>, keys: &[&'static str]) -> Result<Self, Wrong> {
        let section = Self { name: "", table: Some(file.get_ref()), span: 0..0 };
        section.check(keys).map(|()| section)
    }

    /// The table `key` in this one, which has these keys and no others. `name` is its whole path.
    pub(super) fn inner(
        &self,
        key: &str,
        name: &'static str,
        keys: &[&'static str],
    ) -> Result<Section<'t>, Wrong> {
        let section = match self.find(key) {
            None => Section { name, table: None, span: self.span.clone() },
            Some((_, value)) => {
                let wrong = || wrong(&self.path(key), value, &format!("a table: [{name}]"));
                let table = value.get_ref().as_table().ok_or_else(wrong)?;
                Section { name, table: Some(table), span: value.span() }
            }
        };
        section.check(keys).map(|()| section)
    }

    /// Whether it is there.
    pub(super) const fn is_there(&self) -> bool {
        self.table.is_some()
    }

    /// Where it is.
    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Where one of its keys is; where the table is, if there is no such key.
    pub(super) fn span_of(&self, key: &str) -> Range<usize> {
        self.find(key).map_or_else(|| self.span(), |(key, _)| key.span())
    }

    /// A number without fraction.
    pub(super) fn whole(&self, key: &str, range: RangeInclusive<u64>, usual: u64) -> Result<u64, Wrong> {
        let Some((_, value)) = self.find(key) else { return Ok(usual) };
        let number = match value.get_ref() {
            DeValue::Integer(digits) => u64::from_str_radix(digits.as_str(), digits.radix()).ok(),
            _ => None,
        };
        number.filter(|number| range.contains(number)).ok_or_else(|| {
            let wanted = format!("a whole number from {} to {}", range.start(), range.end());
            wrong(&self.path(key), value, &wanted)
        })
    }

    /// A number of points; `None` if it is not there.
    pub(super) fn points(&self, key: &str) -> Result<Option<Points>, Wrong> {
        let Some((_, value)) = self.find(key) else { return Ok(None) };
        let points = hundredths(value.get_ref()).filter(|points| *points <= POINTS_MAX * WHOLE);
        points.map(|points| Some(Points::of_hundredths(points))).ok_or_else(|| {
            let wanted = format!("a number from 0 to {POINTS_MAX} with at most two decimals");
            wrong(&self.path(key), value, &wanted)
        })
    }

    /// A number from 0 to 1; `None` if it is not there.
    pub(super) fn factor(&self, key: &str) -> Result<Option<Factor>, Wrong> {
        let Some((_, value)) = self.find(key) else { return Ok(None) };
        let factor = hundredths(value.get_ref()).and_then(Factor::of_hundredths);
        let wanted = "a number from 0 to 1 with at most two decimals";
        factor.map(Some).ok_or_else(|| wrong(&self.path(key), value, wanted))
    }

    /// A text; `None` if it is not there.
    pub(super) fn text(&self, key: &str) -> Result<Option<&'t str>, Wrong> {
        let Some((_, value)) = self.find(key) else { return Ok(None) };
        let text = value.get_ref().as_str();
        text.map(Some).ok_or_else(|| wrong(&self.path(key), value, "a text in quotes"))
    }

    /// Yes or no.
    pub(super) fn flag(&self, key: &str, usual: bool) -> Result<bool, Wrong> {
        let Some((_, value)) = self.find(key) else { return Ok(usual) };
        value.get_ref().as_bool().ok_or_else(|| wrong(&self.path(key), value, "true or false"))
    }

    /// That `key` has a wrong value, and what would be a right one.
    pub(super) fn wrong(&self, key: &str, wanted: &str) -> Wrong {
        if let Some((_, value)) = self.find(key) {
            return wrong(&self.path(key), value, wanted);
        }
        let (key, found, wanted) = (self.path(key), "missing".to_owned(), wanted.to_owned());
        Wrong { problem: Problem::Value { key, found, wanted }, span: self.span() }
    }

    fn path(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    fn find(&self, key: &str) -> Option<(&'t Spanned<toml::de::DeString<'t>>, &'t Spanned<DeValue<'t>>)> {
        self.table?.iter().find(|(known, _)| known.get_ref() == key)
    }

    /// That it has no other keys than these.
    fn check(&self, keys: &[&'static str]) -> Result<(), Wrong> {
        let own = self.table.into_iter().flatten().map(|(key, _)| key);
        let unknown = own.filter(|key| !keys.contains(&key.get_ref().as_ref()));
        match unknown.min_by_key(|key| key.span().start) {
            None => Ok(()),
            Some(key) => {
                let (name, span) = (key.get_ref().to_string(), key.span());
                let spelt = keys.iter().map(|known| (known.to_ascii_lowercase(), *known));
                let mut near = nearest(&name.to_ascii_lowercase(), spelt);
                let renamed = Part::ALL.iter().find(|part| part.newer_name() == name);
                near.extend(renamed.map(|part| part.as_str()).filter(|part| keys.contains(part)));
                let (section, allowed) = (self.name.to_owned(), keys.to_vec());
                Err(Wrong { problem: Problem::UnknownKey { key: name, section, near, allowed }, span })
            }
        }
    }
}

fn wrong(key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) -> Wrong {
    let found = match value.get_ref() {
        DeValue::String(text) => format!("{text:?}"),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    };
    let (key, wanted) = (key.to_owned(), wanted.to_owned());
    Wrong { problem: Problem::Value { key, found, wanted }, span: value.span() }
}

/// A number in hundredths, taken from its digits: no rounding ever. `None` if it is none, is negative, or has
/// more than two decimals.
fn hundredths(value: &DeValue<'_>) -> Option<u64> {
    match value {
        DeValue::Integer(digits) => {
            u64::from_str_radix(digits.as_str(), digits.radix()).ok()?.checked_mul(WHOLE)
        }
        DeValue::Float(digits) => {
            let (whole, decimals) = digits.as_str().split_once('.')?;
            let decimals = decimals.trim_end_matches('0');
            let is_plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
            if decimals.len() > 2 || !is_plain(decimals) || !is_plain(whole) {
                return None;
            }
            let decimals: u64 = format!("{decimals:0<2}").parse().ok()?;
            whole.parse::<u64>().ok()?.checked_mul(WHOLE)?.checked_add(decimals)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_taken_exactly_or_not_at_all() {
        let read = |text: &str| hundredths(DeValue::parse(text).expect("a value").get_ref());
        assert_eq!([read("7"), read("7.5"), read("6.25"), read("0.0")], [700, 750, 625, 0].map(Some));
        assert_eq!([read("1_000"), read("0x10"), read("0.10")], [100_000, 1_600, 10].map(Some));
        for text in
            ["-1", "-0.5", "0.125", "1e3", "1.5e3", "nan", "inf", "\"7\"", "true", "99999999999999999999"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
