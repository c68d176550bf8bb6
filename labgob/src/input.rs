//! The message being decoded: how much of it is left, and what it may still claim.

use bincode::Decode;
use bytes::Bytes;
use serde::de::Deserialize;

use crate::deserializer::Deserializer;
use crate::{DecodeError, MAX_EMPTY_ELEMENTS, MAX_MESSAGE};

/// The largest number that bincode writes as one byte; larger first bytes say how many bytes follow.
const SINGLE_BYTE_MAX: u8 = 250;

/// The first byte of a number that takes two more.
const TWO_BYTES_FOLLOW: u8 = 251;

/// A message on its way to becoming a value.
pub(crate) struct Input<'de> {
    /// The bytes not read so far.
    rest: &'de [u8],
    /// The owner of the message's bytes, where fields may become slices of it.
    // invariant: `rest` lies within it
    source: Option<&'de Bytes>,
    /// How many more elements the message's sequences and maps may announce.
    ///
    /// It starts at one per byte, which is exact enough: an element that is not empty has a first byte, no
    /// two elements of all the nested sequences have the same one (an inner sequence's length stands before
    /// its elements), so only elements without bytes can exhaust it.
    elements_left: usize,
}

impl<'de> Input<'de> {
    pub(crate) fn new(bytes: &'de [u8], source: Option<&'de Bytes>) -> Result<Self, DecodeError> {
        if bytes.len() > MAX_MESSAGE {
            return Err(DecodeError::TooLarge { size: bytes.len() });
        }
        Ok(Input { rest: bytes, source, elements_left: bytes.len() + MAX_EMPTY_ELEMENTS })
    }

    /// Reads the next value.
    #[inline]
    pub(crate) fn read<T: Deserialize<'de>>(&mut self) -> Result<T, DecodeError> {
        T::deserialize(Deserializer::new(self))
    }

    /// Bytes not read so far.
    #[inline]
    pub(crate) fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Checks that nothing is left.
    #[inline]
    pub(crate) fn finish(self) -> Result<(), DecodeError> {
        match self.remaining() {
            0 => Ok(()),
            count => Err(DecodeError::TrailingBytes { count }),
        }
    }

    /// Reads one of bincode's primitives.
    #[inline]
    pub(crate) fn primitive<T: Decode<()>>(&mut self) -> Result<T, DecodeError> {
        let (value, used) = bincode::decode_from_slice(self.rest, bincode::config::standard())?;
        self.rest = self.rest.get(used..).unwrap_or_default();
        Ok(value)
    }

    /// Reads an unsigned integer.
    ///
    /// Nearly all numbers of a Raft message are terms, indices and lengths below 2^16, often among its last
    /// bytes, where bincode leaves its fast path; so those are read here.
    #[inline]
    pub(crate) fn unsigned<T: Decode<()> + From<u16>>(&mut self) -> Result<T, DecodeError> {
        match *self.rest {
            [byte @ 0..=SINGLE_BYTE_MAX, ref rest @ ..] => {
                self.rest = rest;
                Ok(T::from(u16::from(byte)))
            }
            [TWO_BYTES_FOLLOW, low, high, ref rest @ ..] => {
                self.rest = rest;
                Ok(T::from(u16::from_le_bytes([low, high])))
            }
            _ => self.primitive(),
        }
    }

    /// Reads the length of a string or byte string and then its bytes: nothing is allocated on the word of
    /// the length.
    #[inline]
    pub(crate) fn byte_string(&mut self) -> Result<&'de [u8], DecodeError> {
        let length: u64 = self.unsigned()?;
        let length = usize::try_from(length).map_err(|_| DecodeError::Truncated)?;
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(DecodeError::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Reads how many elements a sequence or map announces, and charges them to the message.
    #[inline]
    pub(crate) fn element_count(&mut self) -> Result<usize, DecodeError> {
        let claimed: u64 = self.unsigned()?;
        let claimed = usize::try_from(claimed).unwrap_or(usize::MAX);
        match self.elements_left.checked_sub(claimed) {
            Some(left) => {
                self.elements_left = left;
                Ok(claimed)
            }
            None => Err(DecodeError::TooManyElements { claimed, room: self.elements_left }),
        }
    }

    /// `slice` as a part of the message it was read from, or `None` where the message belongs to somebody
    /// else.
    pub(crate) fn share(&self, slice: &'de [u8]) -> Option<Bytes> {
        self.source.map(|source| source.slice_ref(slice))
    }
}
