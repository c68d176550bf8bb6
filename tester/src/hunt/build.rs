//! Which build of a program it is: results of different builds are not to be mixed.

use std::fs::File;
use std::io::{self, Read};

use crate::worker::this_program;

/// A short name of the program that is running: the digest of its file.
///
/// # Errors
/// The file cannot be read.
pub(crate) fn build() -> io::Result<String> {
    let mut file = File::open(this_program()?)?;
    let mut digest = sim::Digest::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(format!("{:016x}", digest.value()));
        }
        digest.bytes(&buffer[..read]);
    }
}
