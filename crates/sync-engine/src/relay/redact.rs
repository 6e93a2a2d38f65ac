use wangge_domain::lifecycle::{RedactionAsked, RedactionFacts};
use wangge_protocol::{BlobHashes, EnvelopeId, Row, RowBody};

use super::RelayError;
use super::prepared::PreparedEnvelope;
use super::turn::{Live, Turn};
use crate::content_hash;
use crate::lifecycle_rows::EventOp;
use crate::redacted_files::files_left;
use crate::redaction_aim::RedactionAim;
use crate::store::{BlankedRow, StoreError};

/// What the relay knows of the envelopes that an act of a redaction names（涂销事实）. `None`: the
/// envelope holds no such act.
pub(super) fn redaction_facts(
    turn: &Turn<'_>,
    prepared: &PreparedEnvelope,
    live: &Live,
) -> Result<Option<Box<RedactionFacts>>, StoreError> {
    let events = prepared.events.iter().filter_map(|event| match event {
        EventOp::Known(event) => Some(event),
        EventOp::Unknown(_) => None,
    });
    let Some(aim) = RedactionAim::of(events, live.state.redaction.as_ref()) else {
        return Ok(None);
    };
    let rows = turn.ctx.store.rows_of(prepared.envelope.header.record)?;
    let mut told = aim.told_by(&rows);
    told.rooted = is_rooted(turn, prepared, live, &aim, &rows);
    Ok(Some(Box::new(told)))
}

/// Whether the envelope's own changes begin a document that says what the record says now, without
/// these fields, and it names the photos that are left, neither more nor less. What this relay decided
/// before it was restored is not looked at once more.
fn is_rooted(
    turn: &Turn<'_>,
    prepared: &PreparedEnvelope,
    live: &Live,
    aim: &RedactionAim,
    rows: &[Row],
) -> bool {
    let (Some(fresh), Some(version)) = (&prepared.fresh, &aim.version) else {
        return false;
    };
    if fresh.heads != version.heads || content_hash(&fresh.content) != version.content {
        return false;
    }
    let mut left = live.content.fields.clone();
    left.retain(|key, _| !aim.fields.contains(key));
    let files = files_left(rows, &aim.named, &aim.fields);
    let same = fresh.content.fields == left && prepared.envelope.header.blobs == files;
    turn.attested.contains_key(&prepared.id) || same
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
    let header = &prepared.envelope.header;
    blank(
        turn,
        &asked.envelopes,
        (prepared.id, header.blobs.as_slice()),
    )
}

/// Blanks rows by the envelopes that they hold, wherever they stand, by the word of an envelope that
/// carries these photos on.
pub(super) fn blank(
    turn: &mut Turn<'_>,
    named: &[EnvelopeId],
    (by, keeps): (EnvelopeId, &[BlobHashes]),
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
            turn.commit.blank.push(BlankedRow {
                stream,
                seq,
                by,
                keeps: keeps.to_vec(),
            });
        }
    }
    Ok(())
}
