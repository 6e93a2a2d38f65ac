use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use wangge_domain::control::ControlRow;
use wangge_domain::lifecycle::{SeriesKey, Status};
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, TenantId, Timestamp, UserId};
use wangge_protocol::{ChainHash, EnvelopeId, Op, Row, RowBody, SignedLease};

use super::failing::Failing;
use crate::content_rules::premises_of;
use crate::document_heads;
use crate::redacted_files::files_gone;
use crate::relay::control_rows_of;
use crate::store::{
    BlankedRow, EnvelopePlace, NumberGrant, ProvisionalUse, QuarantineEntry, RecordUpdate,
    RelayCommit, RelayRecord, RelayRow, RelayStore, StoreError, StreamHead,
};

/// The relay's store of one tenant in memory（内存存储）.
#[derive(Debug)]
pub struct MemoryRelayStore {
    tenant: TenantId,
    state: Mutex<State>,
    failing: Mutex<Failing>,
}

#[derive(Clone, Debug, Default)]
struct State {
    logs: BTreeMap<StreamId, Log>,
    places: BTreeMap<EnvelopeId, EnvelopePlace>,
    records: BTreeMap<RecordId, RecordUpdate>,
    events: BTreeMap<RecordId, Vec<(StreamId, u64)>>,
    chains: BTreeMap<(StreamId, DeviceId, UserId), BTreeMap<u64, EnvelopeId>>,
    quarantine: BTreeMap<RecordId, Vec<QuarantineEntry>>,
    leases: BTreeMap<Digest, SignedLease>,
    blobs: BTreeSet<Digest>,
    numbers: BTreeMap<SeriesKey, u32>,
    grants: Vec<NumberGrant>,
    provisional: BTreeMap<String, ProvisionalUse>,
}

#[derive(Clone, Debug)]
struct Log {
    epoch: u32,
    rows: Vec<Row>,
}

impl MemoryRelayStore {
    /// An empty store.
    #[must_use]
    pub fn new(tenant: TenantId) -> Self {
        Self {
            tenant,
            state: Mutex::default(),
            failing: Mutex::default(),
        }
    }

    /// The next commit that is not yet planned otherwise fails with this error.
    pub fn fail_commit(&self, error: StoreError) {
        self.failing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .add(error);
    }

    /// Says that a blob is held and verified.
    pub fn hold_blob(&self, digest: Digest) {
        self.lock().blobs.insert(digest);
    }

    /// Damages the stored document of a record.
    pub fn damage_document(&self, record: RecordId) {
        if let Some(update) = self.lock().records.get_mut(&record) {
            update.document.truncate(update.document.len() / 2);
        }
    }

    /// Derived state of all records, as last committed.
    #[must_use]
    pub fn records(&self) -> Vec<RecordUpdate> {
        self.lock().records.values().cloned().collect()
    }

    /// Numbers given, in order.
    #[must_use]
    pub fn numbers(&self) -> Vec<NumberGrant> {
        self.lock().grants.clone()
    }

    /// Provisional numbers that envelopes carried, by what papers print.
    #[must_use]
    pub fn provisional(&self) -> Vec<ProvisionalUse> {
        self.lock().provisional.values().cloned().collect()
    }

    /// Envelopes refused or set apart and not admitted since.
    #[must_use]
    pub fn quarantine(&self) -> Vec<QuarantineEntry> {
        self.lock().quarantine.values().flatten().cloned().collect()
    }

    /// A copy of everything, as a backup takes it.
    #[must_use]
    pub fn backup(&self) -> Self {
        let state = self.lock().clone();
        Self {
            tenant: self.tenant,
            state: Mutex::new(state),
            failing: Mutex::default(),
        }
    }

