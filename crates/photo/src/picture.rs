//! Decoded pictures.

/// One component of a picture: rows of samples without padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plane {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) samples: Vec<u8>,
}

/// A decoded picture as JPEG stores it: brightness, and two color differences around 128, each of
/// any resolution.
///
/// Red, green and blue never arise between decoder and encoder: with halved color there are 1.5
/// samples to a pixel instead of 3, and no conversion either way. That is worth a fifth of the
/// whole (ADR 0003).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Picture {
    pub(crate) luma: Plane,
    pub(crate) blue: Plane,
    pub(crate) red: Plane,
}

/// The color difference of gray.
pub(crate) const NEUTRAL: u8 = 128;

impl Plane {
    /// The plane of a picture without color.
    pub(crate) fn neutral() -> Self {
        Self {
            width: 1,
            height: 1,
            samples: vec![NEUTRAL],
        }
    }

    /// The upper left part of the plane.
    pub(crate) fn cropped(self, width: u32, height: u32) -> Self {
        if (self.width, self.height) == (width, height) {
            return self;
        }
        let samples = self
            .samples
            .chunks_exact(self.width as usize)
            .take(height as usize)
            .flat_map(|row| &row[..width as usize])
            .copied()
            .collect();
        Self {
            width,
            height,
            samples,
        }
    }
}

impl Picture {
    /// From rows of red, green, blue (ITU-T T.871), with color at full resolution.
    pub(crate) fn from_rgb(width: u32, height: u32, rgb: &[u8]) -> Self {
        let plane = || Plane {
            width,
            height,
            samples: Vec::with_capacity(rgb.len() / 3),
        };
        let (mut luma, mut blue, mut red) = (plane(), plane(), plane());
        for pixel in rgb.chunks_exact(3) {
            let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(i32::from);
            // Weights in 65,536ths; half of one is added to round.
            let weigh = |r_weight: i32, g_weight: i32, b_weight: i32, base: i32| {
                ((r * r_weight + g * g_weight + b * b_weight + (base << 16) + 32_768) >> 16)
                    .clamp(0, 255) as u8
            };
            luma.samples.push(weigh(19_595, 38_470, 7_471, 0));
            blue.samples.push(weigh(-11_059, -21_709, 32_768, 128));
            red.samples.push(weigh(32_768, -27_439, -5_329, 128));
        }
        Self { luma, blue, red }
    }

    pub(crate) fn width(&self) -> u32 {
        self.luma.width
    }

    pub(crate) fn height(&self) -> u32 {
        self.luma.height
    }
}
