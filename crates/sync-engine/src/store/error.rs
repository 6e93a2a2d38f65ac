/// A store could not do what was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full; reads go on.
    #[error("the disk is full")]
    DiskFull,
    /// The file is damaged; it is to be set aside, never deleted.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// Another writer moved the head between load and commit: load and decide again.
    #[error("the head of a stream moved")]
    HeadMoved,
    /// The store was closed by `pause()`.
    #[error("the store is closed")]
    Closed,
    /// Anything else, worth one more try.
    #[error("the store failed: {0}")]
    Failed(String),
}
