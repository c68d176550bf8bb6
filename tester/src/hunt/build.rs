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
        // Pieces of one size: how much the system hands out at a time must not matter.
        let read = read_fully(&mut file, &mut buffer)?;
        digest.bytes(&buffer[..read]);
        if read < buffer.len() {
            return Ok(format!("{:016x}", digest.value()));
        }
    }
}

/// Fills `buffer` as far as the file reaches; how far that is.
fn read_fully(file: &mut File, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let size = buffer.len();
    buffer.clear();
    let read = file.take(size as u64).read_to_end(buffer)?;
    buffer.resize(size, 0);
    Ok(read)
}
