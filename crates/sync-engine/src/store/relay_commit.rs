use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::{Digest, StreamId, Timestamp};
use wangge_protocol::{BlobHashes, Envelope, Refusal, Row, SignedLease};

use super::{ProvisionalUse, RecordUpdate, StreamHead};

/// A row to append to a stream.
#[derive(Clone, Debug, PartialEq)]
pub struct RelayRow {
    /// Which log.
    pub stream: StreamId,
    /// The row.
    pub row: Row,
}

/// An envelope that is not in the log, with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineEntry {
    /// Which log it was meant for.
    pub stream: StreamId,
    /// The envelope.
    pub envelope: Envelope,
    /// Why.
    pub reason: Refusal,
    /// Final, or waiting for a person.
    pub is_final: bool,
    /// When it came.
    pub received_at: Timestamp,
}

/// A document number given by this commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberGrant {
    /// The series.
    pub series: SeriesKey,
    /// The number within it.
    pub number: u32,
    /// As printed.
    pub text: String,
    /// The envelope that earned it.
    pub envelope: Digest,
    /// Given before by a relay that has lost it since: it may stand apart from the last one.
    pub attested: bool,
}

/// A row whose changes are blanked（涂销行）: header, seal, decision, events and chain hash stay, and each
/// change leaves its own hash. The photos that it names are no longer held for its record, those apart that
/// the confirmation carries on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankedRow {
    /// Which log.
    pub stream: StreamId,
    /// Its place.
    pub seq: u64,
    /// The envelope that confirmed it: it stands in the log, or comes with this commit.
    pub by: Digest,
    /// The photos that it carries on: a field was blanked, not these.
    pub keeps: Vec<BlobHashes>,
}

/// Everything one turn of the relay changes, at once.
#[derive(Clone, Debug, Default)]
pub struct RelayCommit {
    /// The heads on which the decision rests: if one moved, nothing is changed.
    pub expected: Vec<(StreamId, Option<StreamHead>)>,
    /// Rows to append, in order per stream.
    pub rows: Vec<RelayRow>,
    /// Rows to blank, those of this commit among them. What is blank already stays so.
    pub blank: Vec<BlankedRow>,
    /// Derived state of touched records.
    pub records: Vec<RecordUpdate>,
    /// Envelopes refused or set apart.
    pub quarantine: Vec<QuarantineEntry>,
    /// Numbers given.
    pub numbers: Vec<NumberGrant>,
    /// Provisional numbers that the envelopes carried.
    pub provisional: Vec<ProvisionalUse>,
    /// Leases signed, to be found again by their hash.
    pub leases: Vec<SignedLease>,
}
