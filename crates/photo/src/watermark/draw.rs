//! Putting band and glyphs onto pixels.

use ab_glyph::{Font, FontRef};

use crate::pixels::Pixels;
use crate::watermark::layout::Layout;

/// Darkens everything from the given row down to two fifths, so that white text stands out on
/// any picture and the picture still shows through.
pub(super) fn band(pixels: &mut Pixels, top: u32) {
    let from = top as usize * pixels.width as usize * 3;
    for sample in pixels.rgb.iter_mut().skip(from) {
        *sample = (u16::from(*sample) * 2 / 5) as u8;
    }
}

/// Draws the glyphs in white.
pub(super) fn text(pixels: &mut Pixels, font: &FontRef<'_>, layout: &Layout) {
    let (width, height) = (i64::from(pixels.width), i64::from(pixels.height));
    for glyph in &layout.glyphs {
        let Some(outline) = font.outline_glyph(glyph.clone()) else {
            continue;
        };
        let bounds = outline.px_bounds();
        let (left, top) = (bounds.min.x as i64, bounds.min.y as i64);
        outline.draw(|x, y, coverage| {
            let (x, y) = (left + i64::from(x), top + i64::from(y));
            if !(0..width).contains(&x) || !(0..height).contains(&y) {
                return;
            }
            let at = (y * width + x) as usize * 3;
            for sample in &mut pixels.rgb[at..at + 3] {
                let mixed = f32::from(*sample) + (255.0 - f32::from(*sample)) * coverage;
                *sample = mixed.clamp(0.0, 255.0) as u8;
            }
        });
    }
}
