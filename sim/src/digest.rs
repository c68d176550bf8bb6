//! The running 64-bit digest by which two runs are compared.

/// Odd, with its bits well spread: the fractional part of the golden ratio.
const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;

/// A 64-bit hash of a sequence of words and byte strings.
///
/// Everything observable in a run is folded into one of these, so that two runs are the same exactly when
/// their digests are (up to a chance of 2⁻⁶⁴). The value depends on nothing but what was folded: not on the
/// platform's word size or byte order, nor on the process. It resists accidents, not attackers.
///
/// ```
/// assert_eq!(sim::Digest::of(b"vote"), sim::Digest::of(b"vote"));
/// assert_ne!(sim::Digest::of(b"vote"), sim::Digest::of(b"veto"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest {
    state: u64,
}

impl Digest {
    /// The digest of nothing.
    pub const fn new() -> Self {
        Self { state: MULTIPLIER }
    }

    /// The digest of one byte string.
    pub fn of(bytes: &[u8]) -> u64 {
        let mut digest = Self::new();
        digest.bytes(bytes);
        digest.value()
    }

    /// Folds one number in.
    #[inline]
    pub fn word(&mut self, word: u64) {
        // The full product's halves are folded together, so that every input bit reaches every state bit.
        let product = u128::from(self.state ^ word) * u128::from(MULTIPLIER);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the two halves of the product are what is wanted"
        )]
        let folded = (product as u64) ^ ((product >> 64) as u64);
        self.state = folded.rotate_left(23).wrapping_add(MULTIPLIER);
    }

    /// Folds a byte string in, its length included, so that the borders between strings count too.
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.word(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.word(u64::from_le_bytes(last));
        }
    }

    /// The digest of everything folded so far.
    pub const fn value(self) -> u64 {
        self.state
    }
}

impl Default for Digest {
    fn default() -> Self {
        Self::new()
    }
}
