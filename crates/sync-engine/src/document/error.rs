/// A document could not be read or edited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The bytes are not a saved document.
    #[error("the document cannot be read: {0}")]
    Unreadable(String),
    /// The heads are not part of the document.
    #[error("the document does not contain these heads")]
    UnknownHeads,
    /// Every value is already there: there is nothing to write.
    #[error("the edits change nothing")]
    NoChange,
    /// A key or a value breaks the limits of the gate.
    #[error("a key or a value is not allowed: {0}")]
    NotAllowed(String),
    /// The document library failed.
    #[error("the document library failed: {0}")]
    Library(String),
}
