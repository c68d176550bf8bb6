//! Names that somebody may have meant by one that nothing has.

/// How many a refusal suggests.
const SUGGESTIONS: usize = 4;

/// The names that are most like `typed`, the best first; empty where none is like it. Each comes with the
/// spelling by which it is compared.
///
/// A name is like it that has a piece from which every third letter, at most, must be changed.
pub fn nearest<S: AsRef<str>>(
    typed: &str,
    names: impl IntoIterator<Item = (S, &'static str)>,
) -> Vec<&'static str> {
    let counted = names.into_iter().map(|(spelling, name)| (mistakes(typed, spelling.as_ref()), name));
    // Without a letter to go by, every name would do equally well.
    let mut near: Vec<(usize, &'static str)> =
        counted.filter(|(mistakes, _)| !typed.is_empty() && *mistakes <= typed.len() / 3).collect();
    near.sort_by_key(|(mistakes, _)| *mistakes);
    near.into_iter().take(SUGGESTIONS).map(|(_, name)| name).collect()
}

/// How many letters must be changed, added or left out to make `typed` a piece of `name` (Sellers' edit
/// distance to the best piece).
fn mistakes(typed: &str, name: &str) -> usize {
    // `row[end]`: the fewest changes that make the letters taken so far a piece of `name` that ends at `end`.
    let mut row = vec![0; name.len() + 1];
    for (taken, letter) in typed.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = taken + 1;
        for (end, other) in name.bytes().enumerate() {
            let changed = diagonal + usize::from(letter != other);
            diagonal = row[end + 1];
            row[end + 1] = changed.min(diagonal + 1).min(row[end] + 1);
        }
    }
    row.into_iter().min().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_counted_against_the_best_piece() {
        assert_eq!(mistakes("figure8", "figure8unreliable2c"), 0);
        assert_eq!(mistakes("bakup", "backup2b"), 1);
        assert_eq!(mistakes("zzz", "backup2b"), 3);
        assert_eq!(mistakes("", "backup2b"), 0);
    }

    #[test]
    fn the_nearest_come_first_and_the_far_ones_not_at_all() {
        let names = ["apply-order", "apply-skips", "one-vote-per-term"].map(|name| (name, name));
        assert_eq!(nearest("aply-ordr", names), ["apply-order"]);
        assert_eq!(nearest("apply", names), ["apply-order", "apply-skips"]);
        assert_eq!(nearest("", names), [""; 0]);
    }
}
