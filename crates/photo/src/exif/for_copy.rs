//! The metadata that a copy may keep.

use std::io::Cursor;

use ::exif::experimental::Writer;
use ::exif::{Field, In, Rational, Tag, Value};
use chrono::Timelike as _;

use crate::error::PhotoError;
use crate::facts::PhotoFacts;
use crate::options::Options;

/// A TIFF block with the whitelisted facts, written anew so that nothing else of the original's
/// metadata can slip through; `None` if nothing is to be kept.
///
/// A copy is upright, so it needs no orientation.
pub(crate) fn for_copy(
    facts: &PhotoFacts,
    options: &Options,
) -> Result<Option<Vec<u8>>, PhotoError> {
    let mut fields = Vec::new();
    if options.keep_time {
        push_time(facts, &mut fields);
    }
    if options.keep_position {
        push_position(facts, &mut fields);
    }
    if fields.is_empty() {
        return Ok(None);
    }
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut block = Cursor::new(Vec::new());
    writer
        .write(&mut block, false)
        .map_err(|error| PhotoError::Copy {
            detail: error.to_string(),
        })?;
    Ok(Some(block.into_inner()))
}

fn push_time(facts: &PhotoFacts, fields: &mut Vec<Field>) {
    let Some(taken_at) = facts.taken_at else {
        return;
    };
    let local = taken_at.local;
    fields.push(ascii(
        Tag::DateTimeOriginal,
        local.format("%Y:%m:%d %H:%M:%S").to_string(),
    ));
    let milliseconds = local.nanosecond() / 1_000_000;
    if milliseconds > 0 {
        fields.push(ascii(Tag::SubSecTimeOriginal, format!("{milliseconds:03}")));
    }
    if let Some(offset) = taken_at.offset_minutes {
        let sign = if offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset.unsigned_abs() / 60, offset.unsigned_abs() % 60);
        fields.push(ascii(
            Tag::OffsetTimeOriginal,
            format!("{sign}{hours:02}:{minutes:02}"),
        ));
    }
}

fn push_position(facts: &PhotoFacts, fields: &mut Vec<Field>) {
    let Some(position) = facts.position else {
        return;
    };
    let (latitude, longitude) = (
        position.latitude_microdegrees,
        position.longitude_microdegrees,
    );
    let letter = |value: i64, positive: &str, negative: &str| {
        if value < 0 {
            negative.to_owned()
        } else {
            positive.to_owned()
        }
    };
    fields.push(ascii(Tag::GPSLatitudeRef, letter(latitude, "N", "S")));
    fields.push(rational(Tag::GPSLatitude, degrees(latitude)));
    fields.push(ascii(Tag::GPSLongitudeRef, letter(longitude, "E", "W")));
    fields.push(rational(Tag::GPSLongitude, degrees(longitude)));
    if let Some(num) = position
        .accuracy_millimeters
        .and_then(|accuracy| u32::try_from(accuracy).ok())
    {
        fields.push(rational(
            Tag::GPSHPositioningError,
            vec![Rational { num, denom: 1000 }],
        ));
    }
}

/// Degrees, minutes and ten-thousandths of a second; reading them gives the same microdegrees.
fn degrees(microdegrees: i64) -> Vec<Rational> {
    let micro = u32::try_from(microdegrees.unsigned_abs()).unwrap_or(u32::MAX);
    let minutes = micro % 1_000_000 * 60;
    vec![
        Rational {
            num: micro / 1_000_000,
            denom: 1,
        },
        Rational {
            num: minutes / 1_000_000,
            denom: 1,
        },
        Rational {
            num: minutes % 1_000_000 * 60 / 100,
            denom: 10_000,
        },
    ]
}

fn ascii(tag: Tag, text: String) -> Field {
    Field {
        tag,
        ifd_num: In::PRIMARY,
        value: Value::Ascii(vec![text.into_bytes()]),
    }
}

fn rational(tag: Tag, values: Vec<Rational>) -> Field {
    Field {
        tag,
        ifd_num: In::PRIMARY,
        value: Value::Rational(values),
    }
}
