//! From an original to its three blobs.

use crate::blob::{Blob, BlobInfo};
use crate::digest::digest;
use crate::error::PhotoError;
use crate::exif;
use crate::facts::PhotoFacts;
use crate::jpeg;
use crate::limits::Limits;
use crate::look::look;
use crate::options::Options;
use crate::picture::Picture;
use crate::png;
use crate::resize::{fit, to_thumbnail, to_view};
use crate::source::Source;

/// A photo ready to be stored: the original's name, the two copies, and what the original says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Processed {
    /// Name and length of the original, whose bytes the caller holds and stores untouched.
    pub original: BlobInfo,
    /// The upright view copy（浏览图）.
    pub view: Blob,
    /// The upright thumbnail（缩略图）, always without metadata.
    pub thumbnail: Blob,
    /// What the original says about itself.
    pub facts: PhotoFacts,
    /// What it looks like: copies in another size or quality differ in few of the 64 bits.
    pub look: u64,
}

/// Checks an original, decodes it once and makes its copies.
///
/// Equal input gives equal bytes. The thumbnail that a camera embeds in EXIF is never used: it
/// may show something else than the picture.
///
/// # Errors
/// Every [`PhotoError`] but those of the watermark. Truncated and damaged originals are refused
/// unless [`Options::accept_damaged`] is set.
pub fn process(
    original: &[u8],
    limits: &Limits,
    options: &Options,
) -> Result<Processed, PhotoError> {
    let source = Source::survey(original, limits)?;
    let original = BlobInfo {
        sha256: digest(original),
        bytes: original.len() as u64,
        media_type: source.media_type(),
    };
    let (picture, facts) = decode_upright(&source, limits, options)?;
    let sides = fit(
        picture.width(),
        picture.height(),
        options.thumbnail_long_edge,
    );
    let small = to_thumbnail(&picture, sides)?;
    let view = encode_view(&picture, &facts, options)?;
    let thumbnail = jpeg::encode(&small, options.thumbnail_quality)?;
    let thumbnail = Blob::new(thumbnail, small.width(), small.height());
    Ok(Processed {
        original,
        view,
        thumbnail,
        facts,
        look: look(&small),
    })
}

/// Decodes to the size of the view copy and turns the picture upright.
pub(crate) fn decode_upright(
    source: &Source<'_>,
    limits: &Limits,
    options: &Options,
) -> Result<(Picture, PhotoFacts), PhotoError> {
    let mut facts = source.facts();
    if !source.is_complete() && !options.accept_damaged {
        let bytes = match source {
            Source::Jpeg(survey) => survey.bytes.len(),
            Source::Png(survey) => survey.bytes.len(),
        };
        return Err(PhotoError::Truncated {
            bytes: bytes as u64,
        });
    }
    let decoded = match source {
        Source::Jpeg(survey) => {
            let (picture, damage) = jpeg::decode(survey, options.view_long_edge, limits)?;
            if let Some(detail) = damage {
                if !options.accept_damaged {
                    return Err(PhotoError::Damaged { detail });
                }
                facts.damage.get_or_insert(detail);
            }
            picture
        }
        Source::Png(survey) => png::decode(survey, limits)?,
    };
    let sides = fit(decoded.width(), decoded.height(), options.view_long_edge);
    let view = to_view(decoded, sides)?;
    Ok((facts.orientation.upright(view), facts))
}

/// Encodes a view copy with the metadata that the options let through.
pub(crate) fn encode_view(
    picture: &Picture,
    facts: &PhotoFacts,
    options: &Options,
) -> Result<Blob, PhotoError> {
    let encoded = jpeg::encode(picture, options.view_quality)?;
    let bytes = match exif::for_copy(facts, options)? {
        Some(block) => jpeg::insert_exif(&encoded, &block)?,
        None => encoded,
    };
    Ok(Blob::new(bytes, picture.width(), picture.height()))
}
