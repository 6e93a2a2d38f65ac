//! Photos: a content-addressed store per tenant, and uploads that survive a lost connection.

mod begun;
mod carried;
mod count;
mod keep;
mod orphans;
mod part_file;
mod range;
mod s3;
mod segments;
mod staging;
mod store;
#[cfg(test)]
mod tests;
mod turns;
mod upload;
mod writer;

pub(crate) use range::ByteRange;
pub(crate) use s3::{S3Use, open_s3};
pub(crate) use store::{BlobError, Blobs, blob_file};
pub(crate) use upload::{NewUpload, UploadError};
