//! Encoding copies.

use std::borrow::Cow;

use turbojpeg::{Compressor, OutputBuf, Subsamp, YuvPlanesImage};

use crate::error::PhotoError;
use crate::picture::{Picture, Plane};

/// Encodes as sequential JPEG with halved color, which the picture already has, and without any
/// metadata.
pub(crate) fn encode(picture: &Picture, quality: u8) -> Result<Vec<u8>, PhotoError> {
    let failed = |error: turbojpeg::Error| PhotoError::Copy {
        detail: error.to_string(),
    };
    let mut compressor = Compressor::new().map_err(failed)?;
    compressor
        .set_quality(i32::from(quality.clamp(1, 100)))
        .map_err(failed)?;
    let luma = padded(&picture.luma);
    let planes = YuvPlanesImage {
        y_plane: &*luma,
        u_plane: picture.blue.samples.as_slice(),
        v_plane: picture.red.samples.as_slice(),
        width: picture.width() as usize,
        height: picture.height() as usize,
        y_stride: picture.width().next_multiple_of(2) as usize,
        u_stride: picture.blue.width as usize,
        v_stride: picture.red.width as usize,
        subsamp: Subsamp::Sub2x2,
    };
    let mut output = OutputBuf::new_owned();
    compressor
        .compress_yuv_planes(&planes, &mut output)
        .map_err(failed)?;
    Ok(output.to_vec())
}

/// The samples with odd sides made even by repeating the last column and row, as the encoder
/// wants them with halved color.
fn padded(plane: &Plane) -> Cow<'_, [u8]> {
    let (width, height) = (plane.width as usize, plane.height as usize);
    if width.is_multiple_of(2) && height.is_multiple_of(2) {
        return Cow::Borrowed(&plane.samples);
    }
    let rows = plane.samples.chunks_exact(width);
    let last = rows
        .clone()
        .next_back()
        .filter(|_| !height.is_multiple_of(2));
    let mut samples = Vec::with_capacity((width + 1) * (height + 1));
    for row in rows.chain(last) {
        samples.extend_from_slice(row);
        if !width.is_multiple_of(2) {
            samples.extend_from_slice(&row[width - 1..]);
        }
    }
    Cow::Owned(samples)
}
