//! Decoding at reduced size.

use turbojpeg::{Decompressor, Image, PixelFormat, ScalingFactor};

use crate::error::PhotoError;
use crate::jpeg::survey::JpegSurvey;
use crate::limits::Limits;
use crate::pixels::Pixels;

/// Decodes to the smallest size, of 1, 1/2, 1/4 and 1/8, that still has the given long edge.
///
/// Scaling within the inverse transform skips most of its work and never holds the full picture:
/// the figures are in ADR 0003. Factors between these four have no SIMD code.
/// The second value says what the decoder found damaged; the pixels are then those that it could
/// recover.
pub(crate) fn decode(
    survey: &JpegSurvey<'_>,
    long_edge: u32,
    limits: &Limits,
) -> Result<(Pixels, Option<String>), PhotoError> {
    let (width, height) = (survey.frame.width, survey.frame.height);
    let scale = scale_for(width.max(height), long_edge);
    let scaled = |side: u32| scale.scale(side as usize);
    let (out_width, out_height) = (scaled(width), scaled(height));
    let need = survey.working_bytes(out_width as u64 * out_height as u64);
    if need > limits.max_working_bytes {
        return Err(PhotoError::TooMuchMemory {
            bytes: need,
            max: limits.max_working_bytes,
        });
    }
    let mut rgb = vec![0_u8; out_width * out_height * 3];
    let damage = decompress(
        &survey.clean_stream(),
        scale,
        Image {
            pixels: &mut rgb,
            width: out_width,
            pitch: out_width * 3,
            height: out_height,
            format: PixelFormat::RGB,
        },
    )?;
    let pixels = Pixels {
        width: out_width as u32,
        height: out_height as u32,
        rgb,
    };
    Ok((pixels, damage))
}

/// The smallest factor that keeps the long edge.
fn scale_for(long: u32, long_edge: u32) -> ScalingFactor {
    [
        ScalingFactor::ONE_EIGHTH,
        ScalingFactor::ONE_QUARTER,
        ScalingFactor::ONE_HALF,
    ]
    .into_iter()
    .find(|factor| factor.scale(long as usize) >= long_edge as usize)
    .unwrap_or(ScalingFactor::ONE)
}

/// Runs the decoder; `Some` tells of damage that it could get over.
fn decompress(
    stream: &[u8],
    scale: ScalingFactor,
    target: Image<&mut [u8]>,
) -> Result<Option<String>, PhotoError> {
    let damaged = |error: turbojpeg::Error| PhotoError::Damaged {
        detail: error.to_string(),
    };
    let mut decompressor = Decompressor::new().map_err(damaged)?;
    decompressor.set_scaling_factor(scale).map_err(damaged)?;
    match decompressor.decompress(stream, target) {
        Ok(()) => Ok(None),
        Err(turbojpeg::Error::TurboJpegError(message)) => match severity(&message) {
            Severity::Harmless => Ok(None),
            Severity::Recovered => Ok(Some(message)),
            Severity::Fatal => Err(PhotoError::Damaged { detail: message }),
        },
        Err(error) => Err(damaged(error)),
    }
}

/// What a message of the decoder means for the picture.
enum Severity {
    /// Real cameras do this; the picture is whole.
    Harmless,
    /// The decoder went on, but part of the picture is not what was shot.
    Recovered,
    /// There is no picture.
    Fatal,
}

/// The decoder reports warnings and errors alike, so its messages are told apart by their text.
/// An unknown message counts as fatal: better one photo shot again than evidence half gray.
fn severity(message: &str) -> Severity {
    const RECOVERED: [&str; 4] = [
        "Corrupt JPEG data",
        "Premature end of JPEG file",
        "Inconsistent progression sequence",
        "Invalid SOS parameters",
    ];
    if stray_bytes(message).is_some_and(|count| count <= MAX_STRAY_BYTES) {
        Severity::Harmless
    } else if RECOVERED.iter().any(|start| message.starts_with(start)) {
        Severity::Recovered
    } else {
        Severity::Fatal
    }
}

/// Real cameras pad a scan with a few bytes; many are what is left when a hole in the data threw
/// the decoder off.
const MAX_STRAY_BYTES: u32 = 16;

/// The number in a message like `Corrupt JPEG data: 4 extraneous bytes before marker 0xd9`.
fn stray_bytes(message: &str) -> Option<u32> {
    let (count, rest) = message
        .strip_prefix("Corrupt JPEG data: ")?
        .split_once(' ')?;
    if !rest.starts_with("extraneous bytes") {
        return None;
    }
    count.parse().ok()
}
