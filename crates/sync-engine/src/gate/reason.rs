use wangge_domain::Digest;

/// The gate did not let a change through.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GateError {
    /// Changes on which this one builds are not here yet.
    #[error("{} changes are missing", .0.len())]
    Need(Vec<Digest>),
    /// The change is not one that an honest device makes.
    #[error(transparent)]
    Rejected(#[from] GateReason),
}

/// Why the gate turned a change away（闸门拒收原因）.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum GateReason {
    /// Longer than [`wangge_protocol::limits::MAX_CHANGE_BYTES`].
    #[error("the change is too long")]
    TooLong,
    /// The bytes end early, or numbers in them do not fit.
    #[error("the bytes are not a change")]
    Malformed,
    /// A document, a bundle or a compressed chunk stands where a plain change is due.
    #[error("not a plain change chunk")]
    ChunkType,
    /// The chunk's own checksum does not hold.
    #[error("the checksum does not hold")]
    Checksum,
    /// The actor is not one of the device and user that sealed it.
    #[error("the actor is not that of the device")]
    ForeignActor,
    /// Not the next change of its actor.
    #[error("the sequence number is not the next")]
    Sequence,
    /// The first operation counter does not follow from the dependencies.
    #[error("the operation counter does not follow from the dependencies")]
    StartOp,
    /// A timestamp, a message, an author or other bytes that our changes never carry.
    #[error("the change carries what changes here never carry")]
    Extras,
    /// More operations, dependencies or replaced operations than a change may hold.
    #[error("the change holds too much")]
    TooMany,
    /// A column that flat documents do not have, or a compressed one.
    #[error("a column that documents here do not have")]
    Column,
    /// Something other than putting a scalar under a key of the root.
    #[error("an operation that documents here do not have")]
    NotFlat,
    /// A key or a text is too long, or empty, or no UTF-8.
    #[error("a key or a value is not allowed")]
    Value,
    /// The same key twice in one change.
    #[error("a key is written twice in one change")]
    RepeatedKey,
    /// Valid perhaps, but not in the one form that saving gives back.
    #[error("the change is not in its canonical form")]
    NotCanonical,
    /// It claims to replace other operations than those which its dependencies show.
    #[error("the change replaces operations that it cannot have seen")]
    Predecessors,
    /// The document would become too large.
    #[error("the document would become too large")]
    DocumentLimit,
    /// The document library failed on it.
    #[error("the change cannot be applied")]
    Unappliable,
}
