//! Encoding copies.

use turbojpeg::{Compressor, Image, PixelFormat, Subsamp};

use crate::error::PhotoError;
use crate::pixels::Pixels;

/// Encodes as sequential JPEG with halved color resolution, without any metadata.
pub(crate) fn encode(pixels: &Pixels, quality: u8) -> Result<Vec<u8>, PhotoError> {
    let failed = |error: turbojpeg::Error| PhotoError::Copy {
        detail: error.to_string(),
    };
    let mut compressor = Compressor::new().map_err(failed)?;
    compressor
        .set_quality(i32::from(quality.clamp(1, 100)))
        .map_err(failed)?;
    compressor.set_subsamp(Subsamp::Sub2x2).map_err(failed)?;
    let width = pixels.width as usize;
    compressor
        .compress_to_vec(Image {
            pixels: pixels.rgb.as_slice(),
            width,
            pitch: width * 3,
            height: pixels.height as usize,
            format: PixelFormat::RGB,
        })
        .map_err(failed)
}
