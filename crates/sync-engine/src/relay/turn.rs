use std::collections::BTreeMap;

use wangge_domain::lifecycle::{RecordState, SeriesKey};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, Timestamp, UserId};
use wangge_protocol::{
    Anchor, BlobHashes, ChainHash, EnvelopeId, Lease, PublicKey, Refusal, RowBody, SignedLease,
};

use super::prepared::PreparedEnvelope;
use super::{RelayContext, RelayError};
use crate::lifecycle_rows::fold_rows;
use crate::store::{RecordUpdate, RelayCommit, StreamHead};
use crate::{ActorId, Document, actor_id};

/// Epoch of a stream that has just begun.
const FIRST_EPOCH: u32 = 1;

/// One turn of the relay: what it has loaded, what it has decided so far, and what all that comes
/// to. Envelopes see the rows decided before them in the same turn.
pub(super) struct Turn<'a> {
    pub(super) ctx: RelayContext<'a>,
    pub(super) logs: BTreeMap<StreamId, Log>,
    places: BTreeMap<EnvelopeId, Result<u64, Refusal>>,
    pub(super) records: BTreeMap<RecordId, Option<Live>>,
    chains: BTreeMap<ChainKey, Chain>,
    leases: BTreeMap<Digest, Option<Lease>>,
    numbers: BTreeMap<SeriesKey, u32>,
    refused_changes: BTreeMap<(RecordId, Digest), Refusal>,
    points: BTreeMap<(StreamId, u32, u64, ChainHash), Option<Timestamp>>,
    authors: BTreeMap<[u8; 12], UserId>,
    blobs: BTreeMap<RecordId, Vec<BlobHashes>>,
    /// What this relay decided before it was restored, by its own word.
    pub(super) attested: BTreeMap<EnvelopeId, Attested>,
    /// What stands apart and is looked at once more, with the time of its first receipt.
    pub(super) judged_again: BTreeMap<EnvelopeId, Timestamp>,
    /// Who brings the envelopes of this turn, and whether all leases there are were shown.
    pub(super) carrier: Option<(UserId, bool)>,
    pub(super) commit: RelayCommit,
}

/// What is known of a decision that was lost.
pub(super) struct Attested {
    pub(super) received_at: Timestamp,
    pub(super) lower: Timestamp,
    pub(super) numbers: Vec<String>,
}

/// Whose chain in which stream.
pub(super) type ChainKey = (StreamId, DeviceId, UserId);

/// The end of a stream's log as the turn leaves it.
pub(super) struct Log {
    pub(super) expected: Option<StreamHead>,
    pub(super) head: StreamHead,
}

/// What the turn knows of one device's chain in a stream.
#[derive(Default)]
struct Chain {
    decided: BTreeMap<u64, EnvelopeId>,
    lower: BTreeMap<u64, Timestamp>,
}

/// A record as the turn leaves it.
#[derive(Clone)]
pub(super) struct Live {
    pub(super) stream: StreamId,
    pub(super) kind: RecordKind,
    pub(super) bytes: Vec<u8>,
    pub(super) heads: Vec<Digest>,
    pub(super) content: Content,
    pub(super) state: RecordState,
    pub(super) first_actor: Option<ActorId>,
    pub(super) last_seq: u64,
    touched: bool,
}

impl Live {
    pub(super) fn new(stream: StreamId, kind: RecordKind) -> Self {
        Self {
            stream,
            state: RecordState::new(kind.clone()),
            kind,
            bytes: Vec::new(),
            heads: Vec::new(),
            content: Content::default(),
            first_actor: None,
            last_seq: 0,
            touched: false,
        }
    }
}

impl<'a> Turn<'a> {
    pub(super) fn new(ctx: &RelayContext<'a>) -> Self {
        Self {
            ctx: *ctx,
            logs: BTreeMap::new(),
            places: BTreeMap::new(),
            records: BTreeMap::new(),
            chains: BTreeMap::new(),
            leases: BTreeMap::new(),
            numbers: BTreeMap::new(),
            refused_changes: BTreeMap::new(),
            points: BTreeMap::new(),
            authors: BTreeMap::new(),
            blobs: BTreeMap::new(),
            attested: BTreeMap::new(),
            judged_again: BTreeMap::new(),
            carrier: None,
            commit: RelayCommit::default(),
        }
    }

