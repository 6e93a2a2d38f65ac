use serde::{Deserialize, Serialize};
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, RecordId, StreamId};

use crate::{Hasher, PublicKey, Signature};

/// The state of one record for new and long-absent devices（记录快照）. FROZEN in what it signs.
/// Lifecycle rows are never trimmed; they travel as a page of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSnapshot {
    /// Which log.
    pub stream: StreamId,
    /// Its epoch.
    pub epoch: u32,
    /// The record.
    pub record: RecordId,
    /// What it is.
    pub kind: RecordKind,
    /// Last row that touched it.
    pub last_seq: u64,
    /// Heads of the document, sorted.
    pub heads: Vec<Digest>,
    /// The document, saved uncompressed.
    #[serde(with = "serde_bytes")]
    pub document: Vec<u8>,
    /// The relay's service key.
    pub relay_key: PublicKey,
    /// Its signature over [`RecordSnapshot::message`].
    pub signature: Signature,
}

impl RecordSnapshot {
    /// What the relay signs: stream, epoch, record, seq, heads, and the hash of the document.
    #[must_use]
    pub fn message(&self) -> Digest {
        let hasher = Hasher::new("wangge/snapshot/1")
            .part(self.stream.as_bytes())
            .part(&self.epoch.to_be_bytes())
            .part(self.record.as_bytes())
            .part(&self.last_seq.to_be_bytes())
            .part(
                &u64::try_from(self.heads.len())
                    .unwrap_or(u64::MAX)
                    .to_be_bytes(),
            );
        self.heads
            .iter()
            .fold(hasher, |hasher, head| hasher.part(&head.0))
            .part(&crate::sha256(&self.document).0)
            .finish()
    }
}
