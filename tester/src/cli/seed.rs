//! Seeds, as people type them.

/// The seed that `text` stands for: a decimal number of up to 64 bits.
///
/// # Errors
/// A phrase that says what a seed is.
pub(crate) fn parse_seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("a seed is a whole number from 0 to {}", u64::MAX))
}

/// How many seeds `text` asks for: at least one.
///
/// # Errors
/// A phrase that says what is wanted.
pub(crate) fn parse_seed_count(text: &str) -> Result<u64, String> {
    let count = text.parse().ok().filter(|count| *count > 0);
    count.ok_or_else(|| format!("how many seeds is a whole number from 1 to {}", u64::MAX))
}