    /// The log of a stream, begun if the control stream knows its grid. `None`: no such stream.
    pub(super) fn log(&mut self, stream: StreamId) -> Result<Option<&mut Log>, RelayError> {
        if !self.logs.contains_key(&stream) {
            let expected = self.ctx.store.head(stream)?;
            let known = stream == StreamId::control(self.ctx.tenant)
                || self.ctx.control.grids.contains_key(&stream.grid());
            if expected.is_none() && !known {
                return Ok(None);
            }
            let head = expected.unwrap_or(StreamHead {
                epoch: FIRST_EPOCH,
                seq: 0,
                chain: ChainHash::ZERO,
                received_at: Timestamp(i64::MIN),
            });
            self.logs.insert(stream, Log { expected, head });
        }
        Ok(self.logs.get_mut(&stream))
    }

    /// Where an envelope stands by now.
    pub(super) fn place_of(
        &mut self,
        id: &EnvelopeId,
    ) -> Result<Option<Result<u64, Refusal>>, RelayError> {
        if let Some(place) = self.places.get(id) {
            return Ok(Some(*place));
        }
        let found = self.ctx.store.place_of(id)?.map(|(_, place)| place);
        if let Some(place) = found {
            self.places.insert(*id, place);
        }
        Ok(found)
    }

    pub(super) fn set_place(&mut self, id: EnvelopeId, place: Result<u64, Refusal>) {
        self.places.insert(id, place);
    }

    /// The envelope at a place of a chain, if one was seen.
    pub(super) fn chain_at(
        &mut self,
        key: ChainKey,
        device_seq: u64,
    ) -> Result<Option<EnvelopeId>, RelayError> {
        if let Some(id) = self.chains.entry(key).or_default().decided.get(&device_seq) {
            return Ok(Some(*id));
        }
        Ok(self.ctx.store.chain_at(key.0, key.1, key.2, device_seq)?)
    }

    /// The end of a chain: its last place and envelope; (0, zero) for none.
    pub(super) fn chain_tip(&mut self, key: ChainKey) -> Result<(u64, EnvelopeId), RelayError> {
        let stored = self.ctx.store.chain_tip(key.0, key.1, key.2)?;
        let decided = self.chains.entry(key).or_default().decided.last_key_value();
        let tips = stored
            .into_iter()
            .chain(decided.map(|(seq, id)| (*seq, *id)));
        Ok(tips
            .max_by_key(|(seq, _)| *seq)
            .unwrap_or((0, EnvelopeId::ZERO)))
    }

    /// When the relay received the row of an anchor; `None` if this log never had it.
    pub(super) fn point(&mut self, anchor: &Anchor) -> Result<Option<Timestamp>, RelayError> {
        let key = (anchor.stream, anchor.epoch, anchor.seq, anchor.chain);
        if let Some(known) = self.points.get(&key) {
            return Ok(*known);
        }
        let found = self.ctx.store.point(anchor.stream, anchor.seq)?;
        let at = found
            .filter(|(_, chain, _)| *chain == anchor.chain)
            .map(|(_, _, at)| at);
        self.points.insert(key, at);
        Ok(at)
    }

    /// Remembers that a chain has this envelope at this place; the first one seen stays.
    pub(super) fn extend_chain(
        &mut self,
        key: ChainKey,
        device_seq: u64,
        id: EnvelopeId,
        lower: Option<Timestamp>,
    ) {
        let chain = self.chains.entry(key).or_default();
        chain.decided.entry(device_seq).or_insert(id);
        if let Some(lower) = lower {
            chain.lower.insert(device_seq, lower);
        }
    }

