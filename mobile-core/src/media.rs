//! Photos on the phone: encrypted files, taken in through `wangge-photo`.
//!
//! **Invariants.** Bytes on disk are never plain. A file lies in its place, whole and synced,
//! before any row names it, and no bytes lie there twice. What nobody names goes to a trash folder;
//! what is deleted there by age is safe elsewhere or never was a photo that could be opened.

mod blob_key;
mod folder;
mod sealed_bytes;

#[cfg(test)]
mod tests;

pub(crate) use blob_key::{BlobKey, BlobLabel, BlobVault};
pub(crate) use folder::{BlobFolder, TrashFile, sealed_label};
pub(crate) use sealed_bytes::{BlobContext, SealedBytesError, SealedReader, seal as seal_bytes};
