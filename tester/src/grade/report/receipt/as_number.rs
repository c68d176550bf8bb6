//! Points as people write them: 7.5, and not 750 hundredths.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

use crate::grade::Points;

/// More points than any course gives, and few enough to be counted in hundredths.
const MOST: f64 = 1e9;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
pub(super) fn serialize<S: Serializer>(points: &Points, serializer: S) -> Result<S::Ok, S::Error> {
    match points.hundredths() {
        whole if whole % 100 == 0 => serializer.serialize_u64(whole / 100),
        _ => serializer.serialize_f64(points.number()),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number within bounds")]
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Points, D::Error> {
    let number = f64::deserialize(deserializer)?;
    let hundredths = (number * 100.0).round();
    if !(0.0..=MOST).contains(&number) || (hundredths - number * 100.0).abs() > 1e-4 {
        return Err(D::Error::custom(format!("{number} is no number of points, which have two decimals")));
    }
    Ok(Points::of_hundredths(hundredths as u64))
}