    /// The lower time bound of the nearest envelope before a place of a chain.
    pub(super) fn lower_before(
        &mut self,
        key: ChainKey,
        device_seq: u64,
    ) -> Result<Option<Timestamp>, RelayError> {
        let known = self
            .chains
            .entry(key)
            .or_default()
            .lower
            .range(..device_seq)
            .next_back();
        if let Some((_, lower)) = known {
            return Ok(Some(*lower));
        }
        let tip = self.ctx.store.chain_tip(key.0, key.1, key.2)?;
        let before = match tip {
            Some((seq, id)) if seq < device_seq => Some((seq, id)),
            _ => {
                let seq = device_seq.saturating_sub(1);
                self.ctx
                    .store
                    .chain_at(key.0, key.1, key.2, seq)?
                    .map(|id| (seq, id))
            }
        };
        let Some((seq, id)) = before else {
            return Ok(None);
        };
        let Some((stream, Ok(place))) = self.ctx.store.place_of(&id)? else {
            return Ok(None);
        };
        let rows = self
            .ctx
            .store
            .rows_after(stream, place.saturating_sub(1), 1)?;
        let Some(RowBody::Accepted { decision, .. }) = rows.first().map(|row| &row.body) else {
            return Ok(None);
        };
        let lower = decision.time.lower;
        self.chains.entry(key).or_default().lower.insert(seq, lower);
        Ok(Some(lower))
    }

    /// A record as it stands by now.
    pub(super) fn record(&mut self, id: RecordId) -> Result<Option<&Live>, RelayError> {
        if !self.records.contains_key(&id) {
            let live = self.load(id)?;
            self.records.insert(id, live);
        }
        Ok(self.records.get(&id).and_then(Option::as_ref))
    }

    fn load(&self, id: RecordId) -> Result<Option<Live>, RelayError> {
        let Some(stored) = self.ctx.store.record(id)? else {
            return Ok(None);
        };
        let rows = self.ctx.store.event_rows_of(id)?;
        let document = Document::load(&stored.document)
            .map_err(|error| crate::store::StoreError::Corrupt(error.to_string()))?;
        Ok(Some(Live {
            stream: stored.stream,
            state: fold_rows(&stored.kind, &rows, self.ctx.control),
            kind: stored.kind,
            heads: document.heads(),
            content: document.content(),
            first_actor: document.first_actor(),
            bytes: stored.document,
            last_seq: stored.last_seq,
            touched: false,
        }))
    }

    pub(super) fn put_record(&mut self, id: RecordId, mut live: Live) {
        live.touched = true;
        self.records.insert(id, Some(live));
    }

    /// The photos that the accepted envelopes of a record name.
    pub(super) fn blobs_of(&mut self, record: RecordId) -> Result<Vec<BlobHashes>, RelayError> {
        let mut blobs = self.ctx.store.blobs_of(record)?;
        blobs.extend(self.blobs.get(&record).into_iter().flatten());
        Ok(blobs)
    }

    /// The records that name this file as an original, those that begin in this very turn among
    /// them.
    pub(super) fn photos_of_file(&self, original: &Digest) -> Result<Vec<RecordId>, RelayError> {
        let mut photos = self.ctx.store.photos_of_file(original)?;
        let named = |blobs: &[BlobHashes]| blobs.iter().any(|it| it.original == *original);
        let fresh = self.blobs.iter().filter(|(_, blobs)| named(blobs));
        photos.extend(fresh.map(|(record, _)| *record));
        Ok(photos)
    }

    pub(super) fn add_blobs(&mut self, record: RecordId, blobs: &[BlobHashes]) {
        if !blobs.is_empty() {
            self.blobs
                .entry(record)
                .or_default()
                .extend_from_slice(blobs);
        }
    }

    /// A lease the relay has signed. Its signature was checked when it was made.
    pub(super) fn lease(&mut self, digest: &Digest) -> Result<Option<&Lease>, RelayError> {
        if !self.leases.contains_key(digest) {
            let signed = self.ctx.store.lease(digest)?;
            let lease = signed.and_then(|signed| wangge_protocol::decode(&signed.bytes).ok());
            self.leases.insert(*digest, lease);
        }
        Ok(self.leases.get(digest).and_then(Option::as_ref))
    }

