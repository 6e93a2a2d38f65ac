//! What a photo is stored as.

use std::fmt;

use crate::digest::{Digest, digest};

/// The format of a blob's bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// A JPEG file.
    Jpeg,
    /// A PNG file; only originals can be one, copies are always JPEG.
    Png,
}

impl MediaType {
    /// The name used in HTTP, for example `image/jpeg`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// What is known of a blob whose bytes the caller already holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobInfo {
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// Length in bytes.
    pub bytes: u64,
    /// Format of the bytes.
    pub media_type: MediaType,
}

/// A copy that this crate made, with its name.
#[derive(Clone, PartialEq, Eq)]
pub struct Blob {
    /// The bytes, a JPEG file.
    pub bytes: Vec<u8>,
    /// SHA-256 of the bytes.
    pub sha256: Digest,
    /// Width in pixels, upright.
    pub width: u32,
    /// Height in pixels, upright.
    pub height: u32,
}

impl Blob {
    pub(crate) fn new(bytes: Vec<u8>, width: u32, height: u32) -> Self {
        let sha256 = digest(&bytes);
        Self {
            bytes,
            sha256,
            width,
            height,
        }
    }
}

impl fmt::Debug for Blob {
    /// Without the bytes: a log is no place for a picture.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Blob")
            .field("bytes", &self.bytes.len())
            .field("width", &self.width)
            .field("height", &self.height)
            .finish_non_exhaustive()
    }
}
