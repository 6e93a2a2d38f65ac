//! Positions that cameras write.

use ::exif::{Exif, Rational, Tag, Value};

use crate::exif::read::{ascii, field};
use crate::facts::Position;

/// The position of the shot, in whole numbers all the way.
pub(super) fn position(exif: &Exif) -> Option<Position> {
    let latitude = degrees(exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'N', b'S', 90)?;
    let longitude = degrees(
        exif,
        Tag::GPSLongitude,
        Tag::GPSLongitudeRef,
        b'E',
        b'W',
        180,
    )?;
    if (latitude, longitude) == (0, 0) {
        return None;
    }
    Some(Position {
        latitude_microdegrees: latitude,
        longitude_microdegrees: longitude,
        accuracy_millimeters: accuracy(exif),
    })
}

/// Millionths of a degree from degrees, minutes and seconds with their sign tag.
fn degrees(
    exif: &Exif,
    tag: Tag,
    sign_tag: Tag,
    positive: u8,
    negative: u8,
    max_degrees: i64,
) -> Option<i64> {
    let sign = match ascii(field(exif, sign_tag)?)?.first()?.to_ascii_uppercase() {
        letter if letter == positive => 1,
        letter if letter == negative => -1,
        _ => return None,
    };
    let Value::Rational(parts) = &field(exif, tag)?.value else {
        return None;
    };
    // Some cameras write degrees and decimal minutes only.
    let size = match parts.as_slice() {
        [degrees, minutes, seconds, ..] => {
            scaled(degrees, 3600)? + scaled(minutes, 60)? + scaled(seconds, 1)?
        }
        [degrees, minutes] => scaled(degrees, 3600)? + scaled(minutes, 60)?,
        [degrees] => scaled(degrees, 3600)?,
        [] => return None,
    };
    // `size` is in billionths of an arc second; a millionth of a degree has 3.6 million of them.
    let micro = i64::try_from((size + 1_800_000) / 3_600_000).ok()?;
    (micro <= max_degrees * 1_000_000).then_some(sign * micro)
}

/// `n/d × seconds` in billionths, rounded down; `None` for n/0.
fn scaled(part: &Rational, seconds: u128) -> Option<u128> {
    (u128::from(part.num) * seconds * 1_000_000_000).checked_div(u128::from(part.denom))
}

/// Horizontal error in millimeters. Zero is what cameras write that do not know it.
fn accuracy(exif: &Exif) -> Option<u64> {
    let Value::Rational(parts) = &field(exif, Tag::GPSHPositioningError)?.value else {
        return None;
    };
    let error = parts.first()?;
    (u64::from(error.num) * 1000)
        .checked_div(u64::from(error.denom))
        .filter(|error| *error > 0)
}
