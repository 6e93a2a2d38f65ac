//! Decoding PNG.

use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::{DynamicImage, Limits as DecoderLimits};

use crate::error::PhotoError;
use crate::limits::Limits;
use crate::picture::Picture;
use crate::png::survey::PngSurvey;

/// Decodes at full size; what is transparent becomes white.
pub(crate) fn decode(survey: &PngSurvey<'_>, limits: &Limits) -> Result<Picture, PhotoError> {
    // At any time two of these exist: decoded pixels, red-green-blue, the three planes.
    let area = u64::from(survey.width) * u64::from(survey.height);
    let need = area * (survey.pixel_bytes.max(3) + 3);
    if need > limits.max_working_bytes {
        return Err(PhotoError::TooMuchMemory {
            bytes: need,
            max: limits.max_working_bytes,
        });
    }
    let damaged = |error: image::ImageError| PhotoError::Damaged {
        detail: error.to_string(),
    };
    let mut bounds = DecoderLimits::default();
    bounds.max_image_width = Some(limits.max_side);
    bounds.max_image_height = Some(limits.max_side);
    bounds.max_alloc = Some(limits.max_working_bytes);
    let decoder = PngDecoder::with_limits(Cursor::new(survey.bytes), bounds).map_err(damaged)?;
    let decoded = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    let rgb: Vec<u8> = if decoded.color().has_alpha() {
        let opaque = decoded.into_rgba8();
        opaque
            .pixels()
            .flat_map(|pixel| on_white(pixel.0))
            .collect()
    } else {
        decoded.into_rgb8().into_raw()
    };
    Ok(Picture::from_rgb(survey.width, survey.height, &rgb))
}

/// The color of a pixel laid on white paper.
fn on_white([red, green, blue, alpha]: [u8; 4]) -> [u8; 3] {
    let blend = |color: u8| {
        let mixed = u32::from(color) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
        ((mixed + 127) / 255) as u8
    };
    [blend(red), blend(green), blend(blue)]
}
