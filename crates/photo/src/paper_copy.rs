use crate::error::PhotoError;
use crate::limits::Limits;
use crate::options::Options;
use crate::process::decode_upright;
use crate::source::Source;
use crate::{Blob, process};

/// Long edge of a picture on a paper: 78 mm wide at 260 dots an inch.
const LONG_EDGE: u32 = 800;
/// JPEG quality of a picture on a paper.
const QUALITY: u8 = 72;

/// A small copy of a view copy for a paper（文书用图）, without metadata: ten of them fit a PDF of 1 MB.
/// Equal input gives equal bytes, on a phone as on the relay.
///
/// # Errors
/// Every [`PhotoError`] of decoding.
pub fn paper_copy(view: &[u8]) -> Result<Blob, PhotoError> {
    let options = Options {
        view_long_edge: LONG_EDGE,
        view_quality: QUALITY,
        keep_time: false,
        keep_position: false,
        ..Options::default()
    };
    let limits = Limits::default();
    let source = Source::survey(view, &limits)?;
    let (picture, facts) = decode_upright(&source, &limits, &options)?;
    process::encode_view(&picture, &facts, &options)
}
