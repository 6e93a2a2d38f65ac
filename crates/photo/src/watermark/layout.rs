//! Where each character of a watermark goes.

use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};

use crate::error::PhotoError;

/// Characters of all lines together. The band holds fewer at any readable size.
const MAX_CHARACTERS: usize = 1000;

/// Smallest text in pixels that stays readable after JPEG.
const SMALLEST: f32 = 12.0;

/// Glyphs with their places in the picture.
pub(super) struct Layout {
    pub(super) glyphs: Vec<Glyph>,
    /// First row of the band.
    pub(super) top: u32,
    /// Characters that the font lacks.
    pub(super) missing: String,
}

impl Layout {
    /// Sets the text at 1/48 of the long edge, and smaller if it would cover more than half of
    /// the picture.
    pub(super) fn of(
        font: &FontRef<'_>,
        lines: &[&str],
        width: u32,
        height: u32,
    ) -> Result<Self, PhotoError> {
        let lines: Vec<Vec<char>> = lines.iter().map(|line| printable(line)).collect();
        let lines: Vec<Vec<char>> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        match lines.iter().map(Vec::len).sum() {
            0 => return Err(PhotoError::NoText),
            1..=MAX_CHARACTERS => {}
            _ => return Err(PhotoError::TextTooLong),
        }
        let mut size = (width.max(height) as f32 / 48.0).max(SMALLEST);
        loop {
            if let Some(layout) = Self::at_size(font, &lines, width, height, size) {
                return Ok(layout);
            }
            if size <= SMALLEST {
                return Err(PhotoError::TextTooLong);
            }
            size = (size * 0.85).max(SMALLEST);
        }
    }

    /// Sets the text at one size; `None` if it does not fit.
    fn at_size(
        font: &FontRef<'_>,
        lines: &[Vec<char>],
        width: u32,
        height: u32,
        size: f32,
    ) -> Option<Self> {
        let scaled = font.as_scaled(PxScale::from(size));
        let margin = size * 0.6;
        let right = width as f32 - margin;
        let line_height = size * 1.35;
        let mut missing = String::new();
        let mut glyphs = Vec::new();
        let mut row = 0_u32;
        for line in lines {
            let mut x = margin;
            for &character in line {
                let id = font.glyph_id(character);
                if id.0 == 0 && !missing.contains(character) {
                    missing.push(character);
                }
                let advance = scaled.h_advance(id);
                if x + advance > right && x > margin {
                    row += 1;
                    x = margin;
                }
                if x + advance > right {
                    return None;
                }
                let baseline = row as f32 * line_height + scaled.ascent();
                glyphs.push(id.with_scale_and_position(size, point(x, baseline)));
                x += advance;
            }
            row += 1;
        }
        let band = row as f32 * line_height + margin;
        if band > height as f32 / 2.0 {
            return None;
        }
        let top = height as f32 - band;
        for glyph in &mut glyphs {
            glyph.position.y += top + margin * 0.5;
        }
        Some(Self {
            glyphs,
            top: top as u32,
            missing,
        })
    }
}

/// The characters of a line that can be shown.
fn printable(line: &str) -> Vec<char> {
    line.trim()
        .chars()
        .filter(|character| !character.is_control())
        .collect()
}
