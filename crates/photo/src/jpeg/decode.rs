//! Decoding at reduced size.

use turbojpeg::{
    Colorspace, DecompressHeader, Decompressor, Image, PixelFormat, ScalingFactor, Subsamp,
    YuvImage, yuv_pixels_len,
};

use crate::error::PhotoError;
use crate::jpeg::survey::JpegSurvey;
use crate::limits::Limits;
use crate::picture::{Picture, Plane};

/// Decodes to the smallest size, of 1, 1/2, 1/4 and 1/8, that still has the given long edge.
///
/// Scaling within the inverse transform skips most of its work and never holds the full picture:
/// the figures are in ADR 0003. Factors between these four have no SIMD code.
/// The second value says what the decoder found damaged; the picture is then what it could
/// recover.
pub(crate) fn decode(
    survey: &JpegSurvey<'_>,
    long_edge: u32,
    limits: &Limits,
) -> Result<(Picture, Option<String>), PhotoError> {
    let (width, height) = (survey.frame.width, survey.frame.height);
    let scale = scale_for(width.max(height), long_edge);
    let sides = (scale.scale(width as usize), scale.scale(height as usize));
    let need = survey.working_bytes(sides.0 as u64 * sides.1 as u64);
    if need > limits.max_working_bytes {
        return Err(PhotoError::TooMuchMemory {
            bytes: need,
            max: limits.max_working_bytes,
        });
    }
    let stream = survey.clean_stream();
    let mut decompressor = Decompressor::new().map_err(damaged)?;
    decompressor.set_scaling_factor(scale).map_err(damaged)?;
    let header = decompressor.read_header(&stream).map_err(damaged)?;
    if is_planar(&header) {
        decode_planes(&mut decompressor, &stream, sides, header.subsamp)
    } else {
        decode_rgb(&mut decompressor, &stream, sides)
    }
}

/// Whether the planes of the file can be used as they are: brightness and color differences, with
/// color reduced in one of the usual ways.
fn is_planar(header: &DecompressHeader) -> bool {
    match header.colorspace {
        Colorspace::YCbCr => !matches!(header.subsamp, Subsamp::Unknown | Subsamp::Gray),
        Colorspace::Gray => header.subsamp == Subsamp::Gray,
        _ => false,
    }
}

/// Decodes without converting colors. `subsamp` must be what the header of the same stream says:
/// the decoder writes planes of that size.
fn decode_planes(
    decompressor: &mut Decompressor,
    stream: &[u8],
    (width, height): (usize, usize),
    subsamp: Subsamp,
) -> Result<(Picture, Option<String>), PhotoError> {
    let length = yuv_pixels_len(width, 1, height, subsamp).map_err(damaged)?;
    let mut planes = YuvImage {
        pixels: vec![0_u8; length],
        width,
        align: 1,
        height,
        subsamp,
    };
    let damage = outcome(decompressor.decompress_to_yuv(stream, planes.as_deref_mut()))?;
    let (luma_sides, color_sides) = (planes.y_size(), planes.uv_size());
    let mut samples = planes.pixels;
    let plane = |(width, height): (usize, usize), samples: Vec<u8>| Plane {
        width: width as u32,
        height: height as u32,
        samples,
    };
    let (blue, red) = if subsamp == Subsamp::Gray {
        (Plane::neutral(), Plane::neutral())
    } else {
        let color_length = color_sides.0 * color_sides.1;
        let red = samples.split_off(luma_sides.0 * luma_sides.1 + color_length);
        let blue = samples.split_off(luma_sides.0 * luma_sides.1);
        (plane(color_sides, blue), plane(color_sides, red))
    };
    // Where color is halved and a side is odd, the plane of brightness is padded.
    let luma = plane(luma_sides, samples).cropped(width as u32, height as u32);
    Ok((Picture { luma, blue, red }, damage))
}

/// Decodes by way of red, green, blue: for files that store these, or reduce color oddly.
fn decode_rgb(
    decompressor: &mut Decompressor,
    stream: &[u8],
    (width, height): (usize, usize),
) -> Result<(Picture, Option<String>), PhotoError> {
    let mut image = Image {
        pixels: vec![0_u8; width * height * 3],
        width,
        pitch: width * 3,
        height,
        format: PixelFormat::RGB,
    };
    let damage = outcome(decompressor.decompress(stream, image.as_deref_mut()))?;
    Ok((
        Picture::from_rgb(width as u32, height as u32, &image.pixels),
        damage,
    ))
}

fn damaged(error: turbojpeg::Error) -> PhotoError {
    PhotoError::Damaged {
        detail: error.to_string(),
    }
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

/// What came of decoding; `Some` tells of damage that the decoder could get over.
fn outcome(result: turbojpeg::Result<()>) -> Result<Option<String>, PhotoError> {
    match result {
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
