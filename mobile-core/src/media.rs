//! Photos on the phone: encrypted files, taken in through `wangge-photo`.
//!
//! **Invariants.** Bytes on disk are never plain. A file lies in its place, whole and synced,
//! before any row names it. Nothing is deleted: what nobody names goes to a trash folder.

mod blob_key;
mod folder;
mod sealed_bytes;

#[cfg(test)]
mod tests;

pub(crate) use blob_key::{BlobKey, BlobVault};
pub(crate) use folder::BlobFolder;
pub(crate) use sealed_bytes::{BlobContext, SealedBytesError, SealedReader, seal as seal_bytes};
