//! What can go wrong on the way to bytes and back.

use std::fmt;

use crate::{MAX_DEPTH, MAX_EMPTY_ELEMENTS, MAX_MESSAGE};

/// Why a value could not be encoded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// The encoding has `size` bytes, more than [`MAX_MESSAGE`].
    #[error("the encoding takes {size} bytes, and a message may have {MAX_MESSAGE}")]
    TooLarge {
        /// Bytes in the encoding.
        size: usize,
    },
    /// The value's `Serialize` refused, or used a feature that the format does not have.
    #[error("the value cannot be encoded: {0}")]
    Unsupported(Box<str>),
}

/// Why bytes could not be decoded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// The message ends in the middle of the value.
    #[error("the message ends in the middle of the value")]
    Truncated,
    /// The value is complete, and bytes follow it.
    #[error("{count} bytes are left over behind the value")]
    TrailingBytes {
        /// How many bytes follow the value.
        count: usize,
    },
    /// The message is longer than [`MAX_MESSAGE`].
    #[error("the message has {size} bytes, and may have {MAX_MESSAGE}")]
    TooLarge {
        /// Bytes in the message.
        size: usize,
    },
    /// The sequences of the message announce more elements than its bytes can hold.
    #[error(
        "the message announces {claimed} elements where its bytes leave room for {room} \
         (elements without bytes included, at most {MAX_EMPTY_ELEMENTS} a message)"
    )]
    TooManyElements {
        /// Elements announced by the sequence or map that went over.
        claimed: usize,
        /// Elements that the message had room for at that point.
        room: usize,
    },
    /// The value nests deeper than [`MAX_DEPTH`].
    #[error("the value nests deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// The bytes stand for no value of the type; the text says why.
    #[error("the bytes are no value of the type: {0}")]
    Invalid(Box<str>),
}

impl DecodeError {
    /// An [`Invalid`](DecodeError::Invalid) with this text.
    #[cold]
    pub(crate) fn invalid(reason: impl fmt::Display) -> DecodeError {
        DecodeError::Invalid(reason.to_string().into_boxed_str())
    }
}

impl serde::de::Error for DecodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        DecodeError::invalid(message)
    }
}

impl From<bincode::error::EncodeError> for EncodeError {
    #[cold]
    fn from(error: bincode::error::EncodeError) -> Self {
        use bincode::error::EncodeError as Error;
        let reason = match error {
            Error::OtherString(text) => text,
            Error::Other(text) => text.to_owned(),
            Error::Serde(bincode::serde::EncodeError::SequenceMustHaveLength) => {
                "a sequence or map must know its length before its elements are written".to_owned()
            }
            other => other.to_string(),
        };
        EncodeError::Unsupported(reason.into_boxed_str())
    }
}

impl From<bincode::error::DecodeError> for DecodeError {
    #[cold]
    fn from(error: bincode::error::DecodeError) -> Self {
        use bincode::error::DecodeError as Error;
        match error {
            Error::UnexpectedEnd { .. } => DecodeError::Truncated,
            Error::InvalidBooleanValue(byte) => {
                DecodeError::invalid(format_args!("a bool is 0 or 1, not {byte}"))
            }
            Error::InvalidCharEncoding(bytes) => {
                DecodeError::invalid(format_args!("{bytes:02x?} is no UTF-8 character"))
            }
            Error::InvalidIntegerType { expected, found } => {
                DecodeError::invalid(format_args!("an integer of type {expected:?} cannot hold a {found:?}"))
            }
            Error::Utf8 { inner } => DecodeError::invalid(inner),
            Error::OutsideUsizeRange(number) => {
                DecodeError::invalid(format_args!("the length {number} is out of this machine's range"))
            }
            other => DecodeError::invalid(other),
        }
    }
}
