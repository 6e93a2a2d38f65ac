use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::lifecycle::{self, Act, Event, Facts, LifecycleTables, RecordState};
use wangge_domain::record::{Content, RecordKind, Scalar, holds_control_letters};
use wangge_domain::register::mark_unproven_power;
use wangge_domain::{Digest, RecordId, StreamId, Timestamp, UserId};
use wangge_protocol::{Envelope, Lease, Row, RowBody};

use super::around::{Around, LINK_DEPTH};
use super::clock::{estimated_now, pending_bounds};
use super::{ClientContext, EngineError};
use crate::content_rules::{blocking, premises_of, signed_roles};
use crate::lifecycle_rows::{EventOp, events_of, fold_rows, seen_by};
use crate::redaction::{confirms_redaction, first_author};
use crate::redaction_aim::RedactionAim;
use crate::step_facts::{self, Own};
use crate::store::{Draft, Identity, KnownRecord, RecordUpdate, StoreError};
use crate::{Document, GateContext, actor_id};

/// A record with everything the device knows of it: what was accepted, what is pending, what is
/// only drafted.
pub(super) struct Working {
    pub(super) record: RecordId,
    pub(super) stream: StreamId,
    pub(super) kind: RecordKind,
    /// The document of accepted changes, as saved.
    pub(super) accepted: Vec<u8>,
    pub(super) accepted_heads: Vec<Digest>,
    /// Accepted and pending changes together.
    pub(super) document: Document,
    /// Accepted rows.
    pub(super) rows: Vec<Row>,
    /// Sealed envelopes without a final verdict.
    pub(super) pending: Vec<Envelope>,
    /// In which roles a case was signed as each pending envelope left it: what is written
    /// afterwards does not undo the step that rested on it.
    signed: Vec<String>,
    /// The fields that a pending step said as they were signed then.
    as_signed: Vec<String>,
    pub(super) draft: Option<Draft>,
    pub(super) last_seq: u64,
}

/// Who reads and writes here, loaded once for a call.
pub(super) struct Author {
    pub(super) identity: Identity,
    pub(super) lease: Lease,
    /// The relay's time as the device estimates it when the call begins.
    pub(super) now: Timestamp,
}

impl Author {
    pub(super) fn load(ctx: &ClientContext<'_>) -> Result<Self, EngineError> {
        let identity = ctx.identity()?;
        // The signature was checked when the lease came in.
        let lease = wangge_protocol::decode(&identity.lease.bytes)
            .map_err(|_| EngineError::LeaseUnreadable)?;
        Ok(Self {
            identity,
            lease,
            now: estimated_now(ctx),
        })
    }
}

impl Working {
    /// Everything about a record. `None`: the device knows nothing of it.
    pub(super) fn load(
        ctx: &ClientContext<'_>,
        record: RecordId,
    ) -> Result<Option<Self>, EngineError> {
        let Some((mut working, pending)) = Self::load_accepted(ctx, record)? else {
            return Ok(None);
        };
        pending
            .into_iter()
            .for_each(|envelope| working.add_pending(envelope));
        Ok(Some(working))
    }

    /// A record as it was accepted, and apart from it what is pending, not yet laid on top: for
    /// those who change what is beneath.
    pub(super) fn load_accepted(
        ctx: &ClientContext<'_>,
        record: RecordId,
    ) -> Result<Option<(Self, Vec<Envelope>)>, EngineError> {
        let KnownRecord {
            stored,
            rows,
            pending,
            draft,
        } = ctx.store.known(record)?;
        let pending: Vec<Envelope> = pending.into_iter().map(|it| it.envelope).collect();
        let place = stored
            .as_ref()
            .map(|it| (it.stream, it.kind.clone()))
            .or_else(|| {
                pending
                    .first()
                    .map(|it| (it.header.stream, it.header.kind.clone()))
            })
            .or_else(|| draft.as_ref().map(|it| (it.stream, it.kind.clone())));
        let Some((stream, kind)) = place else {
            return Ok(None);
        };
        let (accepted, last_seq) = stored.map_or((Vec::new(), 0), |it| (it.document, it.last_seq));
        let document =
            Document::load(&accepted).map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let working = Self {
            record,
            stream,
            kind,
            accepted_heads: document.heads(),
            accepted,
            document,
            rows,
            pending: Vec::new(),
            signed: Vec::new(),
            as_signed: Vec::new(),
            draft,
            last_seq,
        };
        Ok(Some((working, pending)))
    }

    /// A record that begins now.
    pub(super) fn begin(record: RecordId, stream: StreamId, kind: RecordKind) -> Self {
        Self {
            record,
            stream,
            kind,
            accepted: Vec::new(),
            accepted_heads: Vec::new(),
            document: Document::new(),
            rows: Vec::new(),
            pending: Vec::new(),
            signed: Vec::new(),
            as_signed: Vec::new(),
            draft: None,
            last_seq: 0,
        }
    }

