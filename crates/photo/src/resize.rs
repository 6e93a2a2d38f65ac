//! Making pictures smaller.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

use crate::error::PhotoError;
use crate::picture::{Picture, Plane};

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

/// The view copy from the decoded picture. Three lobes: sharp enough to read a meter.
pub(crate) fn to_view(from: Picture, sides: (u32, u32)) -> Result<Picture, PhotoError> {
    resize(from, sides, FilterType::Lanczos3)
}

/// The thumbnail from the view copy. Two lobes: a third cheaper, and no eye tells at this size.
pub(crate) fn to_thumbnail(from: &Picture, sides: (u32, u32)) -> Result<Picture, PhotoError> {
    resize(from.clone(), sides, FilterType::CatmullRom)
}

/// Resizes brightness to the given sides and color to half of them, rounded up.
fn resize(
    from: Picture,
    (width, height): (u32, u32),
    filter: FilterType,
) -> Result<Picture, PhotoError> {
    let half = (width.div_ceil(2), height.div_ceil(2));
    Ok(Picture {
        luma: resize_plane(from.luma, (width, height), filter)?,
        blue: resize_plane(from.blue, half, filter)?,
        red: resize_plane(from.red, half, filter)?,
    })
}

/// Resizes with the sample type fixed at compile time: told only at run time, every pixel type
/// that the library knows would be compiled into this crate, minutes instead of seconds.
fn resize_plane(
    from: Plane,
    (width, height): (u32, u32),
    filter: FilterType,
) -> Result<Plane, PhotoError> {
    if (from.width, from.height) == (width, height) {
        return Ok(from);
    }
    let failed = |detail: String| PhotoError::Copy { detail };
    let source = TypedImageRef::<U8>::from_buffer(from.width, from.height, &from.samples)
        .map_err(|error| failed(error.to_string()))?;
    let mut samples = vec![0; width as usize * height as usize];
    let mut target = TypedImage::<U8>::from_buffer(width, height, &mut samples)
        .map_err(|error| failed(error.to_string()))?;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter));
    Resizer::new()
        .resize_typed(&source, &mut target, &options)
        .map_err(|error| failed(error.to_string()))?;
    Ok(Plane {
        width,
        height,
        samples,
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
