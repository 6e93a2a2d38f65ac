use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::lifecycle::{Event, Version};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{RecordId, StreamId};
use wangge_protocol::limits::{MAX_AFTER, MAX_BLOBS, MAX_EVENT_BYTES, MAX_OPS, MAX_SEAL_LEAVES};
use wangge_protocol::{
    BlobHashes, Cursor, Envelope, EnvelopeId, Header, Made, Op, ops_hash, seal_headers, sha256,
};

use super::clock::{carried_on, made_now};
use super::working::{Author, Working};
use super::{ClientContext, EngineError};
use crate::store::{ChainTip, ClientCommit, DraftChange};
use crate::{Document, DocumentError};

/// Bytes of keys and values that go into one change; a larger draft becomes several changes of
/// one envelope.
const CHANGE_BUDGET: usize = 40 * 1024;

/// An event to seal（待签事件）.
pub enum EventPlan {
    /// An event that stands by itself.
    Ready(Event),
    /// An event that cites the version after the draft was applied: submit, finding, notice.
    WithVersion(Box<dyn FnOnce(Version) -> Event>),
}

impl std::fmt::Debug for EventPlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ready(event) => f.debug_tuple("Ready").field(event).finish(),
            Self::WithVersion(_) => f.write_str("WithVersion(…)"),
        }
    }
}

/// One record to seal: its draft, if any, together with these events.
#[derive(Debug)]
pub struct SealRequest {
    /// Which record.
    pub record: RecordId,
    /// Stream and kind, for a record that begins with an event and has no draft.
    pub begins: Option<(StreamId, RecordKind)>,
    /// Events in order.
    pub events: Vec<EventPlan>,
    /// Photos whose bytes belong to the envelope.
    pub blobs: Vec<BlobHashes>,
    /// Envelopes that this one waits for.
    pub after: Vec<EnvelopeId>,
    /// Wait for the envelopes of the requests before this one, too.
    pub after_previous: bool,
    /// Of the confirmation of a redaction: the document begins anew without these fields. The draft
    /// stays as it is.
    pub anew_without: Option<BTreeSet<String>>,
}

impl SealRequest {
    /// A record's draft with these events.
    #[must_use]
    pub fn new(record: RecordId, events: Vec<EventPlan>) -> Self {
        Self {
            record,
            begins: None,
            events,
            blobs: Vec::new(),
            after: Vec::new(),
            after_previous: false,
            anew_without: None,
        }
    }
}

/// Seals a record's draft, if any, together with events in one envelope, in one commit（封签）.
///
/// # Errors
/// There is nothing to seal, the record is unknown or of a later version, or the store failed.
pub fn seal(
    ctx: &ClientContext<'_>,
    record: RecordId,
    events: Vec<EventPlan>,
    blobs: Vec<BlobHashes>,
) -> Result<EnvelopeId, EngineError> {
    let request = SealRequest {
        blobs,
        ..SealRequest::new(record, events)
    };
    let sealed = seal_many(ctx, vec![request])?;
    sealed
        .first()
        .copied()
        .ok_or(EngineError::NothingToSeal(record))
}

/// Seals several records under one seal, in one commit: all or none. A request that has neither
/// a change nor an event yields no envelope.
///
/// # Errors
/// As [`seal`].
pub fn seal_many(
    ctx: &ClientContext<'_>,
    requests: Vec<SealRequest>,
) -> Result<Vec<EnvelopeId>, EngineError> {
    let mut sealing = Sealing::begin(ctx)?;
    for request in requests {
        sealing.add(ctx, request)?;
    }
    sealing.commit(ctx)
}

/// Seals all open drafts, at most `limit`, before a sync. A draft that cannot be sealed stays as
/// it is and is shown as a draft.
///
/// # Errors
/// The device is not enrolled, or the store failed.
pub fn seal_drafts(ctx: &ClientContext<'_>, limit: usize) -> Result<Vec<EnvelopeId>, EngineError> {
    let drafts = ctx.store.drafts(limit)?;
    if drafts.is_empty() {
        return Ok(Vec::new());
    }
    let mut sealing = Sealing::begin(ctx)?;
    for draft in drafts {
        let added = sealing.add(ctx, SealRequest::new(draft.record, Vec::new()));
        if let Err(EngineError::Store(error)) = added {
            return Err(error.into());
        }
    }
    sealing.commit(ctx)
}

struct Unsealed {
    header: Header,
    header_bytes: Vec<u8>,
    ops: Vec<Op>,
}

/// Envelopes being sealed together.
struct Sealing {
    author: Author,
    cursors: Vec<Cursor>,
    tips: BTreeMap<StreamId, ChainTip>,
    made: BTreeMap<StreamId, Made>,
    records: BTreeMap<RecordId, Working>,
    unsealed: Vec<Unsealed>,
    ids: Vec<EnvelopeId>,
    drafts: Vec<DraftChange>,
}

impl Sealing {
    fn begin(ctx: &ClientContext<'_>) -> Result<Self, EngineError> {
        Ok(Self {
            author: Author::load(ctx)?,
            cursors: ctx.store.cursors()?,
            tips: BTreeMap::new(),
            made: BTreeMap::new(),
            records: BTreeMap::new(),
            unsealed: Vec::new(),
            ids: Vec::new(),
            drafts: Vec::new(),
        })
    }

    fn add(&mut self, ctx: &ClientContext<'_>, request: SealRequest) -> Result<(), EngineError> {
        let record = request.record;
        let mut working = match self.records.remove(&record) {
            Some(working) => working,
            None => match (Working::load(ctx, record)?, &request.begins) {
                (Some(working), _) => working,
                (None, Some((stream, kind))) => Working::begin(record, *stream, kind.clone()),
                (None, None) => return Err(EngineError::UnknownRecord(record)),
            },
        };
        let added = self.add_to(ctx, &mut working, request);
        self.records.insert(record, working);
        added
    }

