//! Asks the compiler what it was told.

pub const SECRET: &str = env!("SECRET");
pub const PATH: &str = env!("CARGO_MANIFEST_DIR");
