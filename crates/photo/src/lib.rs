//! Photos（照片）: bytes in, bytes out.
//!
//! A photo is three blobs, each named by its SHA-256: the untouched original, an upright *view
//! copy* (1600 px on the long edge) and a *thumbnail* (320 px).
//! The original is evidence and is never rewritten; everything that a person looks at, prints or
//! watermarks is a copy, and a copy carries only the metadata that [`Options`] lets through.
//!
//! Order of work, and why: size of the file, then its kind by content, then a walk over its
//! markers or chunks that costs no memory, and only when dimensions, scans, frames, metadata and
//! the memory that a decoder would need are within [`Limits`] is a decoder started.
//! The decoder itself is shown a cleaned stream: tables, frame header and scans of the first
//! picture, no metadata and nothing that lies behind the end of the picture.
//!
//! No clock, no randomness, no files: the same bytes give the same bytes.
//! The choice of codec, with figures, is ADR 0003.

#![forbid(unsafe_code)]

mod blob;
mod digest;
mod error;
mod exif;
mod facts;
mod file_kind;
mod frame_size;
mod inspect;
mod jpeg;
mod limits;
mod look;
mod options;
mod orientation;
mod paper_copy;
mod picture;
mod png;
mod process;
mod resize;
mod source;
mod watermark;

#[cfg(test)]
mod tests;

pub use blob::{Blob, BlobInfo, MediaType};
pub use digest::{Digest, digest};
pub use error::{PhotoError, PhotoErrorKind};
pub use facts::{PhotoFacts, Position, TakenAt};
pub use file_kind::FileKind;
pub use inspect::inspect;
pub use limits::Limits;
pub use options::Options;
pub use orientation::Orientation;
pub use paper_copy::paper_copy;
pub use process::{Processed, process};
pub use watermark::{Watermark, Watermarked, watermark};
