//! How the sensor was held.

use serde::{Deserialize, Serialize};

use crate::pixels::Pixels;

/// How stored rows lie in the scene（拍摄方向）, EXIF tag 0x0112, values 1 to 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Orientation {
    /// 1: as stored.
    #[default]
    Upright,
    /// 2: mirrored left to right.
    Mirrored,
    /// 3: turned by 180°.
    Turned180,
    /// 4: mirrored top to bottom.
    Flipped,
    /// 5: mirrored along the main diagonal.
    Transposed,
    /// 6: to be turned by 90° clockwise.
    Clockwise90,
    /// 7: mirrored along the other diagonal.
    Transversed,
    /// 8: to be turned by 90° counter-clockwise.
    Counterclockwise90,
}

impl Orientation {
    /// From the EXIF value; anything but 2 to 8 counts as upright.
    #[must_use]
    pub fn from_exif(value: u32) -> Self {
        match value {
            2 => Self::Mirrored,
            3 => Self::Turned180,
            4 => Self::Flipped,
            5 => Self::Transposed,
            6 => Self::Clockwise90,
            7 => Self::Transversed,
            8 => Self::Counterclockwise90,
            _ => Self::Upright,
        }
    }

    /// The EXIF value, 1 to 8.
    #[must_use]
    pub fn to_exif(self) -> u16 {
        match self {
            Self::Upright => 1,
            Self::Mirrored => 2,
            Self::Turned180 => 3,
            Self::Flipped => 4,
            Self::Transposed => 5,
            Self::Clockwise90 => 6,
            Self::Transversed => 7,
            Self::Counterclockwise90 => 8,
        }
    }

    /// Whether width and height change places.
    #[must_use]
    pub fn swaps_sides(self) -> bool {
        matches!(
            self,
            Self::Transposed | Self::Clockwise90 | Self::Transversed | Self::Counterclockwise90
        )
    }

    /// The pixels as a person saw the scene.
    pub(crate) fn upright(self, stored: Pixels) -> Pixels {
        if self == Self::Upright {
            return stored;
        }
        let (width, height) = (stored.width as usize, stored.height as usize);
        let (out_width, out_height) = if self.swaps_sides() {
            (height, width)
        } else {
            (width, height)
        };
        let (first, per_column, per_row) = self.walk(width as isize, height as isize);
        let mut rgb = vec![0_u8; stored.rgb.len()];
        // The result is filled in square tiles, so that reading columns of the source stays
        // within the cache.
        const TILE: usize = 32;
        for top in (0..out_height).step_by(TILE) {
            for left in (0..out_width).step_by(TILE) {
                for row in top..(top + TILE).min(out_height) {
                    let mut from = first + row as isize * per_row + left as isize * per_column;
                    let run = (left + TILE).min(out_width) - left;
                    let to = (row * out_width + left) * 3;
                    for pixel in rgb[to..to + run * 3].chunks_exact_mut(3) {
                        let at = from as usize * 3;
                        pixel.copy_from_slice(&stored.rgb[at..at + 3]);
                        from += per_column;
                    }
                }
            }
        }
        Pixels {
            width: out_width as u32,
            height: out_height as u32,
            rgb,
        }
    }

    /// Where in the stored picture the first upright pixel lies, and the steps, in pixels, to the
    /// next upright column and row.
    fn walk(self, width: isize, height: isize) -> (isize, isize, isize) {
        match self {
            Self::Upright => (0, 1, width),
            Self::Mirrored => (width - 1, -1, width),
            Self::Turned180 => (width * height - 1, -1, -width),
            Self::Flipped => ((height - 1) * width, 1, -width),
            Self::Transposed => (0, width, 1),
            Self::Clockwise90 => ((height - 1) * width, -width, 1),
            Self::Transversed => (width * height - 1, -width, -1),
            Self::Counterclockwise90 => (width - 1, width, -1),
        }
    }
}
