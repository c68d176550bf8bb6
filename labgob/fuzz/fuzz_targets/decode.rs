//! Any bytes, decoded as every sample type: `cargo +nightly fuzz run decode`, in the folder `labgob`.
#![no_main]

#[path = "../messages.rs"]
mod messages;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| messages::check(bytes));
