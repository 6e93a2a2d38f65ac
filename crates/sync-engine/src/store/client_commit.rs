use std::collections::BTreeMap;

use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId, StreamId, Timestamp};
use wangge_protocol::{
    Cursor, Envelope, EnvelopeId, PublicKey, Refusal, Row, SignedLease,
};

use super::{AnchorMemory, RecordUpdate};

/// Unsealed edits to add to a record's draft, or its draft to drop because it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftChange {
    /// Add or replace these keys; the draft begins with `base_heads` if there is none.
    Merge {
        /// Which record.
        record: RecordId,
        /// Where it lives.
        stream: StreamId,
        /// What it is.
        kind: RecordKind,
        /// Heads the user saw.
        base_heads: Vec<Digest>,
        /// Latest value per key.
        edits: BTreeMap<String, Scalar>,
    },
    /// The draft was sealed in this commit.
    Clear(RecordId),
}

/// A pending envelope that got its final word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecidedEnvelope {
    /// It stands in the log: leaves the outbox. Its row may come in this or a later commit.
    Accepted {
        /// Which.
        id: EnvelopeId,
        /// Its place.
        seq: u64,
    },
    /// Refused or set apart: leaves the outbox, is kept with its reason and shown.
    Refused {
        /// Which.
        id: EnvelopeId,
        /// Why.
        reason: Refusal,
        /// Final, or waiting for a person.
        quarantined: bool,
        /// Relay time of the verdict.
        at: Timestamp,
    },
}

/// Everything one step of the engine changes on a device, at once.
#[derive(Clone, Debug, Default)]
pub struct ClientCommit {
    /// Rows received, in order per stream.
    pub rows: Vec<(StreamId, Row)>,
    /// New cursors.
    pub cursors: Vec<Cursor>,
    /// Derived state of touched records.
    pub records: Vec<RecordUpdate>,
    /// Envelopes sealed now, in order; they join the outbox and move the chain tips.
    pub sealed: Vec<Envelope>,
    /// Final verdicts.
    pub decided: Vec<DecidedEnvelope>,
    /// Drafts begun, extended or sealed.
    pub drafts: Vec<DraftChange>,
    /// A newer anchor.
    pub anchor: Option<AnchorMemory>,
    /// A newer lease.
    pub lease: Option<SignedLease>,
    /// Newly certified service keys.
    pub service_keys: Vec<PublicKey>,
    /// Streams to drop: the outbox for them has drained.
    pub purge: Vec<StreamId>,
    /// A new actor incarnation, after a refusal or a clone.
    pub incarnation: Option<u32>,
    /// The relay's clock, to be shown as "last synced".
    pub synced_at: Option<Timestamp>,
}
