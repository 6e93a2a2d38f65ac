//! Content that two people blanked（涂销）: which changes make a record's document since then, and what
//! a confirmation blanks. The same on the relay, on phones, and wherever rows are read.

use std::collections::BTreeSet;

use wangge_domain::lifecycle::{Effect, Event, Outcome, RecordState};
use wangge_domain::{Digest, UserId};
use wangge_protocol::{Decision, Envelope, EnvelopeId, Row, RowBody};

use crate::gate;
use crate::lifecycle_rows::{EventOp, events_of, seen_by};

/// What the changes of an accepted envelope are to its record's document（内容作用）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContentPart {
    /// They build on what is there.
    Follows,
    /// A redaction was confirmed: the document begins anew with them.
    Begins,
    /// They would have begun it anew, but the confirmation had no effect: they are no part of it.
    Apart,
}

impl ContentPart {
    /// By what was decided on the envelope.
    #[must_use]
    pub fn of(envelope: &Envelope, decision: &Decision) -> Self {
        let mut confirmed = judged(envelope, decision)
            .filter(|(event, _)| matches!(event, Event::RedactionConfirmed { .. }))
            .map(|(_, outcome)| outcome.effect == Effect::Applied)
            .peekable();
        if confirmed.peek().is_none() {
            Self::Follows
        } else if confirmed.any(|applied| applied) {
            Self::Begins
        } else {
            Self::Apart
        }
    }
}

/// The events of an envelope that this build can read, with what was decided on each.
fn judged<'a>(
    envelope: &Envelope,
    decision: &'a Decision,
) -> impl Iterator<Item = (Event, &'a Outcome)> {
    events_of(envelope)
        .into_iter()
        .zip(&decision.outcomes)
        .filter_map(|(event, outcome)| match event {
            EventOp::Known(event) => Some((event, outcome)),
            EventOp::Unknown(_) => None,
        })
}

/// The envelopes whose changes make the document of a record, out of its rows in the order of the
/// log（成文信封）: all of them, or those since a redaction.
#[must_use]
pub fn content_envelopes<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<&'a Envelope> {
    let mut standing = Vec::new();
    for row in rows {
        let RowBody::Accepted { envelope, decision } = &row.body else {
            continue;
        };
        match ContentPart::of(envelope, decision) {
            ContentPart::Follows => {}
            ContentPart::Begins => standing.clear(),
            ContentPart::Apart => continue,
        }
        standing.push(envelope.as_ref());
    }
    standing
}

/// The envelopes whose changes a row blanks, as the request that it confirms names them, among the
/// rows of the record before it. `None`: it is no redaction that took effect.
#[must_use]
pub fn blanked_by(row: &Row, before: &[Row]) -> Option<Vec<EnvelopeId>> {
    let RowBody::Accepted { envelope, decision } = &row.body else {
        return None;
    };
    if ContentPart::of(envelope, decision) != ContentPart::Begins {
        return None;
    }
    let confirmed = judged(envelope, decision).filter_map(|(event, _)| match event {
        Event::RedactionConfirmed { request, .. } => Some(request),
        _ => None,
    });
    let requests: BTreeSet<Digest> = confirmed.collect();
    let asking = before.iter().filter_map(|row| match &row.body {
        RowBody::Accepted { envelope, decision } => Some((envelope, decision)),
        RowBody::Stub(_) => None,
    });
    let named = asking
        .filter(|(envelope, _)| requests.contains(&envelope.id()))
        .flat_map(|(envelope, decision)| judged(envelope, decision))
        .filter_map(|(event, outcome)| match event {
            Event::RedactionRequested { envelopes, .. } if outcome.effect == Effect::Applied => {
                Some(envelopes)
            }
            _ => None,
        });
    Some(named.last().unwrap_or_default())
}

/// Whether a row holds what only a program reads that knows redactions: blanked changes, or an act
/// of a redaction.
pub(crate) fn holds_redaction(row: &Row) -> bool {
    let RowBody::Accepted { envelope, .. } = &row.body else {
        return false;
    };
    let is_act = |event: &EventOp| matches!(event, EventOp::Known(event) if event.is_redaction());
    envelope.is_blanked() || events_of(envelope).iter().any(is_act)
}

/// Who made the first of the accepted rows of a record.
pub(crate) fn first_author(rows: &[Row]) -> Option<UserId> {
    rows.iter().find_map(|row| match &row.body {
        RowBody::Accepted { envelope, .. } => Some(envelope.header.user),
        RowBody::Stub(_) => None,
    })
}

/// Whether an envelope wants to begin its record's document anew, whatever is decided on it.
pub(crate) fn confirms_redaction(envelope: &Envelope) -> bool {
    let confirms =
        |event: &EventOp| matches!(event, EventOp::Known(Event::RedactionConfirmed { .. }));
    events_of(envelope).iter().any(confirms)
}

/// The keys that the changes of an envelope write, as far as they can be read（所写字段）.
#[must_use]
pub fn keys_written(envelope: &Envelope) -> BTreeSet<String> {
    envelope
        .changes()
        .filter_map(|change| gate::inspect(change).ok())
        .flat_map(|change| change.ops)
        .map(|op| op.key)
        .collect()
}

/// The keys that the newest redaction of a record carried over（涂销时留存的字段）: what bears one of these
/// was written before something was blanked. Empty: nothing was.
#[must_use]
pub fn keys_carried(rows: &[Row]) -> BTreeSet<String> {
    let standing = content_envelopes(rows);
    let root = standing.first().filter(|root| confirms_redaction(root));
    root.map(|root| keys_written(root)).unwrap_or_default()
}

/// Whether the document of a record began anew after the last row that an envelope's author had seen
/// （涂销前所写）: what the envelope builds on never comes.
#[must_use]
pub fn begun_anew_since(state: &RecordState, envelope: &Envelope) -> bool {
    state.redacted_at() > Some(seen_by(envelope))
}