    /// Opens a new epoch of every stream, as is done after a restore.
    pub fn open_epoch(&self) {
        for log in self.lock().logs.values_mut() {
            log.epoch += 1;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn head(&self, stream: StreamId) -> Option<StreamHead> {
        let log = self.logs.get(&stream)?;
        let last = log.rows.last();
        Some(StreamHead {
            epoch: log.epoch,
            seq: last.map_or(0, |row| row.seq),
            chain: last.map_or(ChainHash::ZERO, |row| row.chain),
            received_at: last.map_or(Timestamp(i64::MIN), |row| row.received_at),
        })
    }

    fn row(&self, stream: StreamId, seq: u64) -> Option<&Row> {
        let place = usize::try_from(seq.checked_sub(1)?).ok()?;
        self.logs.get(&stream)?.rows.get(place)
    }

    fn append(&mut self, RelayRow { stream, row }: RelayRow) {
        let id = row.body.envelope_id();
        let (key, device_seq) = match &row.body {
            RowBody::Accepted { envelope, .. } => {
                let header = &envelope.header;
                if envelope.ops.iter().any(|op| matches!(op, Op::Event(_))) {
                    self.events
                        .entry(header.record)
                        .or_default()
                        .push((stream, row.seq));
                }
                self.places.insert(id, (stream, Ok(row.seq)));
                if let Some(entries) = self.quarantine.get_mut(&header.record) {
                    entries.retain(|entry| entry.envelope.id() != id);
                }
                ((stream, header.device, header.user), header.device_seq)
            }
            RowBody::Stub(stub) => {
                self.places.entry(id).or_insert((stream, Err(stub.reason)));
                ((stream, stub.device, stub.user), stub.device_seq)
            }
        };
        // The first envelope seen at a place of a chain stays.
        self.chains
            .entry(key)
            .or_default()
            .entry(device_seq)
            .or_insert(id);
        let log = self.logs.entry(stream).or_insert(Log {
            epoch: row.epoch,
            rows: Vec::new(),
        });
        log.rows.push(row);
    }

    /// Whether a commit still fits, before any of it is applied.
    fn check(&self, commit: &RelayCommit) -> Result<(), StoreError> {
        for (stream, expected) in &commit.expected {
            if self.head(*stream) != *expected {
                return Err(StoreError::HeadMoved);
            }
        }
        let mut numbers: BTreeMap<&SeriesKey, u32> = BTreeMap::new();
        for grant in &commit.numbers {
            let given = self.numbers.get(&grant.series).copied().unwrap_or(0);
            let last = numbers.entry(&grant.series).or_insert(given);
            if grant.attested {
                *last = grant.number.max(*last);
                continue;
            }
            if grant.number != *last + 1 && !planted!(ReuseNumber) {
                return Err(StoreError::HeadMoved);
            }
            *last = grant.number;
        }
        for one in commit.provisional.iter().filter(|it| it.must_be_kept()) {
            let held = self.provisional.get(&one.text);
            if held.is_some_and(|held| !one.replaces(held)) {
                return Err(StoreError::HeadMoved);
            }
        }
        for one in &commit.blank {
            let stands = self.places.get(&one.by).is_some_and(|(_, at)| at.is_ok());
            let comes = |row: &RelayRow| row.row.body.envelope_id() == one.by;
            if !stands && !commit.rows.iter().any(comes) {
                let what = "nobody confirmed that a row is to be blanked";
                return Err(StoreError::Failed(what.to_owned()));
            }
        }
        let mut heads: BTreeMap<StreamId, (u64, ChainHash)> = BTreeMap::new();
        for RelayRow { stream, row } in &commit.rows {
            let known = self
                .head(*stream)
                .map_or((0, ChainHash::ZERO), |it| (it.seq, it.chain));
            let (seq, chain) = heads.entry(*stream).or_insert(known);
            let follows = Row::after(
                chain,
                row.epoch,
                *seq + 1,
                row.body.clone(),
                row.received_at,
            );
            if follows != *row {
                return Err(StoreError::HeadMoved);
            }
            (*seq, *chain) = (row.seq, row.chain);
        }
        Ok(())
    }

    /// Blanks a row, and lets go of the photos that go with it.
    fn blank(&mut self, one: &BlankedRow) {
        let place = usize::try_from(one.seq.saturating_sub(1)).unwrap_or(usize::MAX);
        let log = self.logs.get_mut(&one.stream);
        let Some(row) = log.and_then(|log| log.rows.get_mut(place)) else {
            return;
        };
        if let RowBody::Accepted { envelope, .. } = &mut row.body {
            envelope.blank();
            for blobs in files_gone(&envelope.header, &one.keeps) {
                for digest in [blobs.original, blobs.view, blobs.thumbnail] {
                    self.blobs.remove(&digest);
                }
            }
        }
    }

    fn apply(&mut self, commit: RelayCommit) {
        for grant in commit.numbers {
            let last = self.numbers.entry(grant.series.clone()).or_insert(0);
            *last = grant.number.max(*last);
            let same =
                |held: &NumberGrant| held.series == grant.series && held.number == grant.number;
            if !self.grants.iter().any(same) {
                self.grants.push(grant);
            }
        }
        for one in commit.provisional {
            let held = self.provisional.get(&one.text);
            if held.is_none_or(|held| one.replaces(held)) {
                self.provisional.insert(one.text.clone(), one);
            }
        }
        for row in commit.rows {
            self.append(row);
        }
        for one in &commit.blank {
            self.blank(one);
        }
        for record in commit.records {
            self.records.insert(record.record, record);
        }
        for entry in commit.quarantine {
            self.quarantine
                .entry(entry.envelope.header.record)
                .or_default()
                .push(entry);
        }
        for lease in commit.leases {
            self.leases.insert(lease.digest(), lease);
        }
    }
}

impl RelayStore for MemoryRelayStore {
    fn head(&self, stream: StreamId) -> Result<Option<StreamHead>, StoreError> {
        Ok(self.lock().head(stream))
    }

    fn point(
        &self,
        stream: StreamId,
        seq: u64,
    ) -> Result<Option<(u32, ChainHash, Timestamp)>, StoreError> {
        let state = self.lock();
        Ok(state
            .row(stream, seq)
            .map(|row| (row.epoch, row.chain, row.received_at)))
    }

    fn rows_after(
        &self,
        stream: StreamId,
        seq: u64,
        limit_bytes: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let state = self.lock();
        let Some(log) = state.logs.get(&stream) else {
            return Ok(Vec::new());
        };
        let skip = usize::try_from(seq).unwrap_or(usize::MAX);
        let mut rows = Vec::new();
        let mut bytes = 0;
        for row in log.rows.iter().skip(skip) {
            if bytes >= limit_bytes && !rows.is_empty() {
                break;
            }
            bytes += match &row.body {
                RowBody::Accepted { envelope, .. } => {
                    let ops = envelope.ops.iter().map(|op| match op {
                        Op::Change(bytes) | Op::Event(bytes) => bytes.len(),
                        Op::Blanked(_) => 32,
                    });
                    envelope.header_bytes.len() + ops.sum::<usize>() + 64
                }
                RowBody::Stub(_) => 128,
            };
            rows.push(row.clone());
        }
        Ok(rows)
    }

    fn place_of(&self, envelope: &EnvelopeId) -> Result<Option<EnvelopePlace>, StoreError> {
        Ok(self.lock().places.get(envelope).copied())
    }

    fn record(&self, record: RecordId) -> Result<Option<RelayRecord>, StoreError> {
        Ok(self.lock().records.get(&record).map(|it| RelayRecord {
            stream: it.stream,
            kind: it.kind.clone(),
            document: it.document.clone(),
            last_seq: it.last_seq,
        }))
    }

    fn records_on(
        &self,
        premises: RecordId,
        kind: &RecordKind,
    ) -> Result<Vec<RecordId>, StoreError> {
        let state = self.lock();
        let hangs = |it: &&RecordUpdate| {
            it.kind == *kind && premises_of(&it.kind, it.record, &it.content) == Some(premises)
        };
        Ok(state
            .records
            .values()
            .filter(hangs)
            .map(|it| it.record)
            .collect())
    }

    fn records_standing(
        &self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, StoreError> {
        let state = self.lock();
        let stands = |it: &&RecordUpdate| it.kind == *kind && it.state.status == *status;
        let those = state.records.values().filter(stands);
        Ok(those.map(|it| it.record).collect())
    }

    fn photos_of_file(&self, original: &Digest) -> Result<Vec<RecordId>, StoreError> {
        let state = self.lock();
        let rows = state.logs.values().flat_map(|log| &log.rows);
        let named: BTreeSet<RecordId> = rows
            .filter_map(|row| match &row.body {
                RowBody::Accepted { envelope, .. } if !envelope.is_blanked() => {
                    Some(&envelope.header)
                }
                RowBody::Accepted { .. } | RowBody::Stub(_) => None,
            })
            .filter(|header| header.blobs.iter().any(|it| it.original == *original))
            .map(|header| header.record)
            .collect();
        Ok(named.into_iter().collect())
    }

    fn event_rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        let state = self.lock();
        let places = state.events.get(&record).cloned().unwrap_or_default();
        Ok(places
            .into_iter()
            .filter_map(|(stream, seq)| state.row(stream, seq).cloned())
            .collect())
    }

    fn stream_heads(
        &self,
        stream: StreamId,
    ) -> Result<BTreeMap<RecordId, Vec<Digest>>, StoreError> {
        let state = self.lock();
        let held = state.records.values().filter(|it| it.stream == stream);
        Ok(held
            .map(|it| (it.record, document_heads(&it.document)))
            .collect())
    }

    fn chain_tip(
        &self,
        stream: StreamId,
        device: DeviceId,
        user: UserId,
    ) -> Result<Option<(u64, EnvelopeId)>, StoreError> {
        let state = self.lock();
        let chain = state.chains.get(&(stream, device, user));
        Ok(chain
            .and_then(BTreeMap::last_key_value)
            .map(|(seq, id)| (*seq, *id)))
    }

    fn chain_at(
        &self,
        stream: StreamId,
        device: DeviceId,
        user: UserId,
        device_seq: u64,
    ) -> Result<Option<EnvelopeId>, StoreError> {
        let state = self.lock();
        let chain = state.chains.get(&(stream, device, user));
        Ok(chain.and_then(|chain| chain.get(&device_seq)).copied())
    }

    fn set_apart_of(&self, record: RecordId) -> Result<Vec<QuarantineEntry>, StoreError> {
        Ok(self
            .lock()
            .quarantine
            .get(&record)
            .cloned()
            .unwrap_or_default())
    }

    fn lease(&self, digest: &Digest) -> Result<Option<SignedLease>, StoreError> {
        Ok(self.lock().leases.get(digest).cloned())
    }

    fn blobs_held(&self, digests: &[Digest]) -> Result<BTreeMap<Digest, bool>, StoreError> {
        let state = self.lock();
        Ok(digests
            .iter()
            .map(|digest| (*digest, state.blobs.contains(digest)))
            .collect())
    }

    fn last_number(&self, series: &SeriesKey) -> Result<u32, StoreError> {
        Ok(self.lock().numbers.get(series).copied().unwrap_or(0))
    }

    fn number_owner(
        &self,
        series: &SeriesKey,
        number: u32,
    ) -> Result<Option<EnvelopeId>, StoreError> {
        let state = self.lock();
        let held = |grant: &&NumberGrant| grant.series == *series && grant.number == number;
        Ok(state.grants.iter().find(held).map(|grant| grant.envelope))
    }

    fn provisional_owner(&self, text: &str) -> Result<Option<EnvelopeId>, StoreError> {
        let state = self.lock();
        let held = state.provisional.get(text).filter(|held| held.binds());
        Ok(held.map(|held| held.envelope))
    }

    fn control_rows_after(&self, seq: u64) -> Result<Vec<ControlRow>, StoreError> {
        let rows = self.rows_after(StreamId::control(self.tenant), seq, usize::MAX)?;
        Ok(rows.iter().flat_map(control_rows_of).collect())
    }

    fn commit(&self, commit: RelayCommit) -> Result<(), StoreError> {
        self.failing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .check()?;
        let mut state = self.lock();
        state.check(&commit)?;
        state.apply(commit);
        Ok(())
    }
}
