//! An original that has passed the checks which cost no memory.

use crate::error::PhotoError;
use crate::facts::PhotoFacts;
use crate::file_kind::FileKind;
use crate::jpeg::JpegSurvey;
use crate::limits::Limits;
use crate::png::PngSurvey;
use crate::{blob::MediaType, exif};

/// An original of known kind and bounded size, not yet decoded.
pub(crate) enum Source<'a> {
    Jpeg(JpegSurvey<'a>),
    Png(PngSurvey<'a>),
}

impl<'a> Source<'a> {
    /// Checks length, kind and structure.
    pub(crate) fn survey(bytes: &'a [u8], limits: &Limits) -> Result<Self, PhotoError> {
        if bytes.is_empty() {
            return Err(PhotoError::Empty);
        }
        let length = bytes.len() as u64;
        if length > limits.max_bytes {
            return Err(PhotoError::TooManyBytes {
                bytes: length,
                max: limits.max_bytes,
            });
        }
        match FileKind::of(bytes) {
            FileKind::Jpeg => JpegSurvey::of(bytes, limits).map(Self::Jpeg),
            FileKind::Png => PngSurvey::of(bytes, limits).map(Self::Png),
            found => Err(PhotoError::Foreign { found }),
        }
    }

    pub(crate) fn media_type(&self) -> MediaType {
        match self {
            Self::Jpeg(_) => MediaType::Jpeg,
            Self::Png(_) => MediaType::Png,
        }
    }

    /// Reads the metadata. Whatever is unreadable there is absent, never an error: a photo is not
    /// lost because a camera writes bad EXIF.
    pub(crate) fn facts(&self) -> PhotoFacts {
        let (width, height, exif, trailing_bytes, complete) = match self {
            Self::Jpeg(survey) => (
                survey.frame.width,
                survey.frame.height,
                survey.exif,
                survey.trailing_bytes,
                survey.complete,
            ),
            Self::Png(survey) => (
                survey.width,
                survey.height,
                survey.exif,
                survey.trailing_bytes,
                survey.complete,
            ),
        };
        let mut facts = PhotoFacts::bare(width, height);
        if let Some(block) = exif {
            exif::read(block, &mut facts);
        }
        facts.trailing_bytes = trailing_bytes;
        if !complete {
            facts.damage = Some("truncated".to_owned());
        }
        facts
    }

    pub(crate) fn is_complete(&self) -> bool {
        match self {
            Self::Jpeg(survey) => survey.complete,
            Self::Png(survey) => survey.complete,
        }
    }
}
