use wangge_domain::lifecycle::{Event, Facts, RecordState, Status};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{GridId, RecordId, Timestamp, UserId};

use super::RelayError;
use super::prepared::PreparedEnvelope;
use super::provisional::is_number_used;
use super::redact::redaction_facts;
use super::turn::{Live, Turn};
use crate::Document;
use crate::content_rules::{blocking, photos_wanted, premises_of, signed_roles, statement_digest};
use crate::lifecycle_rows::EventOp;
use crate::redaction::first_author;
use crate::step_facts::{self, Own, Surroundings};

/// What the relay knows about a record and its surroundings when it decides（事实）.
pub(super) fn base_facts(
    turn: &mut Turn<'_>,
    policy: &PolicyPack,
    prepared: &PreparedEnvelope,
    live: &Live,
    received_at: Timestamp,
) -> Result<Facts, RelayError> {
    let header = &prepared.envelope.header;
    let premises = premises_of(&live.kind, header.record, &live.content);
    let mut facts = Facts {
        premises,
        ..Facts::default()
    };
    if prepared.events.is_empty() {
        return Ok(facts);
    }
    facts.author = author(turn, header.record, live)?;
    facts.number_used = is_number_used(turn, prepared)?;
    facts.conflicts_open = u32::try_from(live.content.conflicts.len()).unwrap_or(u32::MAX);
    facts.blocking = blocking(&live.kind, &live.content, policy, received_at.china_date());
    for photo in photos_wanted(&live.content, &live.state) {
        if !is_shown(turn, photo)? {
            facts.photos_missing += 1;
        }
    }
    let events = prepared.events.iter().filter_map(|event| match event {
        EventOp::Known(event) => Some(event),
        EventOp::Unknown(_) => None,
    });
    let own = Own {
        record: header.record,
        kind: &live.kind,
        content: &live.content,
        case: &live.state.case,
        shown_from: live.state.shown_from(),
        reported_at: live.state.reported_at(),
    };
    step_facts::complete(&mut facts, turn, policy, &own, events, received_at)?;
    if let Some(known) = facts.step.as_mut().filter(|known| !known.signed.is_empty()) {
        let roles = roles_cited(prepared, live);
        known
            .signed
            .retain(|role| roles.iter().all(|cited| cited.contains(role)));
    }
    facts.redaction = redaction_facts(turn, prepared, live)?;
    Ok(facts)
}

/// Who began the record. The document of one that was blanked begins with somebody else's change: then
/// its first row tells.
fn author(
    turn: &mut Turn<'_>,
    record: RecordId,
    live: &Live,
) -> Result<Option<UserId>, RelayError> {
    if live.state.redacted_at().is_none() {
        return Ok(live.first_actor.and_then(|actor| turn.author_of(actor)));
    }
    let rows = turn.ctx.store.rows_of(record)?;
    Ok(first_author(&rows))
}

/// In which roles the versions were signed that the steps are about, where these are not the content
/// as it stands: the paper of a step prints what it cites, so nobody may cite other words than
/// those that are signed now, nor a version under which somebody had not signed yet.
fn roles_cited(prepared: &PreparedEnvelope, live: &Live) -> Vec<Vec<String>> {
    let versions = prepared.events.iter().filter_map(|event| match event {
        EventOp::Known(Event::Step(step)) => step.version.as_ref(),
        _ => None,
    });
    let older = versions.filter(|version| version.heads != live.heads);
    older
        .map(|version| {
            let document = Document::load(&live.bytes).ok();
            let then = document.and_then(|it| it.content_at(&version.heads).ok());
            let statement = statement_digest(&live.content);
            let same = then.filter(|then| statement_digest(then) == statement);
            same.as_ref().map(signed_roles).unwrap_or_default()
        })
        .collect()
}

impl Surroundings for Turn<'_> {
    type Error = RelayError;

    fn look(&mut self, record: RecordId) -> Result<Option<(RecordState, Content)>, RelayError> {
        let live = self.record(record)?;
        Ok(live.map(|live| (live.state.clone(), live.content.clone())))
    }

    fn on(&mut self, premises: RecordId, kind: &RecordKind) -> Result<Vec<RecordId>, RelayError> {
        let mut found = self.ctx.store.records_on(premises, kind)?;
        // Records that begin in this very turn are not in the store yet.
        let fresh = self.records.iter().filter_map(|(record, live)| {
            let live = live.as_ref()?;
            let hangs = premises_of(&live.kind, *record, &live.content) == Some(premises);
            (hangs && live.kind == *kind).then_some(*record)
        });
        found.extend(fresh);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    fn standing(
        &mut self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, RelayError> {
        let mut found = self.ctx.store.records_standing(kind, status)?;
        // What came to stand there in this very turn is not in the store yet.
        let fresh = self.records.iter().filter_map(|(record, live)| {
            let live = live.as_ref()?;
            let stands = live.kind == *kind && live.state.status == *status;
            stands.then_some(*record)
        });
        found.extend(fresh);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    fn grids_of(&mut self, record: RecordId) -> Result<Vec<GridId>, RelayError> {
        let control = self.ctx.control;
        let live = self.record(record)?;
        let grid = live.map(|live| live.stream.grid());
        Ok(grid.map_or_else(Vec::new, |grid| control.path(grid)))
    }

    /// By the hashes of the signed headers, not by what the records say of themselves.
    fn twins(&mut self, photo: RecordId, _: &Content) -> Result<Vec<RecordId>, RelayError> {
        let mut found = Vec::new();
        for named in self.blobs_of(photo)? {
            found.extend(self.photos_of_file(&named.original)?);
        }
        found.retain(|one| *one != photo);
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

/// Whether the view copies of a photo record are here and verified.
fn is_shown(turn: &mut Turn<'_>, photo: RecordId) -> Result<bool, RelayError> {
    let views: Vec<_> = turn
        .blobs_of(photo)?
        .into_iter()
        .map(|blobs| blobs.view)
        .collect();
    if views.is_empty() {
        return Ok(false);
    }
    let held = turn.ctx.store.blobs_held(&views)?;
    Ok(views.iter().all(|view| held.get(view) == Some(&true)))
}
