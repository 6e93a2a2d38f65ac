//! Making pictures smaller.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::error::PhotoError;
use crate::pixels::Pixels;

/// Width and height with the given long edge, proportions kept, never enlarged, never zero.
pub(crate) fn fit(width: u32, height: u32, long_edge: u32) -> (u32, u32) {
    let long = width.max(height);
    let edge = long_edge.max(1);
    if long <= edge {
        return (width, height);
    }
    let scale = |side: u32| {
        let scaled = (u64::from(side) * u64::from(edge) + u64::from(long) / 2) / u64::from(long);
        u32::try_from(scaled).unwrap_or(edge).clamp(1, edge)
    };
    (scale(width), scale(height))
}

/// The picture with the given sides. Lanczos with three lobes: sharp enough to read a meter.
pub(crate) fn resize(from: &Pixels, (width, height): (u32, u32)) -> Result<Pixels, PhotoError> {
    if (from.width, from.height) == (width, height) {
        return Ok(from.clone());
    }
    let failed = |detail: String| PhotoError::Copy { detail };
    let source = ImageRef::new(from.width, from.height, &from.rgb, PixelType::U8x3)
        .map_err(|error| failed(error.to_string()))?;
    let mut target = Image::new(width, height, PixelType::U8x3);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new()
        .resize(&source, &mut target, &options)
        .map_err(|error| failed(error.to_string()))?;
    Ok(Pixels {
        width,
        height,
        rgb: target.into_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn long_edge_is_met_and_small_pictures_stay() {
        assert_eq!(fit(4032, 3024, 1600), (1600, 1200));
        assert_eq!(fit(3024, 4032, 1600), (1200, 1600));
        assert_eq!(fit(640, 480, 1600), (640, 480));
        assert_eq!(fit(20_000, 1, 320), (320, 1), "a thin strip keeps one row");
        assert_eq!(fit(5312, 2988, 1600), (1600, 900));
    }
}
