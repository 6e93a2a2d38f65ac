//! Looking at a photo without decoding it.

use crate::error::PhotoError;
use crate::facts::PhotoFacts;
use crate::limits::Limits;
use crate::source::Source;

/// Checks a file against the limits and reads what it says about itself, without decoding it.
///
/// # Errors
/// Every error of the checks before decoding. A truncated file is no error here but shows in
/// [`PhotoFacts::damage`].
pub fn inspect(original: &[u8], limits: &Limits) -> Result<PhotoFacts, PhotoError> {
    Ok(Source::survey(original, limits)?.facts())
}
