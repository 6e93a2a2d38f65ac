use wangge_domain::lifecycle::RecordState;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, RecordId, StreamId};

/// The new derived state of one record: document, typed content, folded lifecycle.
/// Ground truth are the rows; this can be rebuilt from them at any time.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordUpdate {
    /// Which record.
    pub record: RecordId,
    /// In which log it lives.
    pub stream: StreamId,
    /// What it is.
    pub kind: RecordKind,
    /// The document of all accepted changes, saved uncompressed (empty: no change accepted yet).
    pub document: Vec<u8>,
    /// Heads of that document, sorted.
    pub heads: Vec<Digest>,
    /// Content to show. On the relay: of the accepted document. On a device: with pending
    /// envelopes and unsealed edits laid on top.
    pub content: Content,
    /// Lifecycle to show, likewise.
    pub state: RecordState,
    /// Last accepted row that touched it; 0: none yet.
    pub last_seq: u64,
    /// Device only: something of it is not yet accepted by the relay.
    pub pending: bool,
}
