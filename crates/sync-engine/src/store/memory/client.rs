use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use wangge_domain::control::ControlRow;
use wangge_domain::inspection::photo_keys;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, RecordId, StreamId, Timestamp};
use wangge_protocol::{
    Cursor, Envelope, EnvelopeId, OwnPrefix, PageProof, Refusal, Row, RowBody, SignedLease,
    own_prefix,
};

use super::ahead::Ahead;
use super::failing::Failing;
use crate::content_rules::premises_of;
use crate::relay::control_rows_of;
use crate::store::{
    AnchorMemory, ChainTip, ClientCommit, ClientStore, DecidedEnvelope, Draft, DraftChange,
    Identity, PendingEnvelope, RecordUpdate, Rewind, StoreError, StoredRecord, StreamCheck,
};

/// A device's store in memory（内存存储）.
#[derive(Debug, Default)]
pub struct MemoryClientStore {
    state: Mutex<State>,
    failing: Mutex<Failing>,
}

/// An envelope of this device that the relay refused or set apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedEnvelope {
    /// The envelope.
    pub envelope: Envelope,
    /// Why.
    pub reason: Refusal,
    /// Waiting for a person.
    pub quarantined: bool,
    /// When the relay said so.
    pub at: Timestamp,
}

#[derive(Clone, Debug, Default)]
struct State {
    identity: Option<Identity>,
    leases: BTreeMap<Digest, SignedLease>,
    cursors: BTreeMap<StreamId, Cursor>,
    tips: BTreeMap<StreamId, ChainTip>,
    anchor: Option<AnchorMemory>,
    records: BTreeMap<RecordId, RecordUpdate>,
    logs: BTreeMap<StreamId, BTreeMap<u64, Row>>,
    proofs: BTreeMap<(StreamId, u64), PageProof>,
    by_record: BTreeMap<RecordId, BTreeSet<(StreamId, u64)>>,
    pending: BTreeMap<u64, Envelope>,
    next_order: u64,
    kept: BTreeMap<EnvelopeId, Envelope>,
    refused: BTreeMap<EnvelopeId, RefusedEnvelope>,
    drafts: BTreeMap<RecordId, Draft>,
    ahead: Ahead,
    synced_at: Option<Timestamp>,
    checks: BTreeMap<StreamId, StreamCheck>,
}

/// Orders of envelopes sealed here begin after those of any that come back by a rewind.
const FIRST_ORDER: u64 = 1 << 40;

impl MemoryClientStore {
    /// The store of an enrolled device.
    #[must_use]
    pub fn new(identity: Identity) -> Self {
        let state = State {
            leases: BTreeMap::from([(identity.lease.digest(), identity.lease.clone())]),
            identity: Some(identity),
            next_order: FIRST_ORDER,
            ..State::default()
        };
        Self {
            state: Mutex::new(state),
            failing: Mutex::default(),
        }
    }