    fn add_to(
        &mut self,
        ctx: &ClientContext<'_>,
        working: &mut Working,
        request: SealRequest,
    ) -> Result<(), EngineError> {
        let record = request.record;
        if working.draft.is_some() || !request.events.is_empty() {
            working.check_writable()?;
        }
        let anew = request.anew_without.as_ref();
        let mut document = match anew {
            Some(_) => Document::new(),
            None => working.document.clone(),
        };
        let mut ops = Vec::new();
        let actor = Working::actor(&self.author.identity);
        if let Some(fields) = anew {
            for part in parts(&working.left_without(fields)?) {
                ops.push(Op::Change(document.edit(&actor, None, &part)?));
            }
        } else if let Some(draft) = &working.draft {
            for (number, part) in parts(&draft.edits).into_iter().enumerate() {
                // The first part stands on what the user saw, the others on the first.
                let base = (number == 0).then_some(draft.base_heads.as_slice());
                match document.edit(&actor, base, &part) {
                    Ok(change) => ops.push(Op::Change(change)),
                    Err(DocumentError::NoChange) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        for plan in request.events {
            let event = match plan {
                EventPlan::Ready(event) => event,
                EventPlan::WithVersion(make) => make(document.version()),
            };
            ops.push(Op::event(&event));
        }
        let long = |op: &Op| matches!(op, Op::Event(bytes) if bytes.len() > MAX_EVENT_BYTES);
        if ops.len() > MAX_OPS || ops.iter().any(long) || request.blobs.len() > MAX_BLOBS {
            return Err(EngineError::TooLarge(record));
        }
        let mut after = request.after;
        if request.after_previous {
            after.extend(self.ids.last());
        }
        if after.len() > MAX_AFTER {
            return Err(EngineError::TooLarge(record));
        }
        if !ops.is_empty() {
            let header = self.header(ctx, working, &ops, request.blobs, after)?;
            let header_bytes = header.to_bytes();
            let id = sha256(&header_bytes);
            self.tips.insert(
                working.stream,
                ChainTip {
                    seq: header.device_seq,
                    last: id,
                },
            );
            self.unsealed.push(Unsealed {
                header,
                header_bytes,
                ops,
            });
            self.ids.push(id);
            if anew.is_none() {
                working.document = document;
            }
        }
        if anew.is_none() && working.draft.take().is_some() {
            self.drafts.push(DraftChange::Clear(record));
        }
        Ok(())
    }

    fn header(
        &mut self,
        ctx: &ClientContext<'_>,
        working: &Working,
        ops: &[Op],
        blobs: Vec<BlobHashes>,
        after: Vec<EnvelopeId>,
    ) -> Result<Header, EngineError> {
        let identity = &self.author.identity;
        let stream = working.stream;
        let tip = match self.tips.get(&stream) {
            Some(tip) => *tip,
            None => ctx.store.chain_tip(stream)?,
        };
        let made = match self.made.get(&stream) {
            Some(made) => made.clone(),
            None => {
                let cursor = self.cursors.iter().find(|cursor| cursor.stream == stream);
                let made = made_now(ctx, cursor)?;
                self.made.insert(stream, made.clone());
                made
            }
        };
        Ok(Header {
            v: 1,
            tenant: identity.tenant,
            stream,
            record: working.record,
            kind: working.kind.clone(),
            user: identity.user,
            device: identity.device,
            device_seq: tip.seq + 1,
            lease: Some(identity.lease.digest()),
            policy_revision: working.policy_revision().unwrap_or(ctx.policy.revision),
            after,
            made,
            blobs,
            prev: tip.last,
            ops_hash: ops_hash(ops),
        })
    }

    fn commit(mut self, ctx: &ClientContext<'_>) -> Result<Vec<EnvelopeId>, EngineError> {
        if self.unsealed.is_empty() && self.drafts.is_empty() {
            return Ok(Vec::new());
        }
        let mut seals = Vec::with_capacity(self.ids.len());
        for ids in self.ids.chunks(MAX_SEAL_LEAVES) {
            seals.extend(seal_headers(ctx.key, ids));
        }
        let sealed: Vec<Envelope> = std::mem::take(&mut self.unsealed)
            .into_iter()
            .zip(seals)
            .map(|(it, seal)| Envelope {
                header_bytes: it.header_bytes,
                header: it.header,
                ops: it.ops,
                seal,
            })
            .collect();
        for envelope in &sealed {
            if let Some(working) = self.records.get_mut(&envelope.header.record) {
                working.keep_pending(envelope.clone());
            }
        }
        let records = self
            .records
            .values()
            .map(|working| working.update(ctx, &self.author))
            .collect();
        ctx.store.commit(ClientCommit {
            sealed,
            records,
            drafts: self.drafts,
            anchor: ctx
                .store
                .anchor()?
                .map(|memory| carried_on(&memory, ctx.now)),
            ..ClientCommit::default()
        })?;
        Ok(self.ids)
    }
}

/// Splits a draft into parts that fit one change each.
fn parts(edits: &BTreeMap<String, Scalar>) -> Vec<BTreeMap<String, Scalar>> {
    let mut parts = vec![BTreeMap::new()];
    let mut used = 0;
    for (key, value) in edits {
        let size = key.len() + value.as_text().map_or(10, str::len) + 8;
        if used + size > CHANGE_BUDGET && used > 0 {
            parts.push(BTreeMap::new());
            used = 0;
        }
        used += size;
        if let Some(part) = parts.last_mut() {
            part.insert(key.clone(), value.clone());
        }
    }
    parts
}
