//! Watermarks（水印）: what, when, where and who, written onto a copy.

mod draw;
mod layout;

use ab_glyph::FontRef;

use crate::blob::Blob;
use crate::error::PhotoError;
use crate::limits::Limits;
use crate::options::Options;
use crate::process::{decode_upright, encode_view};
use crate::source::Source;

/// The text to put on a copy（水印内容）.
#[derive(Debug, Clone, Copy)]
pub struct Watermark<'a> {
    /// Bytes of a TrueType or OpenType font (of a collection, its first font) that has the
    /// characters of the text. No font is part of this crate.
    pub font: &'a [u8],
    /// One entry for each line, for example time, place, person, record number. Long lines are
    /// broken between characters; control characters are left out; empty lines are skipped.
    pub lines: &'a [&'a str],
}

/// A copy with its watermark（水印副本）.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watermarked {
    /// The copy.
    pub copy: Blob,
    /// Characters that the font lacks, each once, in order: the copy shows the font's own sign
    /// for "missing" in their place. Names of villages and people use rare characters.
    pub missing: String,
}

/// Writes text onto a new copy of a photo, at its lower left, white on a darkened band.
///
/// `photo` is a view copy as a rule, but any photo within the limits will do: the copy is upright,
/// at most [`Options::view_long_edge`] long, and carries the same whitelisted metadata as a view
/// copy.
///
/// # Errors
/// [`PhotoError::Font`], [`PhotoError::NoText`], [`PhotoError::TextTooLong`], and those of
/// [`process`](crate::process).
pub fn watermark(
    photo: &[u8],
    mark: Watermark<'_>,
    limits: &Limits,
    options: &Options,
) -> Result<Watermarked, PhotoError> {
    let font = FontRef::try_from_slice(mark.font).map_err(|_| PhotoError::Font)?;
    let source = Source::survey(photo, limits)?;
    let (mut picture, facts) = decode_upright(&source, limits, options)?;
    let layout = layout::Layout::of(&font, mark.lines, picture.width(), picture.height())?;
    draw::band(&mut picture, layout.top);
    draw::text(&mut picture, &font, &layout);
    let copy = encode_view(&picture, &facts, options)?;
    Ok(Watermarked {
        copy,
        missing: layout.missing,
    })
}
