//! By what two rubrics are told apart.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::Rubric;
use crate::grade::hex;

/// The SHA-256 of all that `rubric` says, but for the secret.
///
/// It does not depend on how the file is written: comments, order and what is left to its usual value make no
/// difference.
pub(super) fn of(rubric: &Rubric) -> String {
    hex(&Sha256::digest(canonical(rubric)))
}

/// All that it says, in lines of one form. The title comes last: it may have any letters in it.
fn canonical(rubric: &Rubric) -> String {
    let Rubric { title, points, seeds, limits, keep, hints, determinism, inspect } = rubric;
    let mut text = String::from("raftlab rubric 1\n");
    let mut line = |key: &str, value: &dyn std::fmt::Display| {
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{key} {value}");
    };
    for (test, points) in points {
        line(test.name, &points.hundredths());
    }
    line("public", &seeds.public);
    line("hidden", &seeds.hidden);
    line("search", &seeds.search);
    line("patience_ns", &limits.patience.as_nanos());
    line("test_seconds", &limits.test_seconds);
    line("memory_mib", &limits.memory_mib);
    line("build_seconds", &limits.build_seconds);
    line("build_memory_mib", &limits.build_memory_mib);
    line("give_up", &limits.give_up);
    for (class, factor) in keep.all() {
        line(class.as_str(), &factor.hundredths());
    }
    line("hints", &format_args!("{hints:?}"));
    line("determinism", determinism);
    line("inspect", inspect);
    line("title", title);
    text
}
