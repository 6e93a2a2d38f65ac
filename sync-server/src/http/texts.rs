use serde::Serialize;
use wangge_domain::record::bad_text;

use super::ApiError;

/// Refuses an act, or content, with a text that must not be signed, kept and printed: by the same
/// rule as on a phone, before anything is written.
pub(crate) fn refuse_bad_texts(said: &impl Serialize) -> Result<(), ApiError> {
    match bad_text(said) {
        Some(bad) => Err(ApiError::bad_text(&bad)),
        None => Ok(()),
    }
}
