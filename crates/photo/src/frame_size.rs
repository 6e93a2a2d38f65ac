//! Dimensions, checked before anything is allocated for them.

use crate::error::PhotoError;
use crate::limits::Limits;

/// Refuses zero, over-long and over-large dimensions.
pub(crate) fn check(width: u32, height: u32, limits: &Limits) -> Result<(), PhotoError> {
    if width == 0 || height == 0 {
        return Err(PhotoError::Malformed {
            what: "a side of zero pixels",
        });
    }
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > limits.max_side || pixels > limits.max_pixels {
        return Err(PhotoError::TooManyPixels { width, height });
    }
    Ok(())
}
