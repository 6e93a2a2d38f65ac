//! JPEG: survey without memory, scaled decoding, encoding.

mod decode;
mod encode;
mod frame;
mod insert_exif;
mod survey;

pub(crate) use decode::decode;
pub(crate) use encode::encode;
pub(crate) use insert_exif::insert_exif;
pub(crate) use survey::JpegSurvey;
