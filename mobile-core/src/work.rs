use std::collections::BTreeMap;

use chrono::NaiveDate;
use wangge_domain::lifecycle::{
    Act, Action, Actor, Effect, Event, Facts, LifecycleTables, RecordState, TimeBounds, Version,
    allowed_actions, judge, permission,
};
use wangge_domain::record::{Content, RecordKind, Scalar};
use wangge_domain::{Digest, GridId, RecordId, StreamId, Timestamp};
use wangge_protocol::{BlobHashes, EnvelopeId, Lease};
use wangge_sync_engine::client::{self, ClientContext, EventPlan, SealRequest};
use wangge_sync_engine::store::RecordUpdate;

use crate::random::random_bytes;
use crate::store::Database;
use crate::{Core, CoreError, RandomSource};

/// What one operation of the facade works with（一次操作）: the engine's context, the database,
/// the lease, and the rules asked before anything is written.
pub(crate) struct Work<'a> {
    /// The engine's view of the device.
    pub(crate) ctx: ClientContext<'a>,
    /// The database, for lists and blobs.
    pub(crate) db: &'a Database,
    /// What this person may do offline.
    pub(crate) lease: &'a Lease,
    /// Identifiers are minted from it.
    pub(crate) random: &'a dyn RandomSource,
}

impl Core {
    /// Runs an operation while nobody else changes what it rests on.
    pub(crate) fn with<T>(
        &self,
        operation: impl FnOnce(&Work<'_>) -> Result<T, CoreError>,
    ) -> Result<T, CoreError> {
        let session = self.session()?;
        self.change(&session, |ctx| {
            operation(&Work {
                ctx: *ctx,
                db: &self.inner.store,
                lease: &session.lease,
                random: self.inner.random.as_ref(),
            })
        })
    }
}

impl Work<'_> {
    /// The relay's time, as well as the phone can tell.
    pub(crate) fn now(&self) -> Timestamp {
        client::estimated_now(&self.ctx)
    }

    /// The civil date in China.
    pub(crate) fn today(&self) -> NaiveDate {
        self.now().china_date()
    }

    /// A fresh record id.
    pub(crate) fn mint(&self) -> RecordId {
        RecordId::mint(self.ctx.now.wall_ms, random_bytes(self.random))
    }

    /// A record as it shows on this phone.
    pub(crate) fn view(&self, record: RecordId) -> Result<RecordUpdate, CoreError> {
        client::view(&self.ctx, record)?.ok_or(CoreError::UnknownRecord)
    }

    /// A record of this kind.
    pub(crate) fn view_of(
        &self,
        record: RecordId,
        kind: &RecordKind,
    ) -> Result<RecordUpdate, CoreError> {
        let view = self.view(record)?;
        if view.kind == *kind { Ok(view) } else { Err(CoreError::UnknownRecord) }
    }

    /// The stream of a grid that is this person's.
    pub(crate) fn stream_of(&self, grid: GridId) -> Result<StreamId, CoreError> {
        let stream = StreamId::of_grid(grid);
        if self.lease.streams.contains(&stream) { Ok(stream) } else { Err(CoreError::UnknownGrid) }
    }

    /// This person as the rules see them, in a stream.
    pub(crate) fn actor(&self, stream: StreamId) -> Actor {
        let now = self.now();
        self.ctx.control.actor(
            self.lease.person.user,
            self.lease.device,
            &self.lease.grants,
            stream.grid(),
            now,
            now,
        )
    }

    /// Whether this person may do an operation in a stream.
    pub(crate) fn permit(
        &self,
        operation: &str,
        stream: StreamId,
        premises: Option<RecordId>,
    ) -> Result<(), CoreError> {
        let facts = Facts { premises, ..Facts::default() };
        permission(self.ctx.policy, &self.actor(stream), &facts, operation)
            .map(|_| ())
            .map_err(CoreError::NotAllowed)
    }

    /// Saves edits of a record durably: they show at once and travel at the next seal.
    pub(crate) fn edit(
        &self,
        record: RecordId,
        kind: &RecordKind,
        stream: StreamId,
        edits: &BTreeMap<String, Scalar>,
    ) -> Result<(), CoreError> {
        Ok(client::edit(&self.ctx, record, kind, stream, edits)?)
    }

    /// Does something with authority to a record, if the rules allow it now: its draft and the
    /// event are sealed together. `make` gets the version that the event is to cite.
    pub(crate) fn act(
        &self,
        view: &RecordUpdate,
        make: impl Fn(Version) -> Event + 'static,
    ) -> Result<EnvelopeId, CoreError> {
        self.act_with(view, Vec::new(), make)
    }

    /// Like [`Work::act`], with photos whose bytes belong to the envelope.
    pub(crate) fn act_with(
        &self,
        view: &RecordUpdate,
        blobs: Vec<BlobHashes>,
        make: impl Fn(Version) -> Event + 'static,
    ) -> Result<EnvelopeId, CoreError> {
        let nothing_yet = Version { heads: Vec::new(), content: Digest::ZERO };
        self.check(view, &make(nothing_yet))?;
        let request = SealRequest {
            begins: Some((view.stream, view.kind.clone())),
            blobs,
            ..SealRequest::new(view.record, vec![EventPlan::WithVersion(Box::new(make))])
        };
        let sealed = client::seal_many(&self.ctx, vec![request])?;
        sealed.first().copied().ok_or_else(|| CoreError::Internal("nothing was sealed".to_owned()))
    }

    /// Whether an event would take effect now; the reason if not.
    pub(crate) fn check(&self, view: &RecordUpdate, event: &Event) -> Result<(), CoreError> {
        let now = self.now();
        let act = Act {
            envelope: Digest::ZERO,
            event: event.clone(),
            actor: self.actor(view.stream),
            time: TimeBounds { lower: now, upper: now, claimed: now, clock_flagged: false },
            received_at: now,
            policy_revision: self.ctx.policy.revision,
            seen: view.last_seq,
        };
        let tables = LifecycleTables::standard();
        let facts = facts_of(view);
        let ruling = judge(self.ctx.policy, tables, &view.state, &act, &facts);
        match ruling.effect {
            Effect::Applied => Ok(()),
            Effect::NoEffect(reason) => Err(CoreError::NotAllowed(reason)),
        }
    }

    /// What this person may do to a record now.
    pub(crate) fn actions(&self, view: &RecordUpdate) -> Vec<Action> {
        let tables = LifecycleTables::standard();
        let actor = self.actor(view.stream);
        let facts = facts_of(view);
        allowed_actions(self.ctx.policy, tables, &view.state, &actor, &facts, self.now())
    }
}

/// A record that does not exist yet, as its first event will find it.
pub(crate) fn unborn(
    record: RecordId,
    stream: StreamId,
    kind: RecordKind,
    content: Content,
) -> RecordUpdate {
    RecordUpdate {
        record,
        stream,
        kind: kind.clone(),
        document: Vec::new(),
        heads: Vec::new(),
        content,
        state: RecordState::new(kind),
        last_seq: 0,
        pending: true,
    }
}

/// What the phone knows of the facts that the relay will judge by.
fn facts_of(view: &RecordUpdate) -> Facts {
    let premises = match view.kind {
        RecordKind::Premises => Some(view.record),
        _ => view.content.text("premises").and_then(|id| id.parse().ok()),
    };
    let conflicts_open = u32::try_from(view.content.conflicts.len()).unwrap_or(u32::MAX);
    Facts { premises, conflicts_open, ..Facts::default() }
}
