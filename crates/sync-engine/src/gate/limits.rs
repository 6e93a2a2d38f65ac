//! How much one change, and one document, may hold. Counted before anything is expanded.

/// Operations of one change.
pub const MAX_CHANGE_OPS: usize = 5_000;
/// Changes that one change may build on directly.
pub const MAX_DEPS: usize = 64;
/// Actors whose operations one change may replace, its own apart.
pub const MAX_OTHER_ACTORS: usize = 64;
/// Operations that one change may replace altogether.
pub const MAX_PREDECESSORS: usize = 10_000;
/// Bytes of one key.
pub const MAX_KEY_BYTES: usize = 160;
/// Bytes of one text.
pub const MAX_TEXT_BYTES: usize = 32 * 1024;
/// Keys of one document.
pub const MAX_DOCUMENT_KEYS: usize = 2_000;
/// Changes of one document.
pub const MAX_DOCUMENT_CHANGES: usize = 5_000;
/// Values that a column of a saved document may expand to.
pub const MAX_DOCUMENT_ROWS: usize = 262_144;
/// Bytes of one saved document.
pub const MAX_DOCUMENT_BYTES: usize = 4 * 1024 * 1024;
/// The greatest operation counter: far below the width of the counter, so that nobody can use it
/// up for the others.
pub const MAX_OP_COUNTER: u64 = 1 << 30;
