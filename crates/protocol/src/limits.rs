//! Limits that protect both sides. Each is checked before anything is expanded or stored.

/// Bytes of one Automerge change.
pub const MAX_CHANGE_BYTES: usize = 64 * 1024;
/// Bytes of one event.
pub const MAX_EVENT_BYTES: usize = 16 * 1024;
/// Bytes of one header.
pub const MAX_HEADER_BYTES: usize = 8 * 1024;
/// Operations of one envelope.
pub const MAX_OPS: usize = 8;
/// Photos named by one header.
pub const MAX_BLOBS: usize = 16;
/// Envelopes that one header may wait for.
pub const MAX_AFTER: usize = 16;
/// Headers under one seal.
pub const MAX_SEAL_LEAVES: usize = 1024;
/// Envelopes of one push.
pub const MAX_BATCH_ENVELOPES: usize = 2048;
/// Bytes of a request or reply body after decompression.
pub const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;
/// Streams of one cursor vector.
pub const MAX_STREAMS: usize = 1024;
/// Rows of one page.
pub const MAX_PAGE_ROWS: usize = 4096;
/// Rows of one page of records that come ahead of their log.
pub const MAX_RECORD_PAGE_ROWS: usize = 2048;
/// Nesting of CBOR.
pub const MAX_CBOR_DEPTH: usize = 32;
/// A push up to this size, before compression, shares its request with the pull: about 32 KiB
/// travel, as batches of inspections compress to a quarter or less.
pub const SMALL_PUSH_BYTES: usize = 128 * 1024;
/// Bytes of one photo's original.
pub const MAX_BLOB_BYTES: u64 = 40 * 1024 * 1024;
/// Bytes of the letter or answer of a courier file, after decompression.
pub const MAX_COURIER_PAPER_BYTES: usize = 64 * 1024 * 1024;
/// Photos of a courier file.
pub const MAX_COURIER_BLOBS: usize = 8192;
/// Stamps of relays that carried a courier file on.
pub const MAX_COURIER_STAMPS: usize = 16;