    /// A copy of everything, as a phone's backup or a clone of the phone holds it.
    #[must_use]
    pub fn image(&self) -> Self {
        Self {
            state: Mutex::new(self.lock().clone()),
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

    /// The next commit that is not yet planned otherwise goes through.
    pub fn let_commit(&self) {
        self.failing
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .add_success();
    }

    /// Refused and quarantined envelopes.
    #[must_use]
    pub fn refused(&self) -> Vec<RefusedEnvelope> {
        self.lock().refused.values().cloned().collect()
    }

    /// Derived state of all records, as last committed.
    #[must_use]
    pub fn records(&self) -> Vec<RecordUpdate> {
        self.lock().records.values().cloned().collect()
    }

    /// The relay's clock at the last answer.
    #[must_use]
    pub fn synced_at(&self) -> Option<Timestamp> {
        self.lock().synced_at
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ClientStore for MemoryClientStore {
    fn identity(&self) -> Result<Option<Identity>, StoreError> {
        Ok(self.lock().identity.clone())
    }

    fn lease(&self, digest: &Digest) -> Result<Option<SignedLease>, StoreError> {
        Ok(self.lock().leases.get(digest).cloned())
    }

    fn cursors(&self) -> Result<Vec<Cursor>, StoreError> {
        Ok(self.lock().cursors.values().copied().collect())
    }

    fn chain_tip(&self, stream: StreamId) -> Result<ChainTip, StoreError> {
        let tip = self.lock().tips.get(&stream).copied();
        Ok(tip.unwrap_or(ChainTip {
            seq: 0,
            last: Digest::ZERO,
        }))
    }

    fn anchor(&self) -> Result<Option<AnchorMemory>, StoreError> {
        Ok(self.lock().anchor)
    }

    fn record(&self, record: RecordId) -> Result<Option<StoredRecord>, StoreError> {
        Ok(self.lock().records.get(&record).map(|it| StoredRecord {
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
        let hash = original.to_string();
        let photos = state.records.values().filter(|it| {
            it.kind == RecordKind::Photo
                && it.content.text(photo_keys::ORIGINAL) == Some(hash.as_str())
        });
        Ok(photos.map(|it| it.record).collect())
    }

    fn rows_of(&self, record: RecordId) -> Result<Vec<Row>, StoreError> {
        let state = self.lock();
        let places = state.by_record.get(&record);
        let mut rows: Vec<Row> = places
            .into_iter()
            .flatten()
            .filter_map(|(stream, seq)| state.logs.get(stream)?.get(seq).cloned())
            .collect();
        rows.extend(state.ahead.of_record(record).cloned());
        rows.sort_by_key(|row| row.seq);
        Ok(rows)
    }

    fn rows_after(&self, stream: StreamId, seq: u64, limit: usize) -> Result<Vec<Row>, StoreError> {
        let state = self.lock();
        let Some(log) = state.logs.get(&stream) else {
            return Ok(Vec::new());
        };
        Ok(log
            .range(seq.saturating_add(1)..)
            .map(|(_, row)| row.clone())
            .take(limit)
            .collect())
    }

    fn ahead_rows(&self, stream: StreamId, places: (u64, u64)) -> Result<Vec<Row>, StoreError> {
        Ok(self.lock().ahead.between(stream, places))
    }

    fn ahead_marks(&self) -> Result<BTreeMap<StreamId, u64>, StoreError> {
        Ok(self.lock().ahead.marks.clone())
    }

    fn stream_heads(
        &self,
        stream: StreamId,
    ) -> Result<BTreeMap<RecordId, Vec<Digest>>, StoreError> {
        let state = self.lock();
        let accepted = state.records.values();
        Ok(accepted
            .filter(|it| it.stream == stream && it.last_seq > 0)
            .map(|it| (it.record, it.heads.clone()))
            .collect())
    }

    fn stream_checks(&self) -> Result<BTreeMap<StreamId, StreamCheck>, StoreError> {
        Ok(self.lock().checks.clone())
    }

    fn page_proofs(&self, stream: StreamId, seq: u64) -> Result<Vec<PageProof>, StoreError> {
        let state = self.lock();
        let after = (stream, seq.saturating_add(1))..=(stream, u64::MAX);
        Ok(state
            .proofs
            .range(after)
            .map(|(_, proof)| proof.clone())
            .collect())
    }

    fn pending_of(&self, record: RecordId) -> Result<Vec<PendingEnvelope>, StoreError> {
        let state = self.lock();
        Ok(pending(&state)
            .filter(|it| it.envelope.header.record == record)
            .collect())
    }

    fn outbox(&self, limit: usize) -> Result<Vec<PendingEnvelope>, StoreError> {
        Ok(pending(&self.lock()).take(limit).collect())
    }

    fn outbox_len(&self) -> Result<u64, StoreError> {
        Ok(u64::try_from(self.lock().pending.len()).unwrap_or(u64::MAX))
    }

    fn own_envelope(&self, id: &EnvelopeId) -> Result<Option<Envelope>, StoreError> {
        Ok(self.lock().kept.get(id).cloned())
    }

    fn own_by_prefix(&self, prefix: &OwnPrefix) -> Result<Option<Envelope>, StoreError> {
        let state = self.lock();
        let mut kept = state.kept.iter();
        let found = kept.find(|(id, _)| own_prefix(id) == *prefix);
        Ok(found.map(|(_, envelope)| envelope.clone()))
    }

    fn draft(&self, record: RecordId) -> Result<Option<Draft>, StoreError> {
        Ok(self.lock().drafts.get(&record).cloned())
    }

    fn drafts(&self, limit: usize) -> Result<Vec<Draft>, StoreError> {
        Ok(self.lock().drafts.values().take(limit).cloned().collect())
    }

    fn control_rows(&self) -> Result<Vec<ControlRow>, StoreError> {
        let state = self.lock();
        let Some(identity) = &state.identity else {
            return Ok(Vec::new());
        };
        let log = state.logs.get(&StreamId::control(identity.tenant));
        Ok(log
            .into_iter()
            .flat_map(BTreeMap::values)
            .flat_map(control_rows_of)
            .collect())
    }

    fn commit(&self, commit: ClientCommit) -> Result<(), StoreError> {
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

fn record_of(row: &Row) -> Option<RecordId> {
    match &row.body {
        RowBody::Accepted { envelope, .. } => Some(envelope.header.record),
        RowBody::Stub(_) => None,
    }
}

fn pending(state: &State) -> impl Iterator<Item = PendingEnvelope> {
    state
        .pending
        .iter()
        .map(|(order, envelope)| PendingEnvelope {
            order: *order,
            envelope: envelope.clone(),
        })
}

impl State {
    /// Whether a commit still fits, before any of it is applied.
    fn check(&self, commit: &ClientCommit) -> Result<(), StoreError> {
        let mut last: BTreeMap<StreamId, u64> = BTreeMap::new();
        for rewind in &commit.rewind {
            last.insert(rewind.to.stream, rewind.to.seq);
        }
        for (stream, row) in &commit.rows {
            let held = || self.logs.get(stream)?.last_key_value().map(|(seq, _)| *seq);
            let before = last.entry(*stream).or_insert_with(|| held().unwrap_or(0));
            if row.seq != *before + 1 {
                return Err(StoreError::Failed(format!(
                    "row {} after {before}",
                    row.seq
                )));
            }
            *before = row.seq;
        }
        for cursor in &commit.cursors {
            let rewound = commit.rewind.iter().any(|it| it.to.stream == cursor.stream);
            let held = self.cursors.get(&cursor.stream).filter(|_| !rewound);
            if held.is_some_and(|it| it.epoch == cursor.epoch && cursor.seq < it.seq) {
                return Err(StoreError::Failed("a cursor goes back".to_owned()));
            }
        }
        let mut tips = self.tips.clone();
        for envelope in &commit.sealed {
            let header = &envelope.header;
            let tip = ChainTip {
                seq: 0,
                last: Digest::ZERO,
            };
            let tip = tips.entry(header.stream).or_insert(tip);
            if (header.device_seq, header.prev) != (tip.seq + 1, tip.last) {
                return Err(StoreError::Failed("the chain moved".to_owned()));
            }
            *tip = ChainTip {
                seq: header.device_seq,
                last: envelope.id(),
            };
        }
        Ok(())
    }

    fn apply(&mut self, commit: ClientCommit) {
        for rewind in &commit.rewind {
            self.rewind(rewind);
        }
        for (stream, row) in commit.rows {
            self.add_row(stream, row);
        }
        for proof in commit.proofs {
            self.proofs.insert((proof.stream, proof.seq), proof);
        }
        for ahead in commit.ahead {
            let log = self.logs.get(&ahead.stream);
            let held = log.and_then(BTreeMap::last_key_value);
            let held = held.map_or(0, |(seq, _)| *seq);
            self.ahead.add(ahead, held);
        }
        for cursor in commit.cursors {
            self.cursors.insert(cursor.stream, cursor);
        }
        for blanked in &commit.blank {
            self.blank(&blanked.envelope);
        }
        for record in commit.records {
            self.records.insert(record.record, record);
        }
        for envelope in commit.sealed {
            self.seal(envelope);
        }
        for decided in commit.decided {
            self.decide(decided);
        }
        for draft in commit.drafts {
            self.change_draft(draft);
        }
        self.anchor = commit.anchor.or(self.anchor);
        if let Some(identity) = &mut self.identity {
            if let Some(lease) = commit.lease {
                self.leases.insert(lease.digest(), lease.clone());
                identity.lease = lease;
            }
            for key in commit.service_keys {
                if !identity.service_keys.contains(&key) {
                    identity.service_keys.push(key);
                }
            }
            identity.incarnation = commit.incarnation.unwrap_or(0).max(identity.incarnation);
        }
        self.checks.extend(commit.checks);
        for stream in commit.purge {
            self.purge(stream);
        }
        self.synced_at = commit.synced_at.or(self.synced_at);
    }

    /// Blanks an envelope wherever it is held.
    fn blank(&mut self, id: &EnvelopeId) {
        let rows = self.logs.values_mut().flat_map(BTreeMap::values_mut);
        for row in rows {
            if let RowBody::Accepted { envelope, .. } = &mut row.body
                && envelope.id() == *id
            {
                envelope.blank();
            }
        }
        if let Some(kept) = self.kept.get_mut(id) {
            kept.blank();
        }
    }

    fn rewind(&mut self, rewind: &Rewind) {
        let stream = rewind.to.stream;
        let log = self.logs.entry(stream).or_default();
        let mut lost = log.split_off(&(rewind.to.seq + 1));
        lost.append(&mut self.ahead.take(stream));
        self.proofs
            .retain(|(other, seq), _| *other != stream || *seq <= rewind.to.seq);
        for places in self.by_record.values_mut() {
            places.retain(|(other, seq)| *other != stream || *seq <= rewind.to.seq);
        }
        self.cursors.insert(stream, rewind.to);
        if !rewind.offer_again {
            return;
        }
        let waiting: BTreeSet<EnvelopeId> = self.pending.values().map(Envelope::id).collect();
        // Before all that waits already, in the order of the log.
        let mut order = self.pending.keys().next().copied().unwrap_or(FIRST_ORDER);
        for (_, row) in lost.into_iter().rev() {
            let RowBody::Accepted { envelope, .. } = row.body else {
                continue;
            };
            let id = envelope.id();
            if waiting.contains(&id) {
                continue;
            }
            order -= 1;
            self.kept.insert(id, (*envelope).clone());
            self.pending.insert(order, *envelope);
        }
    }

    fn add_row(&mut self, stream: StreamId, row: Row) {
        self.ahead.caught_up(stream, row.seq);
        if let RowBody::Accepted { envelope, .. } = &row.body {
            let header = &envelope.header;
            let own = self
                .identity
                .as_ref()
                .is_some_and(|it| it.device == header.device && it.user == header.user);
            if own {
                self.kept.insert(envelope.id(), (**envelope).clone());
                let tip = ChainTip {
                    seq: header.device_seq,
                    last: envelope.id(),
                };
                let known = self.tips.entry(stream).or_insert(tip);
                if known.seq < tip.seq {
                    *known = tip;
                }
            }
        }
        if let Some(record) = record_of(&row) {
            self.by_record
                .entry(record)
                .or_default()
                .insert((stream, row.seq));
        }
        self.logs.entry(stream).or_default().insert(row.seq, row);
    }

    fn seal(&mut self, envelope: Envelope) {
        let header = &envelope.header;
        let id = envelope.id();
        self.tips.insert(
            header.stream,
            ChainTip {
                seq: header.device_seq,
                last: id,
            },
        );
        self.pending.insert(self.next_order, envelope.clone());
        self.next_order += 1;
        self.kept.insert(id, envelope);
    }

    fn decide(&mut self, decided: DecidedEnvelope) {
        let (DecidedEnvelope::Accepted { id, .. } | DecidedEnvelope::Refused { id, .. }) = decided;
        let order = self
            .pending
            .iter()
            .find(|(_, it)| it.id() == id)
            .map(|(order, _)| *order);
        let waited = order.and_then(|order| self.pending.remove(&order));
        match decided {
            DecidedEnvelope::Accepted { id, .. } => {
                // Admitted after all, perhaps.
                self.refused.remove(&id);
            }
            DecidedEnvelope::Refused {
                id,
                reason,
                quarantined,
                at,
            } => {
                if let Some(envelope) = waited {
                    let refused = RefusedEnvelope {
                        envelope,
                        reason,
                        quarantined,
                        at,
                    };
                    self.refused.insert(id, refused);
                }
            }
        }
    }

    fn change_draft(&mut self, change: DraftChange) {
        match change {
            DraftChange::Merge {
                record,
                stream,
                kind,
                base_heads,
                edits,
            } => {
                let draft = self.drafts.entry(record).or_insert_with(|| Draft {
                    record,
                    stream,
                    kind,
                    base_heads,
                    edits: BTreeMap::new(),
                });
                draft.edits.extend(edits);
            }
            DraftChange::Clear(record) => {
                self.drafts.remove(&record);
            }
        }
    }

    fn purge(&mut self, stream: StreamId) {
        self.proofs.retain(|(other, _), _| *other != stream);
        self.ahead.purge(stream);
        self.logs.remove(&stream);
        for places in self.by_record.values_mut() {
            places.retain(|(other, _)| *other != stream);
        }
        self.cursors.remove(&stream);
        self.checks.remove(&stream);
        self.records.retain(|_, record| record.stream != stream);
        self.drafts.retain(|_, draft| draft.stream != stream);
        let refused = &self.refused;
        let pending: BTreeSet<EnvelopeId> = self.pending.values().map(Envelope::id).collect();
        self.kept.retain(|id, envelope| {
            envelope.header.stream != stream || refused.contains_key(id) || pending.contains(id)
        });
    }
}
