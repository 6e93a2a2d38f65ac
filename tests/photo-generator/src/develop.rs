//! From a raster to a JPEG as a phone writes it.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use turbojpeg::{Compressor, Subsamp, YuvImage};

use crate::canvas::Canvas;
use crate::noise::Noise;

/// How the sensor and the encoder are set.
pub(super) struct Exposure {
    /// Width and height of the JPEG.
    pub(super) size: (usize, usize),
    /// Noise of brightness, in levels.
    pub(super) luma_noise: f32,
    /// Noise of color, in levels.
    pub(super) chroma_noise: f32,
    /// JPEG quality.
    pub(super) quality: i32,
}

/// Enlarges the raster, adds noise and encodes, all in brightness and halved color, which is what
/// the encoder wants in the end and costs half of what red, green and blue would.
pub(super) fn develop(canvas: &Canvas, seed: u64, exposure: &Exposure) -> Vec<u8> {
    let (width, height) = exposure.size;
    let (color_width, color_height) = (width.div_ceil(2), height.div_ceil(2));
    let [luma, blue, red] = planes(canvas);
    let from = (canvas.width, canvas.height);
    let mut luma = enlarge(&luma, from, (width, height));
    let mut blue = enlarge(&blue, from, (color_width, color_height));
    let mut red = enlarge(&red, from, (color_width, color_height));
    Noise::new(seed, exposure.luma_noise).add(&mut luma, width);
    let mut chroma_noise = Noise::new(seed ^ 1, exposure.chroma_noise);
    chroma_noise.add(&mut blue, color_width);
    chroma_noise.add(&mut red, color_width);
    luma.append(&mut blue);
    luma.append(&mut red);
    let image = YuvImage {
        pixels: luma.as_slice(),
        width,
        align: 1,
        height,
        subsamp: Subsamp::Sub2x2,
    };
    let mut compressor = Compressor::new().expect("the encoder needs only memory");
    compressor
        .set_quality(exposure.quality)
        .expect("the quality lies between 1 and 100");
    compressor
        .compress_yuv_to_vec(image)
        .expect("the planes have the declared sizes")
}

/// Brightness and the two color differences of JPEG (ITU-T T.871).
fn planes(canvas: &Canvas) -> [Vec<u8>; 3] {
    let level = |value: f32| value.clamp(0.0, 255.0) as u8;
    let mut planes = [(); 3].map(|()| Vec::with_capacity(canvas.rgb.len()));
    for [red, green, blue] in &canvas.rgb {
        let luma = 0.299 * red + 0.587 * green + 0.114 * blue;
        planes[0].push(level(luma));
        planes[1].push(level(128.5 + (blue - luma) * 0.564));
        planes[2].push(level(128.5 + (red - luma) * 0.713));
    }
    planes
}

fn enlarge(plane: &[u8], from: (usize, usize), to: (usize, usize)) -> Vec<u8> {
    if from == to {
        return plane.to_vec();
    }
    let side = |length: usize| u32::try_from(length).expect("rasters are smaller than 2^32");
    let source = TypedImageRef::<U8>::from_buffer(side(from.0), side(from.1), plane)
        .expect("the plane has the declared size");
    let mut enlarged = vec![0; to.0 * to.1];
    let mut target = TypedImage::<U8>::from_buffer(side(to.0), side(to.1), &mut enlarged)
        .expect("the buffer has the declared size");
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Bilinear));
    Resizer::new()
        .resize_typed(&source, &mut target, &options)
        .expect("bilinear is implemented for one byte per pixel");
    enlarged
}
