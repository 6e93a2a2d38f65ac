//! Photos: a content-addressed store per tenant, and uploads that survive a lost connection.

mod carried;
mod keep;
mod part_file;
mod range;
mod store;
mod turns;
mod upload;

pub(crate) use range::ByteRange;
pub(crate) use store::{BlobError, Blobs};
pub(crate) use upload::{NewUpload, UploadError};
