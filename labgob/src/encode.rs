//! Values to bytes.

use std::cell::Cell;

use bincode::enc::write::Writer;
use bytes::Bytes;
use serde::Serialize;

use crate::{EncodeError, MAX_MESSAGE};

/// The scratch buffer of a thread is given back to the allocator beyond this many bytes.
const SCRATCH_KEPT: usize = 64 << 10;

thread_local! {
    /// Where [`encode`] builds a message before it knows the length. Empty while a call uses it, so that an
    /// `encode` inside a `Serialize` works on a buffer of its own.
    static SCRATCH: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Encodes `value` into a message of its own, with one allocation of just its length.
///
/// # Errors
///
/// [`EncodeError::TooLarge`] beyond [`MAX_MESSAGE`], [`EncodeError::Unsupported`] where the value has no
/// encoding.
#[inline]
pub fn encode<T: Serialize + ?Sized>(value: &T) -> Result<Bytes, EncodeError> {
    let mut scratch = SCRATCH.take();
    scratch.clear();
    let message = encode_to(&mut scratch, value).map(|()| Bytes::copy_from_slice(&scratch));
    if scratch.capacity() <= SCRATCH_KEPT {
        SCRATCH.set(scratch);
    }
    message
}

/// Appends the encoding of `value` to `buffer`. After an error `buffer` is as it was.
///
/// # Errors
///
/// As [`encode`]; the limit holds for what this call appends.
#[inline]
pub fn encode_to<T: Serialize + ?Sized>(buffer: &mut Vec<u8>, value: &T) -> Result<(), EncodeError> {
    let start = buffer.len();
    let written = bincode::serde::encode_into_writer(value, Appender(buffer), bincode::config::standard());
    let size = buffer.len() - start;
    let result = match written {
        Ok(()) if size > MAX_MESSAGE => Err(EncodeError::TooLarge { size }),
        Ok(()) => Ok(()),
        Err(error) => Err(error.into()),
    };
    if result.is_err() {
        buffer.truncate(start);
    }
    result
}

/// Byte strings arrive here as one slice and become one memcpy; bincode's own adapter over `std::io::Write`
/// would count and check at every call.
struct Appender<'a>(&'a mut Vec<u8>);

impl Writer for Appender<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> Result<(), bincode::error::EncodeError> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }
}
