//! Several values in one message, one after the other: the course's way of writing a server's persistent
//! state.

use bytes::{Buf, Bytes};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::encode::encode_to;
use crate::input::Input;
use crate::{DecodeError, EncodeError, MAX_MESSAGE};

/// Writes values one after the other.
///
/// ```
/// let mut encoder = labgob::Encoder::new();
/// encoder.put(&3_u64)?.put(&Some(1_usize))?;
/// let state = encoder.finish();
///
/// let mut decoder = labgob::Decoder::new(state);
/// let (current_term, voted_for): (u64, Option<usize>) = (decoder.take()?, decoder.take()?);
/// decoder.finish()?;
/// assert_eq!((current_term, voted_for), (3, Some(1)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default)]
pub struct Encoder {
    buffer: Vec<u8>,
}

impl Encoder {
    /// An encoder that has written nothing.
    #[must_use]
    pub fn new() -> Self {
        Encoder::default()
    }

    /// Appends `value`. After an error the message is as it was before the call.
    ///
    /// # Errors
    ///
    /// As [`encode`](crate::encode()); the limit holds for the whole message.
    pub fn put<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<&mut Self, EncodeError> {
        let start = self.buffer.len();
        encode_to(&mut self.buffer, value)?;
        let size = self.buffer.len();
        if size > MAX_MESSAGE {
            self.buffer.truncate(start);
            return Err(EncodeError::TooLarge { size });
        }
        Ok(self)
    }

    /// Bytes written so far.
    pub fn len(&self) -> usize {
        self.buffer.len()
    }

    /// Whether nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// The message.
    pub fn finish(self) -> Bytes {
        Bytes::from(self.buffer)
    }
}

/// Reads values one after the other. Fields marked with [`shared`](crate::shared) become slices of the
/// message.
///
/// [`Encoder`] shows it at work.
#[derive(Debug)]
pub struct Decoder {
    rest: Bytes,
}

impl Decoder {
    /// A decoder at the start of `message`.
    pub fn new(message: Bytes) -> Self {
        Decoder { rest: message }
    }

    /// Reads the next value. After an error the decoder stands where it stood before the call.
    ///
    /// # Errors
    ///
    /// Any [`DecodeError`] but [`DecodeError::TrailingBytes`].
    pub fn take<T: DeserializeOwned>(&mut self) -> Result<T, DecodeError> {
        let mut input = Input::new(&self.rest, Some(&self.rest))?;
        let value = input.read()?;
        let remaining = input.remaining();
        self.rest.advance(self.rest.len() - remaining);
        Ok(value)
    }

    /// Bytes not read so far.
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Ends the reading.
    ///
    /// # Errors
    ///
    /// [`DecodeError::TrailingBytes`] where bytes are left.
    pub fn finish(self) -> Result<(), DecodeError> {
        match self.rest.len() {
            0 => Ok(()),
            count => Err(DecodeError::TrailingBytes { count }),
        }
    }
}
