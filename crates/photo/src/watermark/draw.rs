//! Putting band and glyphs onto a picture.

use ab_glyph::{Font, FontRef};

use crate::picture::{NEUTRAL, Picture, Plane};
use crate::watermark::layout::Layout;

/// Darkens everything from the given row down to two fifths, so that white text stands out on
/// any picture and the picture still shows through.
pub(super) fn band(picture: &mut Picture, top: u32) {
    let dim = |plane: &mut Plane, top: u32, towards: i32| {
        let from = top as usize * plane.width as usize;
        for sample in plane.samples.iter_mut().skip(from) {
            *sample = (towards + (i32::from(*sample) - towards) * 2 / 5) as u8;
        }
    };
    dim(&mut picture.luma, top, 0);
    dim(&mut picture.blue, top / 2, i32::from(NEUTRAL));
    dim(&mut picture.red, top / 2, i32::from(NEUTRAL));
}

/// Draws the glyphs in white.
pub(super) fn text(picture: &mut Picture, font: &FontRef<'_>, layout: &Layout) {
    for glyph in &layout.glyphs {
        let Some(outline) = font.outline_glyph(glyph.clone()) else {
            continue;
        };
        let bounds = outline.px_bounds();
        // A broken font may claim outlines of any extent, and drawing allocates all of it.
        let most = glyph.scale.y * 8.0;
        if bounds.width() > most || bounds.height() > most {
            continue;
        }
        let (left, top) = (bounds.min.x as i64, bounds.min.y as i64);
        outline.draw(|x, y, coverage| {
            let (x, y) = (left + i64::from(x), top + i64::from(y));
            blend(&mut picture.luma, (x, y), u8::MAX, coverage);
            // Color is halved: each of its samples is visited by up to four pixels of the glyph,
            // and the more of them are covered, the less color is left.
            blend(
                &mut picture.blue,
                (x.div_euclid(2), y.div_euclid(2)),
                NEUTRAL,
                coverage,
            );
            blend(
                &mut picture.red,
                (x.div_euclid(2), y.div_euclid(2)),
                NEUTRAL,
                coverage,
            );
        });
    }
}

/// Moves a sample towards a value; places outside of the plane are passed over.
fn blend(plane: &mut Plane, (x, y): (i64, i64), towards: u8, share: f32) {
    if !(0..i64::from(plane.width)).contains(&x) || !(0..i64::from(plane.height)).contains(&y) {
        return;
    }
    let sample = &mut plane.samples[y as usize * plane.width as usize + x as usize];
    let mixed = f32::from(*sample) + (f32::from(towards) - f32::from(*sample)) * share;
    *sample = mixed.clamp(0.0, 255.0) as u8;
}
