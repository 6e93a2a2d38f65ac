use wangge_protocol::Row;

use super::{Draft, PendingEnvelope, StoredRecord};

/// All that a device knows of one record, at one moment（记录全貌）.
#[derive(Clone, Debug, Default)]
pub struct KnownRecord {
    /// As it was accepted, or made here.
    pub stored: Option<StoredRecord>,
    /// Its accepted rows, in log order.
    pub rows: Vec<Row>,
    /// Sealed envelopes without a final verdict, in order.
    pub pending: Vec<PendingEnvelope>,
    /// Unsealed edits.
    pub draft: Option<Draft>,
}
