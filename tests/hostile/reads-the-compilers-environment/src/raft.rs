//! Asks the compiler what it was told.

pub const HOME: &str = env!("HOME");
pub const PATH: &str = env!("CARGO_MANIFEST_DIR");
