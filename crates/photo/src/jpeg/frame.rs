//! The frame header of a JPEG.

use crate::error::PhotoError;

/// What the frame header（SOF）declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) progressive: bool,
    /// Horizontal and vertical sampling factor of each component, 1 to 4.
    sampling: Vec<(u32, u32)>,
}

impl Frame {
    /// Parses the body of a frame header with the given marker code (0xC0 to 0xCF).
    pub(crate) fn parse(marker: u8, body: &[u8]) -> Result<Self, PhotoError> {
        let progressive = match marker {
            0xc0 | 0xc1 => false,
            0xc2 => true,
            0xc3 => {
                return Err(PhotoError::Unsupported {
                    what: "lossless JPEG",
                });
            }
            0xc9..=0xcb => {
                return Err(PhotoError::Unsupported {
                    what: "arithmetic coding",
                });
            }
            _ => {
                return Err(PhotoError::Unsupported {
                    what: "hierarchical JPEG",
                });
            }
        };
        let malformed = PhotoError::Malformed {
            what: "frame header",
        };
        let [precision, h1, h0, w1, w0, count, components @ ..] = body else {
            return Err(malformed);
        };
        if *precision != 8 {
            return Err(PhotoError::Unsupported {
                what: "more than 8 bits per sample",
            });
        }
        if !matches!(count, 1 | 3) {
            return Err(PhotoError::Unsupported {
                what: "a color model that no camera writes",
            });
        }
        if components.len() != usize::from(*count) * 3 {
            return Err(malformed);
        }
        let sampling: Vec<(u32, u32)> = components
            .chunks_exact(3)
            .map(|component| (u32::from(component[1] >> 4), u32::from(component[1] & 15)))
            .collect();
        if sampling
            .iter()
            .any(|(h, v)| !(1..=4).contains(h) || !(1..=4).contains(v))
        {
            return Err(malformed);
        }
        Ok(Self {
            width: u32::from(u16::from_be_bytes([*w1, *w0])),
            height: u32::from(u16::from_be_bytes([*h1, *h0])),
            progressive,
            sampling,
        })
    }

    /// Blocks of 8×8 samples that the picture has in all its components.
    pub(crate) fn blocks(&self) -> u64 {
        let widest = self.sampling.iter().map(|(h, _)| *h).max().unwrap_or(1);
        let highest = self.sampling.iter().map(|(_, v)| *v).max().unwrap_or(1);
        self.sampling
            .iter()
            .map(|(h, v)| {
                let columns = (u64::from(self.width) * u64::from(*h)).div_ceil(u64::from(widest));
                let rows = (u64::from(self.height) * u64::from(*v)).div_ceil(u64::from(highest));
                columns.div_ceil(8) * rows.div_ceil(8)
            })
            .sum()
    }
}
