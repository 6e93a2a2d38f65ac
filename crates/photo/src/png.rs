//! PNG originals: screenshots and pictures that other apps hand over.

mod decode;
mod survey;

pub(crate) use decode::decode;
pub(crate) use survey::PngSurvey;
