//! serde's view of a message.
//!
//! It reads what bincode's serde serialiser writes, with bincode's own primitives. bincode's deserialiser is
//! not used because it believes lengths: it allocates for a string or byte buffer before looking whether the
//! bytes are there, counts to 2^60 for a sequence of empty elements, and recurses for as long as the message
//! says so.

use serde::de::{self, Visitor};

use crate::access::{Elements, Variant};
use crate::input::Input;
use crate::{DecodeError, MAX_DEPTH, shared};

/// Deserialises the next value of a message.
pub(crate) struct Deserializer<'a, 'de> {
    pub(crate) input: &'a mut Input<'de>,
    /// How many more levels values may nest.
    depth_left: usize,
}

impl<'a, 'de> Deserializer<'a, 'de> {
    #[inline]
    pub(crate) fn new(input: &'a mut Input<'de>) -> Self {
        Deserializer { input, depth_left: MAX_DEPTH }
    }

    /// The same place in the message, one level deeper.
    #[inline]
    fn deeper(self) -> Result<Self, DecodeError> {
        match self.depth_left.checked_sub(1) {
            Some(depth_left) => Ok(Deserializer { input: self.input, depth_left }),
            None => Err(DecodeError::TooDeep),
        }
    }

    /// The same place in the message on the same level, for the elements of a compound in turn.
    #[inline]
    pub(crate) fn reborrow(&mut self) -> Deserializer<'_, 'de> {
        Deserializer { input: self.input, depth_left: self.depth_left }
    }

    #[inline]
    fn elements(self, count: usize) -> Result<Elements<'a, 'de>, DecodeError> {
        Ok(Elements { deserializer: self.deeper()?, left: count })
    }
}

/// Methods that read one number and hand it on.
macro_rules! numbers {
    ($($read:ident: $($method:ident $visit:ident)*;)*) => {$($(
        #[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            visitor.$visit(self.input.$read()?)
        }
    )*)*};
}

/// Methods that need a format which describes itself.
macro_rules! unsupported {
    ($($method:ident: $reason:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, DecodeError> {
            Err(DecodeError::invalid($reason))
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Deserializer<'_, 'de> {
    type Error = DecodeError;

    numbers! {
        unsigned:
            deserialize_u16 visit_u16
            deserialize_u32 visit_u32
            deserialize_u64 visit_u64
            deserialize_u128 visit_u128;
        primitive:
            deserialize_bool visit_bool
            deserialize_char visit_char
            deserialize_u8 visit_u8
            deserialize_i8 visit_i8
            deserialize_i16 visit_i16
            deserialize_i32 visit_i32
            deserialize_i64 visit_i64
            deserialize_i128 visit_i128
            deserialize_f32 visit_f32
            deserialize_f64 visit_f64;
    }

    unsupported! {
        deserialize_any:
            "the type asks the bytes what they are (untagged, flatten, tag), and they do not say";
        deserialize_identifier: "the type asks for a field's name, and messages hold none";
        deserialize_ignored_any: "the type skips a value, and the bytes do not say how long it is";
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let bytes = self.input.byte_string()?;
        visitor.visit_borrowed_str(std::str::from_utf8(bytes).map_err(DecodeError::invalid)?)
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_borrowed_bytes(self.input.byte_string()?)
    }

    #[inline]
    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_bytes(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.input.primitive::<u8>()? {
            0 => visitor.visit_none(),
            1 => visitor.visit_some(self.deeper()?),
            byte => Err(DecodeError::invalid(format_args!("an option is 0 or 1, not {byte}"))),
        }
    }

    #[inline]
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    #[inline]
    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        if name == shared::NAME {
            let slice = self.input.byte_string()?;
            return shared::hand_over(self.input.share(slice), || visitor.visit_borrowed_bytes(slice));
        }
        visitor.visit_newtype_struct(self.deeper()?)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let count = self.input.element_count()?;
        visitor.visit_seq(self.elements(count)?)
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'de>>(self, count: usize, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_seq(self.elements(count)?)
    }

    #[inline]
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        count: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_seq(self.elements(count)?)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let count = self.input.element_count()?;
        visitor.visit_map(self.elements(count)?)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_seq(self.elements(fields.len())?)
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_enum(Variant { deserializer: self.deeper()? })
    }

    fn is_human_readable(&self) -> bool {
        false
    }
}
