use std::collections::BTreeMap;

use wangge_domain::control::ControlRow;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, TenantId, UserId};
use wangge_protocol::{
    Anchor, Cursor, Envelope, EnvelopeId, OwnPrefix, PageProof, PublicKey, Row, SignedExtension,
    SignedLease,
};

use super::{ClientCommit, KnownRecord, StoreError, StreamCheck};

/// Who this device is for one person. The private key is the caller's, out of the platform's
/// key store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Whose data.
    pub tenant: TenantId,
    /// The person.
    pub user: UserId,
    /// The installation.
    pub device: DeviceId,
    /// Distinguishes the actors of one (device, user): rises when a record must be re-made.
    pub incarnation: u32,
    /// The lease in force.
    pub lease: SignedLease,
    /// The tenant's root key, pinned at enrollment.
    pub root_key: PublicKey,
    /// Service keys that the root key has certified.
    pub service_keys: Vec<PublicKey>,
}

/// The end of this device's own chain in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChainTip {
    /// Last place used; 0: none.
    pub seq: u64,
    /// Its envelope; zero for none.
    pub last: Digest,
}

/// The newest point of a log the device knows, and when it learned it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnchorMemory {
    /// The point.
    pub anchor: Anchor,
    /// Boot during which `monotonic_ms` counts.
    pub boot_id: u64,
    /// Monotonic clock when it was learned, or when the current boot was first seen.
    pub monotonic_ms: u64,
    /// Time since the anchor that had been persisted before the current boot.
    pub carried_ms: u64,
}

/// Edits made by the user and not yet sealed: durable, squashed by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Which record.
    pub record: RecordId,
    /// Where it lives.
    pub stream: StreamId,
    /// What it is.
    pub kind: RecordKind,
    /// Heads of the document the user saw at the first of these edits.
    pub base_heads: Vec<Digest>,
    /// Latest value per key.
    pub edits: BTreeMap<String, Scalar>,
}

/// A sealed envelope that has no final verdict yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingEnvelope {
    /// Order of sealing on this device.
    pub order: u64,
    /// The envelope.
    pub envelope: Envelope,
}

/// A record as the device holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// In which log it lives.
    pub stream: StreamId,
    /// What it is.
    pub kind: RecordKind,
    /// The document of all accepted changes (empty: none accepted yet).
    pub document: Vec<u8>,
    /// Last accepted row that touched it; 0: none yet.
    pub last_seq: u64,
}

/// Storage of one device. Reads see the last commit. One writer.
pub trait ClientStore {
    /// Who this device is; `None` before enrollment.
    fn identity(&self) -> Result<Option<Identity>, StoreError>;
    /// A lease that this device holds or has held, by its hash: a relay that was restored may ask
    /// for it. A store that keeps no earlier ones knows the one in force.
    fn lease(&self, digest: &Digest) -> Result<Option<SignedLease>, StoreError> {
        let held = self.identity()?.map(|identity| identity.lease);
        Ok(held.filter(|lease| lease.digest() == *digest))
    }
    /// The word by which the lease in force goes on, while it needs one.
    fn lease_extension(&self) -> Result<Option<SignedExtension>, StoreError> {
        Ok(None)
    }
    /// One cursor per granted stream, the control stream among them.
    fn cursors(&self) -> Result<Vec<Cursor>, StoreError>;
    /// End of the own chain in a stream, sealed envelopes included.
    fn chain_tip(&self, stream: StreamId) -> Result<ChainTip, StoreError>;
    /// The newest anchor.
    fn anchor(&self) -> Result<Option<AnchorMemory>, StoreError>;
    /// A record, if the device has seen it accepted or made it itself.
    fn record(&self, record: RecordId) -> Result<Option<StoredRecord>, StoreError>;
    /// The records of a kind that hang on a premises, in any order.
    fn records_on(
        &self,
        premises: RecordId,
        kind: &RecordKind,
    ) -> Result<Vec<RecordId>, StoreError>;
    /// The records of a kind that stand in a state, in any order.
    fn records_standing(
        &self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, StoreError>;
    /// The photo records here that say this file is their original（同一文件的照片）, in any order.
    fn photos_of_file(&self, original: &Digest) -> Result<Vec<RecordId>, StoreError>;
    /// Accepted rows of a record, in log order: those that came ahead of the log among them.
    fn rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError>;
    /// Rows of a stream after a place, in order, at most `limit`.
    fn rows_after(&self, stream: StreamId, seq: u64, limit: usize) -> Result<Vec<Row>, StoreError>;
    /// Rows of a stream that came ahead of its log（先行记录）, after the first place and up to the
    /// second, in order.
    fn ahead_rows(
        &self,
        _stream: StreamId,
        (_after, _until): (u64, u64),
    ) -> Result<Vec<Row>, StoreError> {
        Ok(Vec::new())
    }
    /// How far down each log the device has been told of the newest records; 0: to the end. A
    /// store that keeps no such rows knows of none.
    fn ahead_marks(&self) -> Result<BTreeMap<StreamId, u64>, StoreError> {
        Ok(BTreeMap::new())
    }
    /// The records of a stream that have accepted rows, with the heads of their accepted documents.
    fn stream_heads(&self, stream: StreamId)
    -> Result<BTreeMap<RecordId, Vec<Digest>>, StoreError>;
    /// When each stream was last compared with the relay, and what came of it.
    fn stream_checks(&self) -> Result<BTreeMap<StreamId, StreamCheck>, StoreError>;
    /// The relay's word for the rows of a stream, one per page taken, that ends after a place, in
    /// order. A store that keeps none gives none: then a relay that was restored decides anew.
    fn page_proofs(&self, _stream: StreamId, _seq: u64) -> Result<Vec<PageProof>, StoreError> {
        Ok(Vec::new())
    }
    /// Sealed envelopes of a record without a final verdict, in order.
    fn pending_of(&self, record: RecordId) -> Result<Vec<PendingEnvelope>, StoreError>;
    /// All that is known of a record. A store that can read it in one go does.
    fn known(&self, record: RecordId) -> Result<KnownRecord, StoreError> {
        let stored = self.record(record)?;
        let rows = match stored {
            Some(_) => self.rows_of(record)?,
            None => Vec::new(),
        };
        Ok(KnownRecord {
            stored,
            rows,
            pending: self.pending_of(record)?,
            draft: self.draft(record)?,
        })
    }
    /// Sealed envelopes to send, oldest first within a chain, at most `limit`.
    fn outbox(&self, limit: usize) -> Result<Vec<PendingEnvelope>, StoreError>;
    /// How many sealed envelopes wait.
    fn outbox_len(&self) -> Result<u64, StoreError>;
    /// The device's own envelope by id, pending, accepted or refused.
    fn own_envelope(&self, id: &EnvelopeId) -> Result<Option<Envelope>, StoreError>;
    /// One of the own envelopes by the beginning of its id.
    fn own_by_prefix(&self, prefix: &OwnPrefix) -> Result<Option<Envelope>, StoreError>;
    /// Unsealed edits of a record.
    fn draft(&self, record: RecordId) -> Result<Option<Draft>, StoreError>;
    /// Records with unsealed edits, at most `limit`.
    fn drafts(&self, limit: usize) -> Result<Vec<Draft>, StoreError>;
    /// Rows of the control stream, in order.
    fn control_rows(&self) -> Result<Vec<ControlRow>, StoreError>;
    /// Applies a commit, durably, all or nothing.
    fn commit(&self, commit: ClientCommit) -> Result<(), StoreError>;
}