    /// Adds a lease that a device has shown, signed by a service key of this tenant.
    pub(super) fn learn_lease(&mut self, shown: &SignedLease) -> Result<(), RelayError> {
        let digest = shown.digest();
        if self.lease(&digest)?.is_some() {
            return Ok(());
        }
        // Earlier keys count too: a relay that stands in for a lost one knows no lease at all.
        let control = self.ctx.control;
        let trusted = control.devices.iter().any(|((device, user), enrolled)| {
            let mut keys = control.keys(*device, *user);
            enrolled.enrollment.relay_service
                && keys.any(|it| PublicKey::from_hex(&it.public_key) == Some(shown.relay_key))
        });
        if let (true, Ok(lease)) = (trusted, shown.open()) {
            self.leases.insert(digest, Some(lease));
            self.commit.leases.push(shown.clone());
        }
        Ok(())
    }

    /// The next number of a series.
    pub(super) fn next_number(&mut self, series: &SeriesKey) -> Result<u32, RelayError> {
        let last = match self.numbers.get(series) {
            Some(last) => *last,
            None => self.ctx.store.last_number(series)?,
        };
        // A number that came back in this turn may lie beyond.
        let back = self.commit.numbers.iter();
        let back = back
            .filter(|grant| grant.attested && grant.series == *series)
            .map(|grant| grant.number);
        let last = back.max().map_or(last, |back| back.max(last));
        let next = if planted!(ReuseNumber) {
            last.max(1)
        } else {
            last.saturating_add(1)
        };
        self.numbers.insert(series.clone(), next);
        Ok(next)
    }

    /// Remembers that the changes of an envelope did not get in.
    pub(super) fn refuse_changes(&mut self, prepared: &PreparedEnvelope, reason: Refusal) {
        let record = prepared.envelope.header.record;
        for hash in prepared.change_hashes() {
            self.refused_changes.insert((record, hash), reason);
        }
    }

    /// Why one of these missing changes will not come by itself, if so.
    pub(super) fn refused_among(
        &mut self,
        record: RecordId,
        missing: &[Digest],
    ) -> Result<Option<Refusal>, RelayError> {
        let known = |turn: &Self| {
            missing
                .iter()
                .find_map(|hash| turn.refused_changes.get(&(record, *hash)).copied())
        };
        if let Some(reason) = known(self) {
            return Ok(Some(reason));
        }
        for entry in self.ctx.store.set_apart_of(record)? {
            for change in entry.envelope.changes() {
                if let Ok(inspected) = crate::gate::inspect(change) {
                    self.refused_changes
                        .insert((record, inspected.hash), entry.reason);
                }
            }
        }
        Ok(known(self))
    }

    /// The person behind an actor of a document.
    pub(super) fn author_of(&mut self, actor: ActorId) -> Option<UserId> {
        if self.authors.is_empty() {
            for (device, user) in self.ctx.control.devices.keys() {
                let mut prefix = [0; 12];
                prefix.copy_from_slice(&actor_id(*device, *user, 0).0[..12]);
                self.authors.insert(prefix, *user);
            }
        }
        let mut prefix = [0; 12];
        prefix.copy_from_slice(&actor.0[..12]);
        self.authors.get(&prefix).copied()
    }

    /// What the turn comes to.
    pub(super) fn finish(mut self) -> RelayCommit {
        // Only where something is appended does the decision rest on the head.
        self.commit.expected = self
            .logs
            .iter()
            .filter(|(_, log)| log.expected.map_or(0, |head| head.seq) != log.head.seq)
            .map(|(stream, log)| (*stream, log.expected))
            .collect();
        for (record, live) in self.records {
            let Some(live) = live.filter(|live| live.touched) else {
                continue;
            };
            self.commit.records.push(RecordUpdate {
                record,
                stream: live.stream,
                kind: live.kind,
                document: live.bytes,
                heads: live.heads,
                content: live.content,
                state: live.state,
                last_seq: live.last_seq,
                pending: false,
            });
        }
        self.commit
    }
}
