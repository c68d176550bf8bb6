//! Which tests a person means: by part, by name, by any piece of a name.

use crate::names::nearest;
use crate::suite::{self, LabTest, Part};

/// The filter that stands for every test there is.
const EVERYTHING: &str = "all";

/// A filter or a name that names no test, or too many.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SelectError {
    /// Nothing matches.
    #[error("no test matches `{wanted}`; {}", suggest(near))]
    Unknown {
        /// What was asked for.
        wanted: String,
        /// The most similar names, the best first; empty where none is similar.
        near: Vec<&'static str>,
    },
    /// One test was wanted and several match.
    #[error("`{wanted}` matches {} tests: {}; name one of them", matching.len(), matching.join(", "))]
    Ambiguous {
        /// What was asked for.
        wanted: String,
        /// The names that match.
        matching: Vec<&'static str>,
    },
}

fn suggest(near: &[&str]) -> String {
    if near.is_empty() {
        "`cargo lab list` shows them all".to_owned()
    } else {
        format!("did you mean {}? `cargo lab list` shows them all", near.join(", "))
    }
}

/// The tests that match at least one of `filters`, in the order of the suite; the course's without a filter.
///
/// A filter is a part (`2A`, or `3A` as the course calls it since 2024) or any piece of a name, in upper or
/// lower case; the Go lab's names (`TestFigure8Unreliable2C`) do as well. The chaos suite is part `X`, and
/// `all` is everything.
///
/// # Errors
/// A filter that matches no test is refused, even where another one matches.
pub(crate) fn select(filters: &[String]) -> Result<Vec<&'static LabTest>, SelectError> {
    let wanted: Vec<Vec<&str>> = filters.iter().map(|filter| matching(filter)).collect::<Result<_, _>>()?;
    if wanted.is_empty() {
        return Ok(suite::course().iter().collect());
    }
    let chosen = |test: &&LabTest| wanted.iter().any(|names| names.contains(&test.name));
    Ok(suite::all().iter().filter(chosen).collect())
}

/// The one test called `name`, or the only one with `name` as a piece of its name.
///
/// # Errors
/// None or several match.
pub(crate) fn find(name: &str) -> Result<&'static LabTest, SelectError> {
    let names = matching(name)?;
    match names.as_slice() {
        [only] => suite::find(only).ok_or_else(|| unknown(name)),
        _ => Err(SelectError::Ambiguous { wanted: name.to_owned(), matching: names }),
    }
}

/// The names that `filter` matches: at least one.
fn matching(filter: &str) -> Result<Vec<&'static str>, SelectError> {
    let wanted = plain(filter);
    let names: Vec<&'static str> = suite::all().iter().map(|test| test.name).collect();
    if wanted == EVERYTHING {
        return Ok(names);
    }
    if let Some(part) = Part::ALL.into_iter().find(|part| part.as_str().eq_ignore_ascii_case(&wanted)) {
        let of_part = suite::all().iter().filter(|test| test.part == part);
        return Ok(of_part.map(|test| test.name).collect());
    }
    if let Some(exact) = names.iter().find(|name| plain(name) == wanted) {
        return Ok(vec![exact]);
    }
    let pieces: Vec<&'static str> =
        names.into_iter().filter(|name| !wanted.is_empty() && plain(name).contains(&wanted)).collect();
    if pieces.is_empty() { Err(unknown(filter)) } else { Ok(pieces) }
}

/// `name` in the one spelling in which names are compared: small letters and digits, the part by its older
/// number, and without the `Test` that opens every name in the Go lab.
fn plain(name: &str) -> String {
    let mut plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    for part in Part::ALL {
        let newer = part.newer_name().to_ascii_lowercase();
        if plain.ends_with(&newer) {
            let kept = plain.len() - newer.len();
            plain.replace_range(kept.., &part.as_str().to_ascii_lowercase());
        }
    }
    match plain.strip_prefix("test") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => plain,
    }
}

fn unknown(wanted: &str) -> SelectError {
    let spelt = suite::all().iter().map(|test| (plain(test.name), test.name));
    let near = nearest(&plain(wanted), spelt);
    SelectError::Unknown { wanted: wanted.to_owned(), near }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(filters: &[&str]) -> Vec<&'static str> {
        let filters: Vec<String> = filters.iter().map(|filter| (*filter).to_owned()).collect();
        select(&filters).expect("every filter matches").into_iter().map(|test| test.name).collect()
    }

    #[test]
    fn a_part_selects_its_tests_by_either_number() {
        assert_eq!(names(&["2A"]).len(), 3);
        assert_eq!(names(&["2b"]).len(), 10);
        assert_eq!(names(&["3C"]), names(&["2C"]));
        assert_eq!(names(&["3d"]).len(), 7);
    }

    #[test]
    fn several_filters_add_up_in_the_order_of_the_suite() {
        assert_eq!(names(&["backup", "initial"]), ["initial_election_2A", "backup_2B"]);
        assert_eq!(names(&[]).len(), 28);
        assert_eq!(names(&["all"]).len(), suite::all().len());
        assert_eq!(names(&["x"]).len(), suite::chaos().len());
    }

    #[test]
    fn a_whole_name_selects_that_test_alone() {
        assert_eq!(names(&["snapshot_install_2D"]), ["snapshot_install_2D"]);
        assert_eq!(names(&["figure8_3C"]), ["figure8_2C"]);
    }

    #[test]
    fn the_go_names_are_understood() {
        assert_eq!(names(&["TestFigure8Unreliable2C"]), ["figure8_unreliable_2C"]);
        assert_eq!(names(&["TestSnapshotInstallUnCrash2D"]), ["snapshot_install_uncrash_2D"]);
    }

    #[test]
    fn a_filter_without_a_match_is_refused_with_near_names() {
        let error = select(&["2A".to_owned(), "figrue8".to_owned()]).expect_err("no such test");
        let sentence = "no test matches `figrue8`; did you mean figure8_2C, figure8_unreliable_2C? \
                        `cargo lab list` shows them all";
        assert_eq!(error.to_string(), sentence);
        let error = select(&["zzz".to_owned()]).expect_err("no such test");
        assert_eq!(error.to_string(), "no test matches `zzz`; `cargo lab list` shows them all");
        for nothing in ["", "é", "_"] {
            let error = select(&[nothing.to_owned()]).expect_err("it names nothing");
            let sentence = format!("no test matches `{nothing}`; `cargo lab list` shows them all");
            assert_eq!(error.to_string(), sentence);
        }
    }

    #[test]
    fn one_test_is_found_by_a_piece_only_if_the_piece_is_unique() {
        assert_eq!(find("backup").map(|test| test.name), Ok("backup_2B"));
        let error = find("churn").map(|test| test.name).expect_err("there are two");
        assert_eq!(
            error.to_string(),
            "`churn` matches 2 tests: reliable_churn_2C, unreliable_churn_2C; name one of them"
        );
    }
}
