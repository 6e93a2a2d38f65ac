use std::collections::BTreeMap;

use wangge_domain::control::ControlRow;
use wangge_domain::lifecycle::{SeriesKey, Status};
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, Timestamp, UserId};
use wangge_protocol::{BlobHashes, ChainHash, EnvelopeId, Refusal, Row, RowBody, SignedLease};

use super::{QuarantineEntry, RelayCommit, StoreError, newest};

/// The end of a stream's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamHead {
    /// Epoch.
    pub epoch: u32,
    /// Last row; 0: none.
    pub seq: u64,
    /// Chain hash there; zero for none.
    pub chain: ChainHash,
    /// When the last row was received.
    pub received_at: Timestamp,
}

/// A record as the relay holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelayRecord {
    /// In which log it lives.
    pub stream: StreamId,
    /// What it is.
    pub kind: RecordKind,
    /// The document of all accepted changes, saved uncompressed.
    pub document: Vec<u8>,
    /// Last row that touched it.
    pub last_seq: u64,
}

/// The stream in which an envelope stands, and its place in the log, or why it was set apart.
pub type EnvelopePlace = (StreamId, Result<u64, Refusal>);

/// Storage of the relay for one tenant, as one load-decide-commit turn sees it.
pub trait RelayStore {
    /// The head of a stream; `None`: no such stream.
    fn head(&self, stream: StreamId) -> Result<Option<StreamHead>, StoreError>;
    /// Chain hash and receive time at a row; `None`: no such row.
    fn point(
        &self,
        stream: StreamId,
        seq: u64,
    ) -> Result<Option<(u32, ChainHash, Timestamp)>, StoreError>;
    /// Rows after a place, in order, until about `limit_bytes` are reached (at least one row).
    fn rows_after(
        &self,
        stream: StreamId,
        seq: u64,
        limit_bytes: usize,
    ) -> Result<Vec<Row>, StoreError>;
    /// Where an envelope stands: in the log, or set apart with its reason.
    fn place_of(&self, envelope: &EnvelopeId) -> Result<Option<EnvelopePlace>, StoreError>;
    /// A record.
    fn record(&self, record: RecordId) -> Result<Option<RelayRecord>, StoreError>;
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
    /// The records whose accepted envelopes name this file as an original（同一文件的照片）, in any order;
    /// those of blanked ones apart.
    fn photos_of_file(&self, original: &Digest) -> Result<Vec<RecordId>, StoreError>;
    /// Accepted rows of a record that carry events, in log order.
    fn event_rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError>;
    /// Every accepted row of a record, in log order: those that carry content alone among them.
    fn rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        let Some(stored) = self.record(record)? else {
            return Ok(Vec::new());
        };
        let (mut seq, mut found) = (0, Vec::new());
        while seq < stored.last_seq {
            let page = self.rows_after(stored.stream, seq, usize::MAX)?;
            let Some(last) = page.last().map(|row| row.seq) else {
                break;
            };
            seq = last;
            found.extend(page.into_iter().filter(|row| {
                matches!(&row.body, RowBody::Accepted { envelope, .. }
                    if envelope.header.record == record)
            }));
        }
        Ok(found)
    }
    /// Accepted rows after a place, in log order, of the records of a stream whose newest row stands
    /// in a window of the log (after its first place, up to its second), and of the records that
    /// these hang on, unless those have newer rows still（窗口内的记录）.
    fn newest_rows(
        &self,
        stream: StreamId,
        after: u64,
        (from, until): (u64, u64),
    ) -> Result<Vec<Row>, StoreError> {
        newest::newest_rows(self, stream, after, (from, until))
    }
    /// The photos that the accepted envelopes of a record name, those of blanked ones apart. Without an index of its own a
    /// store looks at the last row of the record, which is the only one of nearly every photo.
    fn blobs_of(&self, record: RecordId) -> Result<Vec<BlobHashes>, StoreError> {
        let Some(stored) = self.record(record)? else {
            return Ok(Vec::new());
        };
        let rows = self.rows_after(stored.stream, stored.last_seq.saturating_sub(1), 1)?;
        Ok(match rows.first().map(|row| &row.body) {
            Some(RowBody::Accepted { envelope, .. })
                if envelope.header.record == record && !envelope.is_blanked() =>
            {
                envelope.header.blobs.clone()
            }
            _ => Vec::new(),
        })
    }
    /// The records of a stream with the heads of their documents, as
    /// [`document_heads`](crate::document_heads) reads them.
    fn stream_heads(&self, stream: StreamId)
    -> Result<BTreeMap<RecordId, Vec<Digest>>, StoreError>;
    /// Highest place of a (device, user) in a stream, with its envelope.
    fn chain_tip(
        &self,
        stream: StreamId,
        device: DeviceId,
        user: UserId,
    ) -> Result<Option<(u64, EnvelopeId)>, StoreError>;
    /// The envelope at a place of a device's chain, if one was seen.
    fn chain_at(
        &self,
        stream: StreamId,
        device: DeviceId,
        user: UserId,
        device_seq: u64,
    ) -> Result<Option<EnvelopeId>, StoreError>;
    /// Envelopes of a record that were refused or set apart and not admitted since, oldest first:
    /// a change that builds on one of theirs is told so instead of waiting for ever. A store that
    /// keeps no such index gives none, and such changes wait.
    fn set_apart_of(&self, _record: RecordId) -> Result<Vec<QuarantineEntry>, StoreError> {
        Ok(Vec::new())
    }
    /// A lease the relay has signed, by its hash.
    fn lease(&self, digest: &Digest) -> Result<Option<SignedLease>, StoreError>;
    /// Which of these blobs are held and verified.
    fn blobs_held(&self, digests: &[Digest]) -> Result<BTreeMap<Digest, bool>, StoreError>;
    /// The last number given in a series; 0: none.
    fn last_number(&self, series: &SeriesKey) -> Result<u32, StoreError>;
    /// The envelope that bears a number of a series.
    fn number_owner(
        &self,
        series: &SeriesKey,
        number: u32,
    ) -> Result<Option<EnvelopeId>, StoreError>;
    /// The envelope to whose paper a provisional number is bound, if to any.
    fn provisional_owner(&self, text: &str) -> Result<Option<EnvelopeId>, StoreError>;
    /// Rows of the control stream after a place, in order.
    fn control_rows_after(&self, seq: u64) -> Result<Vec<ControlRow>, StoreError>;
    /// Applies a commit, durably, all or nothing; [`StoreError::HeadMoved`] if a stream's head is
    /// not the expected one.
    fn commit(&self, commit: RelayCommit) -> Result<(), StoreError>;
}
