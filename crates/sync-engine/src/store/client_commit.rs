use std::collections::BTreeMap;

use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId, StreamId, Timestamp};
use wangge_protocol::{
    BlobHashes, Cursor, Envelope, EnvelopeId, PageProof, PublicKey, Refusal, Row, SignedLease,
};

use super::{AnchorMemory, RecordUpdate, StreamCheck};

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

/// The relay has forgotten rows of a stream: it was restored, or forked（回退重传）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rewind {
    /// The last point that both sides know; it becomes the cursor.
    pub to: Cursor,
    /// True: the envelopes of the rows after it become pending again, before all others and in
    /// the order of the log, so that they are offered to the relay; so do those of rows that came
    /// ahead of the log. False: they are dropped, since only the relay itself can write such rows
    /// (the control stream).
    pub offer_again: bool,
}

/// Rows of whole records that came ahead of their log（先行记录）, and how far down the log the device has
/// been told of the newest records.
#[derive(Clone, Debug, PartialEq)]
pub struct AheadRows {
    /// Which log.
    pub stream: StreamId,
    /// Accepted rows, in log order. Those that the log itself holds by now are left out.
    pub rows: Vec<Row>,
    /// The row at which to go on; 0: nothing more is wanted. `None`: the log is whole, and the place
    /// is forgotten.
    pub mark: Option<u64>,
}

/// An envelope whose changes are blanked（涂销信封）. The photos that it names go with it, those apart that
/// the confirmation carries on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankedEnvelope {
    /// Of which record.
    pub record: RecordId,
    /// Which.
    pub envelope: EnvelopeId,
    /// The photos that the confirmation carries on.
    pub keeps: Vec<BlobHashes>,
}

/// Everything one step of the engine changes on a device, at once. A store applies the parts in
/// the order of the fields.
#[derive(Clone, Debug, Default)]
pub struct ClientCommit {
    /// Rows that the relay has forgotten, before anything else is applied.
    pub rewind: Vec<Rewind>,
    /// Rows received, in order per stream.
    pub rows: Vec<(StreamId, Row)>,
    /// The relay's word for the rows received, kept as long as they are.
    pub proofs: Vec<PageProof>,
    /// Rows that came ahead of their log. A row of the log takes the place of the same one that
    /// came ahead.
    pub ahead: Vec<AheadRows>,
    /// Envelopes whose changes are blanked wherever they are held here（涂销）, those of this commit's
    /// rows among them.
    pub blank: Vec<BlankedEnvelope>,
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
    /// Streams that were compared with the relay.
    pub checks: Vec<(StreamId, StreamCheck)>,
    /// Streams to drop: the outbox for them has drained.
    pub purge: Vec<StreamId>,
    /// A new actor incarnation, after a refusal or a clone.
    pub incarnation: Option<u32>,
    /// The relay's clock, to be shown as "last synced".
    pub synced_at: Option<Timestamp>,
}
