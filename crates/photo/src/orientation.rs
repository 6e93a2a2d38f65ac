//! How the sensor was held.

use serde::{Deserialize, Serialize};

use crate::picture::{Picture, Plane};

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

    /// The picture as a person saw the scene.
    pub(crate) fn upright(self, stored: Picture) -> Picture {
        if self == Self::Upright {
            return stored;
        }
        Picture {
            luma: self.upright_plane(&stored.luma),
            blue: self.upright_plane(&stored.blue),
            red: self.upright_plane(&stored.red),
        }
    }

    fn upright_plane(self, stored: &Plane) -> Plane {
        let (width, height) = if self.swaps_sides() {
            (stored.height, stored.width)
        } else {
            (stored.width, stored.height)
        };
        let (columns, rows) = (width as usize, height as usize);
        let (first, per_column, per_row) = self.walk(stored.width as isize, stored.height as isize);
        let mut samples = vec![0_u8; stored.samples.len()];
        // The result is filled in square tiles, so that reading columns of the source stays
        // within the cache.
        const TILE: usize = 64;
        for top in (0..rows).step_by(TILE) {
            for left in (0..columns).step_by(TILE) {
                let right = (left + TILE).min(columns);
                for row in top..(top + TILE).min(rows) {
                    let mut from = first + row as isize * per_row + left as isize * per_column;
                    for sample in &mut samples[row * columns + left..row * columns + right] {
                        *sample = stored.samples[from as usize];
                        from += per_column;
                    }
                }
            }
        }
        Plane {
            width,
            height,
            samples,
        }
    }

    /// Where in the stored plane the first upright sample lies, and the steps, in samples, to the
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
