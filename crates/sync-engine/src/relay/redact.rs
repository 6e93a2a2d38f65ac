use std::collections::BTreeSet;

use wangge_domain::lifecycle::{Event, RedactionAsked, RedactionFacts, Version};
use wangge_domain::{Digest, UserId};
use wangge_protocol::{EnvelopeId, RowBody};

use super::RelayError;
use super::prepared::PreparedEnvelope;
use super::turn::{Live, Turn};
use crate::content_hash;
use crate::lifecycle_rows::EventOp;
use crate::redaction::keys_written;
use crate::store::{BlankedRow, StoreError};

/// What the relay knows of the envelopes that an act of a redaction names（涂销事实）. `None`: the
/// envelope holds no such act.
pub(super) fn redaction_facts(
    turn: &Turn<'_>,
    prepared: &PreparedEnvelope,
    live: &Live,
) -> Result<Option<Box<RedactionFacts>>, StoreError> {
    let (mut named, mut fields) = (BTreeSet::new(), BTreeSet::new());
    let (mut any, mut version) = (false, None);
    for event in &prepared.events {
        match event {
            EventOp::Known(Event::RedactionRequested {
                envelopes,
                fields: gone,
                ..
            }) => {
                any = true;
                named.extend(envelopes.iter().copied());
                fields.extend(gone.iter().cloned());
            }
            EventOp::Known(Event::RedactionConfirmed { version: left, .. }) => {
                any = true;
                version = Some(left);
                if let Some(asked) = &live.state.redaction {
                    named.extend(asked.envelopes.iter().copied());
                    fields.extend(asked.fields.iter().cloned());
                }
            }
            EventOp::Known(_) | EventOp::Unknown(_) => {}
        }
    }
    if !any {
        return Ok(None);
    }
    let mut authors: BTreeSet<UserId> = BTreeSet::new();
    let mut known: BTreeSet<Digest> = BTreeSet::new();
    let mut unnamed = 0_u32;
    for row in turn.ctx.store.rows_of(prepared.envelope.header.record)? {
        let RowBody::Accepted { envelope, .. } = &row.body else {
            continue;
        };
        let id = envelope.id();
        if named.contains(&id) {
            let holds = envelope.changes().next().is_some() || !envelope.header.blobs.is_empty();
            if holds || envelope.is_blanked() {
                known.insert(id);
            }
            authors.insert(envelope.header.user);
        } else if !fields.is_disjoint(&keys_written(envelope)) {
            unnamed += 1;
        }
    }
    let unknown = u32::try_from(named.len() - known.len()).unwrap_or(u32::MAX);
    Ok(Some(Box::new(RedactionFacts {
        authors: authors.into_iter().collect(),
        unknown,
        unnamed,
        rooted: version.is_some_and(|version| is_rooted(turn, prepared, live, &fields, version)),
    })))
}

/// Whether the envelope's own changes begin a document that says what the record says now, without
/// these fields. What this relay decided before it was restored is not looked at once more.
fn is_rooted(
    turn: &Turn<'_>,
    prepared: &PreparedEnvelope,
    live: &Live,
    fields: &BTreeSet<String>,
    version: &Version,
) -> bool {
    let Some(fresh) = &prepared.fresh else {
        return false;
    };
    if fresh.heads != version.heads || content_hash(&fresh.content) != version.content {
        return false;
    }
    let mut left = live.content.fields.clone();
    left.retain(|key, _| !fields.contains(key));
    turn.attested.contains_key(&prepared.id) || fresh.content.fields == left
}

/// The record after a redaction that takes effect: its document begins anew with the envelope's own
/// changes, and the rows that were named are blanked.
pub(super) fn begin_anew(
    turn: &mut Turn<'_>,
    prepared: &PreparedEnvelope,
    live: &mut Live,
    asked: &RedactionAsked,
) -> Result<(), RelayError> {
    let Some(fresh) = &prepared.fresh else {
        return Ok(());
    };
    live.bytes.clone_from(&fresh.bytes);
    live.heads.clone_from(&fresh.heads);
    live.content = fresh.content.clone();
    live.first_actor = prepared
        .changes
        .iter()
        .flatten()
        .next()
        .map(|(_, change)| change.actor);
    blank(turn, &asked.envelopes, prepared.id)
}

/// Blanks rows by the envelopes that they hold, wherever they stand.
pub(super) fn blank(
    turn: &mut Turn<'_>,
    named: &[EnvelopeId],
    by: EnvelopeId,
) -> Result<(), RelayError> {
    for id in named {
        // Rows of this very turn are not in the store yet.
        let fresh = turn.commit.rows.iter().find(|row| {
            let is_accepted = matches!(row.row.body, RowBody::Accepted { .. });
            is_accepted && row.row.body.envelope_id() == *id
        });
        let place = match fresh {
            Some(row) => Some((row.stream, row.row.seq)),
            None => match turn.ctx.store.place_of(id)? {
                Some((stream, Ok(seq))) => Some((stream, seq)),
                Some((_, Err(_))) | None => None,
            },
        };
        if let Some((stream, seq)) = place {
            turn.commit.blank.push(BlankedRow { stream, seq, by });
        }
    }
    Ok(())
}