    /// Takes this as the document of all accepted changes; what is pending is laid on top anew.
    pub(super) fn accept(&mut self, document: Document) {
        self.accepted = document.save();
        self.accepted_heads = document.heads();
        self.document = document;
    }

    /// Lays a sealed envelope on top. A change that builds on a refused one stays out of the
    /// document: its own verdict will say so.
    pub(super) fn add_pending(&mut self, envelope: Envelope) {
        let header = &envelope.header;
        let owner = GateContext {
            device: header.device,
            user: header.user,
        };
        // What a confirmation leaves takes the record's place when the relay has decided.
        if !confirms_redaction(&envelope) {
            for change in envelope.changes() {
                let _left_out = self.document.apply(change, &owner);
            }
        }
        self.keep_pending(envelope);
    }

    /// The same for one whose changes the document has already.
    pub(super) fn keep_pending(&mut self, envelope: Envelope) {
        if self.kind.is_case() {
            let content = self.document.content();
            self.signed.extend(signed_roles(&content));
            for event in events_of(&envelope) {
                if let EventOp::Known(Event::Step(step)) = event {
                    let fields = step_facts::signed_fields(&self.kind, &step, &content);
                    let same = fields.into_iter().filter(|(_, same)| *same);
                    self.as_signed.extend(same.map(|(name, _)| name));
                }
            }
        }
        self.pending.push(envelope);
    }

    /// Nobody writes over what this build cannot read（只读）.
    ///
    /// # Errors
    /// The log of the record holds an act of a later version, or the record is of a later kind.
    pub(super) fn check_writable(&self) -> Result<(), EngineError> {
        let is_later = |row: &Row| match &row.body {
            RowBody::Accepted { envelope, .. } => {
                let mut events = events_of(envelope).into_iter();
                events.any(|event| matches!(event, EventOp::Unknown(_)))
            }
            RowBody::Stub(_) => false,
        };
        let is_later_kind = matches!(self.kind, RecordKind::Other(_)) && !self.rows.is_empty();
        if (is_later_kind || self.rows.iter().any(is_later)) && !planted!(WriteUnread) {
            return Err(EngineError::ReadOnly(self.record));
        }
        Ok(())
    }

    /// The policy revision that the record was begun under.
    pub(super) fn policy_revision(&self) -> Option<u32> {
        let accepted = self.rows.iter().find_map(|row| match &row.body {
            RowBody::Accepted { envelope, .. } => Some(envelope.header.policy_revision),
            RowBody::Stub(_) => None,
        });
        accepted.or_else(|| self.pending.first().map(|it| it.header.policy_revision))
    }

    /// Content with pending changes and the draft on top.
    pub(super) fn content(&self) -> Content {
        let mut content = self.document.content();
        if let Some(draft) = &self.draft {
            for (key, value) in &draft.edits {
                content.set(key.clone(), value.clone());
            }
        }
        content
    }

