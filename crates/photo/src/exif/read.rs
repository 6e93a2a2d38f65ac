//! Reading the TIFF block that cameras write.

use ::exif::{Exif, Field, In, Reader, Tag, Value};

use crate::exif::{position, time};
use crate::facts::PhotoFacts;
use crate::orientation::Orientation;

/// Longest text taken from metadata, in characters.
const MAX_TEXT: usize = 64;

/// Fills in what the block says; whatever is unreadable stays absent.
///
/// The reader visits each directory once and at most eight of them in a row, so a block that
/// points at itself ends; values are looked at only for the tags asked for, so a block that
/// declares billions of them costs nothing.
pub(crate) fn read(block: &[u8], facts: &mut PhotoFacts) {
    let parsed = Reader::new()
        .continue_on_error(true)
        .read_raw(block.to_vec())
        .or_else(|error| error.distill_partial_result(|_| {}));
    let Ok(exif) = parsed else { return };
    facts.orientation = field(&exif, Tag::Orientation)
        .and_then(|field| field.value.get_uint(0))
        .map(Orientation::from_exif)
        .unwrap_or_default();
    facts.make = field(&exif, Tag::Make).and_then(text);
    facts.model = field(&exif, Tag::Model).and_then(text);
    facts.taken_at = time::taken_at(&exif);
    facts.satellite_time = time::satellite_time(&exif);
    facts.position = position::position(&exif);
}

/// The field of the main picture with the given tag.
pub(super) fn field(exif: &Exif, tag: Tag) -> Option<&Field> {
    exif.get_field(tag, In::PRIMARY)
}

/// The bytes of the first text of an ASCII field.
pub(super) fn ascii(field: &Field) -> Option<&[u8]> {
    match &field.value {
        Value::Ascii(texts) => texts.first().map(Vec::as_slice),
        _ => None,
    }
}

/// A text fit to be kept: no control characters, no blanks around it, bounded, not empty.
fn text(field: &Field) -> Option<String> {
    let raw = ascii(field)?;
    let clean: String = String::from_utf8_lossy(raw.get(..MAX_TEXT * 4).unwrap_or(raw))
        .chars()
        .filter(|character| !character.is_control())
        .collect();
    let clean: String = clean.trim().chars().take(MAX_TEXT).collect();
    (!clean.is_empty()).then_some(clean)
}
