//! A turn together with the database it runs on, for a suite that keeps only the turn.

use std::collections::BTreeMap;

use wangge_domain::control::ControlRow;
use wangge_domain::lifecycle::{SeriesKey, Status};
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, Timestamp, UserId};
use wangge_protocol::{BlobHashes, ChainHash, EnvelopeId, Row, SignedLease};
use wangge_sync_engine::store::{
    EnvelopePlace, QuarantineEntry, RelayCommit, RelayRecord, RelayStore, StoreError, StreamHead,
};

use super::Held;

pub(super) struct Turn {
    pub(super) turn: Box<dyn RelayStore + Send>,
    pub(super) _held: Held,
}

impl RelayStore for Turn {
    fn head(&self, stream: StreamId) -> Result<Option<StreamHead>, StoreError> {
        self.turn.head(stream)
    }

    fn point(
        &self,
        stream: StreamId,
        seq: u64,
    ) -> Result<Option<(u32, ChainHash, Timestamp)>, StoreError> {
        self.turn.point(stream, seq)
    }

    fn rows_after(
        &self,
        stream: StreamId,
        seq: u64,
        limit_bytes: usize,
    ) -> Result<Vec<Row>, StoreError> {
        self.turn.rows_after(stream, seq, limit_bytes)
    }

    fn place_of(&self, envelope: &EnvelopeId) -> Result<Option<EnvelopePlace>, StoreError> {
        self.turn.place_of(envelope)
    }

    fn record(&self, record: RecordId) -> Result<Option<RelayRecord>, StoreError> {
        self.turn.record(record)
    }

    fn records_on(
        &self,
        premises: RecordId,
        kind: &RecordKind,
    ) -> Result<Vec<RecordId>, StoreError> {
        self.turn.records_on(premises, kind)
    }

    fn records_standing(
        &self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, StoreError> {
        self.turn.records_standing(kind, status)
    }

    fn photos_of_file(&self, original: &Digest) -> Result<Vec<RecordId>, StoreError> {
        self.turn.photos_of_file(original)
    }

    fn event_rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        self.turn.event_rows_of(record)
    }

    fn rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        self.turn.rows_of(record)
    }

    fn newest_rows(
        &self,
        stream: StreamId,
        after: u64,
        window: (u64, u64),
    ) -> Result<Vec<Row>, StoreError> {
        self.turn.newest_rows(stream, after, window)
    }

    fn blobs_of(&self, record: RecordId) -> Result<Vec<BlobHashes>, StoreError> {
        self.turn.blobs_of(record)
    }

    fn stream_heads(
        &self,
        stream: StreamId,
    ) -> Result<BTreeMap<RecordId, Vec<Digest>>, StoreError> {
        self.turn.stream_heads(stream)
    }

    fn chain_tip(
        &self,
        stream: StreamId,
        device: DeviceId,
        user: UserId,
    ) -> Result<Option<(u64, EnvelopeId)>, StoreError> {
        self.turn.chain_tip(stream, device, user)
    }

    fn chain_at(
        &self,
        stream: StreamId,
        device: DeviceId,
        user: UserId,
        device_seq: u64,
    ) -> Result<Option<EnvelopeId>, StoreError> {
        self.turn.chain_at(stream, device, user, device_seq)
    }

    fn set_apart_of(&self, record: RecordId) -> Result<Vec<QuarantineEntry>, StoreError> {
        self.turn.set_apart_of(record)
    }

    fn lease(&self, digest: &Digest) -> Result<Option<SignedLease>, StoreError> {
        self.turn.lease(digest)
    }

    fn blobs_held(&self, digests: &[Digest]) -> Result<BTreeMap<Digest, bool>, StoreError> {
        self.turn.blobs_held(digests)
    }

    fn last_number(&self, series: &SeriesKey) -> Result<u32, StoreError> {
        self.turn.last_number(series)
    }

    fn number_owner(
        &self,
        series: &SeriesKey,
        number: u32,
    ) -> Result<Option<EnvelopeId>, StoreError> {
        self.turn.number_owner(series, number)
    }

    fn provisional_owner(&self, text: &str) -> Result<Option<EnvelopeId>, StoreError> {
        self.turn.provisional_owner(text)
    }

    fn control_rows_after(&self, seq: u64) -> Result<Vec<ControlRow>, StoreError> {
        self.turn.control_rows_after(seq)
    }

    fn commit(&self, commit: RelayCommit) -> Result<(), StoreError> {
        self.turn.commit(commit)
    }
}
