//! A walk over the chunks of a PNG that allocates nothing.

use crate::error::PhotoError;
use crate::frame_size;
use crate::limits::Limits;

/// Chunks in one file. Encoders write picture data in pieces of 8 KB and more.
const MAX_CHUNKS: usize = 65_536;

/// What a PNG is made of, found without decoding it.
#[derive(Debug)]
pub(crate) struct PngSurvey<'a> {
    /// The whole file.
    pub(crate) bytes: &'a [u8],
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// Bytes of one decoded pixel.
    pub(crate) pixel_bytes: u64,
    /// The TIFF block of the EXIF chunk.
    pub(crate) exif: Option<&'a [u8]>,
    /// Whether the end chunk was found.
    pub(crate) complete: bool,
    /// Bytes behind the end chunk.
    pub(crate) trailing_bytes: u64,
}

impl<'a> PngSurvey<'a> {
    /// Walks the chunks and applies the limits on dimensions, frames and metadata.
    pub(crate) fn of(bytes: &'a [u8], limits: &Limits) -> Result<Self, PhotoError> {
        let mut rest = bytes.get(8..).unwrap_or_default();
        let Some((b"IHDR", header)) = next_chunk(&mut rest)? else {
            return Err(PhotoError::Truncated {
                bytes: bytes.len() as u64,
            });
        };
        let mut survey = Self::from_header(bytes, header)?;
        frame_size::check(survey.width, survey.height, limits)?;
        let mut metadata_bytes = 0_u64;
        for _ in 0..MAX_CHUNKS {
            let Some((name, content)) = next_chunk(&mut rest)? else {
                return Ok(survey);
            };
            match name {
                b"IEND" => {
                    survey.complete = true;
                    survey.trailing_bytes = rest.len() as u64;
                    return Ok(survey);
                }
                b"IDAT" | b"PLTE" | b"tRNS" => {}
                b"acTL" => check_frames(content, limits)?,
                _ => {
                    metadata_bytes += content.len() as u64;
                    if metadata_bytes > limits.max_metadata_bytes {
                        return Err(PhotoError::TooMuchMetadata {
                            max: limits.max_metadata_bytes,
                        });
                    }
                    if name == b"eXIf" {
                        survey.exif = Some(content);
                    }
                }
            }
        }
        Err(PhotoError::Malformed {
            what: "too many chunks",
        })
    }

    fn from_header(bytes: &'a [u8], header: &[u8]) -> Result<Self, PhotoError> {
        let [w3, w2, w1, w0, h3, h2, h1, h0, depth, color, ..] = header else {
            return Err(PhotoError::Malformed { what: "PNG header" });
        };
        let channels = match color {
            0 => 1,
            4 => 2,
            2 => 3,
            3 | 6 => 4,
            _ => return Err(PhotoError::Malformed { what: "PNG header" }),
        };
        Ok(Self {
            bytes,
            width: u32::from_be_bytes([*w3, *w2, *w1, *w0]),
            height: u32::from_be_bytes([*h3, *h2, *h1, *h0]),
            pixel_bytes: channels * if *depth == 16 { 2 } else { 1 },
            exif: None,
            complete: false,
            trailing_bytes: 0,
        })
    }
}

/// An animation is no photo.
fn check_frames(content: &[u8], limits: &Limits) -> Result<(), PhotoError> {
    let frames = match content {
        [b3, b2, b1, b0, ..] => u32::from_be_bytes([*b3, *b2, *b1, *b0]),
        _ => {
            return Err(PhotoError::Malformed {
                what: "PNG animation header",
            });
        }
    };
    if frames > limits.max_frames {
        return Err(PhotoError::TooManyFrames {
            frames,
            max: limits.max_frames,
        });
    }
    Ok(())
}

/// Name and content of a chunk.
type Chunk<'a> = (&'a [u8; 4], &'a [u8]);

/// Name and content of the next chunk; `None` if the file ends before it does.
fn next_chunk<'a>(rest: &mut &'a [u8]) -> Result<Option<Chunk<'a>>, PhotoError> {
    let Some((length, after)) = rest.split_first_chunk::<4>() else {
        return Ok(None);
    };
    let Some((name, after)) = after.split_first_chunk::<4>() else {
        return Ok(None);
    };
    let length = u32::from_be_bytes(*length);
    if length > i32::MAX as u32 {
        return Err(PhotoError::Malformed {
            what: "length of a chunk",
        });
    }
    let Some((content, after)) = after.split_at_checked(length as usize) else {
        return Ok(None);
    };
    let Some((_checksum, after)) = after.split_first_chunk::<4>() else {
        return Ok(None);
    };
    *rest = after;
    Ok(Some((name, content)))
}
