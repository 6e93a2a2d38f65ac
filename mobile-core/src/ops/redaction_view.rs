use std::collections::BTreeSet;

use wangge_domain::lifecycle::{Effect, Event, HistoryEntry, RecordState};
use wangge_domain::{Timestamp, UserId};
use wangge_protocol::EnvelopeId;
use wangge_sync_engine::takes_files;

use crate::session::Session;

/// A redaction that waits for its second person（待确认的涂销）, as whoever confirms it has to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedactionView {
    /// The request: who confirms names it.
    pub request: EnvelopeId,
    /// Who asked.
    pub by: UserId,
    /// The name of who asked, or the id if nobody here knows it.
    pub by_name: String,
    /// When it was made, as well as that is known.
    pub asked_at: Option<Timestamp>,
    /// Why.
    pub reason: String,
    /// The fields that do not live on.
    pub fields: Vec<String>,
    /// The photos that the envelopes name go, too.
    pub photos: bool,
    /// How many envelopes are blanked.
    pub envelopes: usize,
    /// How many requests before it, since the last redaction, it took the place of.
    pub replaced: usize,
}

impl RedactionView {
    /// The one that waits on a record, if any.
    pub(super) fn of(session: &Session, state: &RecordState) -> Option<Self> {
        let asked = state.redaction.as_ref()?;
        let fields: BTreeSet<String> = asked.fields.iter().cloned().collect();
        let applied = |entry: &&HistoryEntry| entry.effect == Effect::Applied;
        let requests = state
            .history
            .iter()
            .rev()
            .filter(applied)
            .take_while(|entry| entry.event != Event::REDACTION_CONFIRMED)
            .filter(|entry| entry.event == Event::REDACTION_REQUESTED);
        let line = state
            .history
            .iter()
            .find(|entry| entry.envelope == asked.request);
        let person = session.control.people.get(&asked.by);
        Some(Self {
            request: asked.request,
            by: asked.by,
            by_name: person.map_or_else(|| asked.by.to_string(), |it| it.name.clone()),
            asked_at: line.map(|entry| entry.time.best()),
            reason: asked.reason.clone(),
            photos: takes_files(&fields),
            fields: asked.fields.clone(),
            envelopes: asked.envelopes.len(),
            replaced: requests.count().saturating_sub(1),
        })
    }
}