    /// What is left of the accepted content without these fields（涂销后留下的内容）.
    ///
    /// # Errors
    /// [`EngineError::NothingToSeal`]: nothing is.
    pub(super) fn left_without(
        &self,
        fields: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Scalar>, EngineError> {
        let accepted = Document::load(&self.accepted)?;
        let mut left = accepted.content().fields;
        left.retain(|key, _| !fields.contains(key));
        if left.is_empty() {
            return Err(EngineError::NothingToSeal(self.record));
        }
        Ok(left)
    }

    /// What is known of the record and its surroundings on this device.
    fn facts(
        &self,
        ctx: &ClientContext<'_>,
        author: &Author,
        content: &Content,
        (acts, accepted): (&[Act], &RecordState),
        depth: u8,
    ) -> Facts {
        let now = author.now;
        // The document of a record that was blanked begins with somebody else's change.
        let redacted = accepted.redacted_at().is_some();
        let begun_by = first_author(&self.rows).filter(|_| redacted);
        let first_actor = self.document.first_actor().filter(|_| !redacted);
        let author = first_actor.and_then(|actor| {
            let owns = |device, user| GateContext { device, user }.owns(&actor);
            // Most records on a phone are its own; the others take a hash for each device.
            let own = (author.identity.device, author.identity.user);
            let mut people = std::iter::once(&own).chain(ctx.control.devices.keys());
            people
                .find(|(device, user)| owns(*device, *user))
                .map(|(_, user)| *user)
        });
        let mut facts = Facts {
            premises: premises_of(&self.kind, self.record, content),
            author: author.or(begun_by),
            conflicts_open: u32::try_from(content.conflicts.len()).unwrap_or(u32::MAX),
            blocking: blocking(&self.kind, content, ctx.policy, now.china_date()),
            ..Facts::default()
        };
        if !self.signed.is_empty() {
            facts
                .step
                .get_or_insert_default()
                .signed
                .clone_from(&self.signed);
        }
        if !self.as_signed.is_empty() {
            facts
                .step
                .get_or_insert_default()
                .as_signed
                .clone_from(&self.as_signed);
        }
        let own = Own {
            record: self.record,
            kind: &self.kind,
            content,
            case: &accepted.case,
            shown_from: accepted.shown_from(),
            reported_at: accepted.reported_at(),
        };
        let events = || acts.iter().map(|act| &act.event);
        let aim = RedactionAim::of(events(), accepted.redaction.as_ref());
        facts.redaction = aim.map(|aim| Box::new(aim.told_by(&self.rows)));
        let mut around = Around { ctx, depth };
        // What cannot be read counts as not there; the relay asks again.
        let _partial =
            step_facts::complete(&mut facts, &mut around, ctx.policy, &own, events(), now);
        facts
    }

    /// Lifecycle with pending events on top.
    pub(super) fn state(
        &self,
        ctx: &ClientContext<'_>,
        author: &Author,
        content: &Content,
        depth: u8,
    ) -> RecordState {
        let accepted = fold_rows(&self.kind, &self.rows, ctx.control);
        let acts = self.pending_acts(ctx, author, content);
        if acts.is_empty() {
            return accepted;
        }
        let about = (acts.as_slice(), &accepted);
        let facts = self.facts(ctx, author, content, about, depth);
        let tables = LifecycleTables::standard();
        lifecycle::fold_pending(ctx.policy, tables, accepted, &acts, &facts)
    }

    fn pending_acts(
        &self,
        ctx: &ClientContext<'_>,
        author: &Author,
        content: &Content,
    ) -> Vec<Act> {
        let premises = premises_of(&self.kind, self.record, content);
        self.pending
            .iter()
            .flat_map(|envelope| acts_of(ctx, author, envelope, premises))
            .collect()
    }

    /// The derived state to store and to show.
    pub(super) fn update(&self, ctx: &ClientContext<'_>, author: &Author) -> RecordUpdate {
        let content = self.content();
        let mut state = self.state(ctx, author, &content, LINK_DEPTH);
        mark_unproven_power(ctx.control, self.stream.grid(), &mut state, &content);
        RecordUpdate {
            record: self.record,
            stream: self.stream,
            kind: self.kind.clone(),
            document: self.accepted.clone(),
            heads: self.accepted_heads.clone(),
            state,
            content,
            last_seq: self.last_seq,
            pending: !self.pending.is_empty() || self.draft.is_some(),
        }
    }

    /// What the user sees now, as heads: the base of a new draft.
    pub(super) fn heads(&self) -> Vec<Digest> {
        self.document.heads()
    }

    /// The actor under which this device writes.
    pub(super) fn actor(identity: &Identity) -> crate::ActorId {
        actor_id(identity.device, identity.user, identity.incarnation)
    }
}

/// The acts of a sealed envelope that has no verdict yet, as the relay would see them now.
fn acts_of(
    ctx: &ClientContext<'_>,
    author: &Author,
    envelope: &Envelope,
    premises: Option<RecordId>,
) -> Vec<Act> {
    let (header, now) = (&envelope.header, author.now);
    let time = pending_bounds(ctx, &header.made, now);
    let made = time.best();
    let grants = grants_for(author, header.user);
    let grid = ctx.control.home_at(premises, header.stream.grid(), made);
    let actor = ctx
        .control
        .actor(header.user, header.device, &grants, grid, made, now);
    let id = envelope.id();
    events_of(envelope)
        .into_iter()
        .filter_map(|event| match event {
            EventOp::Known(event) => Some(Act {
                envelope: id,
                event,
                actor: actor.clone(),
                time,
                received_at: now,
                policy_revision: header.policy_revision,
                seen: seen_by(envelope),
            }),
            EventOp::Unknown(_) => None,
        })
        .collect()
}

fn grants_for(author: &Author, user: UserId) -> Vec<wangge_domain::people::RoleGrant> {
    author
        .lease
        .grants
        .iter()
        .filter(|grant| grant.user == user)
        .cloned()
        .collect()
}

/// Checks keys and values of edits against the limits of the gate, before anything is stored, and
/// that no text holds control characters, which repaint what stands beside them on a screen.
pub(super) fn check_edits(
    edits: &BTreeMap<String, wangge_domain::record::Scalar>,
) -> Result<(), EngineError> {
    use crate::gate::limits::{MAX_KEY_BYTES, MAX_TEXT_BYTES};
    for (key, value) in edits {
        if key.is_empty() || key.len() > MAX_KEY_BYTES {
            return Err(EngineError::NotAllowed(key.clone()));
        }
        let Some(text) = value.as_text() else {
            continue;
        };
        if text.len() > MAX_TEXT_BYTES {
            return Err(EngineError::TextTooLong {
                key: key.clone(),
                bytes: text.len(),
                most: MAX_TEXT_BYTES,
            });
        }
        if holds_control_letters(text) {
            return Err(EngineError::ControlLetters(key.clone()));
        }
    }
    Ok(())
}
