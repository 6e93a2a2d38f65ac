//! Own envelopes, chain tips and drafts.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, Row as SqlRow, Transaction};
use wangge_domain::lifecycle::Status;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId, StreamId, Timestamp};
use wangge_protocol::{Envelope, EnvelopeId, OwnPrefix, Refusal};
use wangge_sync_engine::store::{ChainTip, DecidedEnvelope, Draft, DraftChange, PendingEnvelope};

use super::codec::{
    cbor, digest, envelope, read_cbor, record_id, refusal, refusal_name, stream_id, unsigned,
};
use super::{Database, DbError, blobs, numbers};

/// A record that waits for its author（草稿行）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// The record.
    pub record: RecordId,
    /// What it is.
    pub kind: RecordKind,
    /// Where it stands without the draft.
    pub status: Status,
    /// Fields with an edit that is not sealed.
    pub edits: u64,
}

/// Where an envelope made here stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OwnVerdict {
    /// No final word yet.
    Pending,
    /// In the log, at this place.
    Accepted(u64),
    /// Not in the log.
    Refused {
        /// Why.
        reason: Refusal,
        /// A person may still admit it.
        quarantined: bool,
        /// When the relay said so.
        at: Timestamp,
    },
}

/// An envelope made here, with where it stands.
#[derive(Clone, Debug)]
pub(crate) struct OwnWork {
    /// The envelope.
    pub(crate) envelope: Envelope,
    /// Where it stands.
    pub(crate) verdict: OwnVerdict,
    /// The user took its content up again after a refusal.
    pub(crate) applied_again: bool,
}

fn own(row: &SqlRow<'_>) -> Result<Envelope, DbError> {
    let ops: Vec<u8> = row.get("ops")?;
    let seal: Vec<u8> = row.get("seal")?;
    envelope(row.get("header")?, &ops, &seal)
}

fn pending(row: &SqlRow<'_>) -> Result<PendingEnvelope, DbError> {
    // Envelopes offered again stand at negative places, before everything sealed here.
    let place: i64 = row.get("seal_order")?;
    let order = place.saturating_add(1 << 62).cast_unsigned();
    Ok(PendingEnvelope {
        order,
        envelope: own(row)?,
    })
}

fn collect<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    read: impl Fn(&SqlRow<'_>) -> Result<T, DbError>,
) -> Result<Vec<T>, DbError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query(parameters)?;
    let mut list = Vec::new();
    while let Some(row) = found.next()? {
        list.push(read(row)?);
    }
    Ok(list)
}

pub(super) fn chain_tip(connection: &Connection, stream: StreamId) -> Result<ChainTip, DbError> {
    let tip = connection
        .prepare_cached(
            "SELECT t.seq, t.last FROM chain_tip t JOIN stream s ON s.number = t.stream \
             WHERE s.id = ?1",
        )?
        .query_row([stream.as_bytes()], |row| {
            Ok(ChainTip {
                seq: unsigned(row, "seq")?,
                last: digest(row, "last")?,
            })
        })
        .optional()?;
    Ok(tip.unwrap_or(ChainTip {
        seq: 0,
        last: Digest::ZERO,
    }))
}

pub(super) fn set_chain_tip(
    tx: &Transaction<'_>,
    stream: StreamId,
    tip: ChainTip,
) -> Result<(), DbError> {
    let number = numbers::stream_or_new(tx, stream)?;
    tx.prepare_cached(
        "INSERT INTO chain_tip (stream, seq, last) VALUES (?1, ?2, ?3) \
         ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, last = excluded.last \
         WHERE excluded.seq > chain_tip.seq",
    )?
    .execute((number, tip.seq.cast_signed(), tip.last.0))?;
    Ok(())
}

pub(super) fn pending_of(
    connection: &Connection,
    record: RecordId,
) -> Result<Vec<PendingEnvelope>, DbError> {
    let Some(number) = numbers::record(connection, record)? else {
        return Ok(Vec::new());
    };
    let sql = "SELECT seal_order, header, ops, seal FROM own_envelope \
               WHERE record = ?1 AND verdict = 'pending' ORDER BY seal_order";
    collect(connection, sql, [number], pending)
}

pub(super) fn outbox(
    connection: &Connection,
    limit: usize,
) -> Result<Vec<PendingEnvelope>, DbError> {
    let sql = "SELECT seal_order, header, ops, seal FROM own_envelope \
               WHERE verdict = 'pending' ORDER BY seal_order LIMIT ?1";
    collect(
        connection,
        sql,
        [i64::try_from(limit).unwrap_or(i64::MAX)],
        pending,
    )
}

pub(super) fn outbox_len(connection: &Connection) -> Result<u64, DbError> {
    let sql = "SELECT count(*) AS n FROM own_envelope WHERE verdict = 'pending'";
    Ok(connection
        .prepare_cached(sql)?
        .query_row([], |row| unsigned(row, "n"))?)
}

pub(super) fn own_envelope(
    connection: &Connection,
    id: &EnvelopeId,
) -> Result<Option<Envelope>, DbError> {
    let sql = "SELECT header, ops, seal FROM own_envelope WHERE id = ?1";
    Ok(collect(connection, sql, [id.0], own)?.pop())
}

pub(super) fn own_by_prefix(
    connection: &Connection,
    prefix: &OwnPrefix,
) -> Result<Option<Envelope>, DbError> {
    let (mut first, mut last) = ([0; 32], [0xff; 32]);
    first[..prefix.len()].copy_from_slice(prefix);
    last[..prefix.len()].copy_from_slice(prefix);
    let sql = "SELECT header, ops, seal FROM own_envelope WHERE id BETWEEN ?1 AND ?2";
    Ok(collect(connection, sql, (first, last), own)?.pop())
}

/// Adds a sealed envelope to the outbox and moves the chain's tip. One that does not follow the
/// tip was sealed on what another has read, too: a chain never forks.
pub(super) fn add_sealed(tx: &Transaction<'_>, envelope: &Envelope) -> Result<(), DbError> {
    let header = &envelope.header;
    let tip = chain_tip(tx, header.stream)?;
    if (header.device_seq, header.prev) != (tip.seq + 1, tip.last) {
        return Err(DbError::Stale("the chain moved"));
    }
    add_own(tx, envelope, None)?;
    if planted!(KeepChainTip) && tip.seq > 0 {
        return Ok(());
    }
    set_chain_tip(
        tx,
        header.stream,
        ChainTip {
            seq: header.device_seq,
            last: envelope.id(),
        },
    )
}

/// Notes that an envelope of this device stands in the log, at this place. One that is not kept
/// here yet, since the phone is new or was restored, is kept now.
pub(super) fn accept_own(
    tx: &Transaction<'_>,
    id: EnvelopeId,
    envelope: &Envelope,
    seq: u64,
) -> Result<(), DbError> {
    // Not the upsert below: it writes the whole envelope out again.
    let kept = tx
        .prepare_cached(
            "UPDATE own_envelope SET verdict = 'accepted', seq = ?2, reason = NULL WHERE id = ?1",
        )?
        .execute((id.0, seq.cast_signed()))?;
    if kept == 0 {
        add_own(tx, envelope, Some(seq))?;
    }
    Ok(())
}

/// Keeps an envelope of this device: pending, or accepted at a place. One that is kept already
/// becomes accepted, if a place is given.
pub(super) fn add_own(
    tx: &Transaction<'_>,
    envelope: &Envelope,
    accepted: Option<u64>,
) -> Result<(), DbError> {
    let header = &envelope.header;
    tx.prepare_cached(
        "INSERT INTO own_envelope (id, stream, record, header, ops, seal, verdict, seq) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO UPDATE SET \
         verdict = 'accepted', seq = excluded.seq, reason = NULL \
         WHERE excluded.verdict = 'accepted'",
    )?
    .execute((
        envelope.id().0,
        numbers::stream_or_new(tx, header.stream)?,
        numbers::record_or_new(tx, header.record)?,
        &envelope.header_bytes,
        cbor(&envelope.ops),
        cbor(&envelope.seal),
        if accepted.is_some() {
            "accepted"
        } else {
            "pending"
        },
        accepted.map(u64::cast_signed),
    ))?;
    Ok(())
}

/// Puts envelopes of rows that were taken back before everything else in the outbox, in order.
/// They may have been made by others: whoever holds them can bring them back.
pub(super) fn offer_again(
    tx: &Transaction<'_>,
    envelopes: &[Box<Envelope>],
) -> Result<(), DbError> {
    let first: i64 = tx.query_row(
        "SELECT min(0, coalesce(min(seal_order), 0)) FROM own_envelope",
        [],
        |row| row.get(0),
    )?;
    let count = i64::try_from(envelopes.len()).unwrap_or(i64::MAX);
    for (offset, envelope) in (0..).zip(envelopes) {
        let header = &envelope.header;
        tx.prepare_cached(
            "INSERT INTO own_envelope (seal_order, id, stream, record, header, ops, seal) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET \
             seal_order = excluded.seal_order, verdict = 'pending', seq = NULL, reason = NULL \
             WHERE own_envelope.verdict <> 'pending'",
        )?
        .execute((
            first - count + offset,
            envelope.id().0,
            numbers::stream_or_new(tx, header.stream)?,
            numbers::record_or_new(tx, header.record)?,
            &envelope.header_bytes,
            cbor(&envelope.ops),
            cbor(&envelope.seal),
        ))?;
    }
    Ok(())
}

/// Notes a final verdict. What stands in the log stays accepted.
pub(super) fn decide(tx: &Transaction<'_>, decided: &DecidedEnvelope) -> Result<(), DbError> {
    match decided {
        DecidedEnvelope::Accepted { id, seq } => {
            tx.prepare_cached(
                // Its row, in the same commit, may have said so already.
                "UPDATE own_envelope SET verdict = 'accepted', seq = ?2, reason = NULL \
                 WHERE id = ?1 AND (verdict <> 'accepted' OR seq IS NOT ?2)",
            )?
            .execute((id.0, seq.cast_signed()))?;
        }
        DecidedEnvelope::Refused {
            id,
            reason,
            quarantined,
            at,
        } => {
            if planted!(ForgetRefused) {
                let sql = "DELETE FROM own_envelope WHERE id = ?1 AND verdict <> 'accepted'";
                tx.execute(sql, [id.0])?;
                return Ok(());
            }
            let verdict = if *quarantined {
                "quarantined"
            } else {
                "refused"
            };
            tx.prepare_cached(
                "UPDATE own_envelope SET verdict = ?2, reason = ?3, decided_at = ?4 \
                 WHERE id = ?1 AND verdict <> 'accepted'",
            )?
            .execute((id.0, verdict, refusal_name(*reason), at.0))?;
            blobs::hand_on(tx, *id)?;
        }
    }
    Ok(())
}

pub(super) fn draft(connection: &Connection, record: RecordId) -> Result<Option<Draft>, DbError> {
    let sql = "SELECT d.record AS number, r.id AS record, s.id AS stream, d.kind, d.base_heads \
               FROM draft d JOIN record_number r ON r.number = d.record \
               JOIN stream s ON s.number = d.stream WHERE r.id = ?1";
    let mut found = collect(connection, sql, [record.as_bytes()], draft_head)?;
    found
        .pop()
        .map(|(number, draft)| with_edits(connection, number, draft))
        .transpose()
}

pub(super) fn drafts(connection: &Connection, limit: usize) -> Result<Vec<Draft>, DbError> {
    let sql = "SELECT d.record AS number, r.id AS record, s.id AS stream, d.kind, d.base_heads \
               FROM draft d JOIN record_number r ON r.number = d.record \
               JOIN stream s ON s.number = d.stream ORDER BY d.record LIMIT ?1";
    let found = collect(
        connection,
        sql,
        [i64::try_from(limit).unwrap_or(i64::MAX)],
        draft_head,
    )?;
    found
        .into_iter()
        .map(|(number, draft)| with_edits(connection, number, draft))
        .collect()
}

fn draft_head(row: &SqlRow<'_>) -> Result<(i64, Draft), DbError> {
    let heads: Vec<u8> = row.get("base_heads")?;
    let draft = Draft {
        record: record_id(row, "record")?,
        stream: stream_id(row, "stream")?,
        kind: RecordKind::from(row.get::<_, String>("kind")?),
        base_heads: read_cbor("heads", &heads)?,
        edits: BTreeMap::new(),
    };
    Ok((row.get("number")?, draft))
}

fn with_edits(connection: &Connection, number: i64, mut draft: Draft) -> Result<Draft, DbError> {
    let sql = "SELECT key, value FROM draft_edit WHERE record = ?1";
    let edits = collect(connection, sql, [number], |row| {
        let value: Vec<u8> = row.get("value")?;
        Ok((
            row.get::<_, String>("key")?,
            read_cbor::<Scalar>("draft", &value)?,
        ))
    })?;
    draft.edits = edits.into_iter().collect();
    Ok(draft)
}

/// Begins, extends or clears a draft.
pub(super) fn change_draft(tx: &Transaction<'_>, change: &DraftChange) -> Result<(), DbError> {
    match change {
        DraftChange::Clear(record) => {
            if let Some(number) = numbers::record(tx, *record)? {
                tx.prepare_cached("DELETE FROM draft WHERE record = ?1")?
                    .execute([number])?;
            }
        }
        DraftChange::Merge {
            record,
            stream,
            kind,
            base_heads,
            edits,
        } => {
            let number = numbers::record_or_new(tx, *record)?;
            let stream = numbers::stream_or_new(tx, *stream)?;
            tx.prepare_cached(
                "INSERT INTO draft (record, stream, kind, base_heads) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (record) DO NOTHING",
            )?
            .execute((number, stream, kind.as_str(), cbor(base_heads)))?;
            let sql = if planted!(FirstEditWins) {
                "INSERT OR IGNORE INTO draft_edit (record, key, value) VALUES (?1, ?2, ?3)"
            } else {
                "INSERT INTO draft_edit (record, key, value) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (record, key) DO UPDATE SET value = excluded.value"
            };
            let mut insert = tx.prepare_cached(sql)?;
            for (key, value) in edits {
                insert.execute((number, key, cbor(value)))?;
            }
        }
    }
    Ok(())
}

impl Database {
    /// Envelopes made here that were refused or set apart, newest first.
    pub(crate) fn refused(&self) -> Result<Vec<OwnWork>, DbError> {
        self.read(|connection| {
            let sql = "SELECT header, ops, seal, verdict, seq, reason, decided_at, applied_again \
                       FROM own_envelope WHERE verdict IN ('refused', 'quarantined') \
                       ORDER BY seal_order DESC";
            collect(connection, sql, [], own_work)
        })
    }

    /// Every envelope made here that is not in the log, oldest first: what an export carries.
    pub(crate) fn unaccepted(&self) -> Result<Vec<OwnWork>, DbError> {
        self.read(|connection| {
            let sql = "SELECT header, ops, seal, verdict, seq, reason, decided_at, applied_again \
                       FROM own_envelope WHERE verdict <> 'accepted' ORDER BY seal_order";
            collect(connection, sql, [], own_work)
        })
    }

    /// Where an envelope made here stands.
    pub(crate) fn own_work(&self, id: EnvelopeId) -> Result<Option<OwnWork>, DbError> {
        self.read(|connection| {
            let sql = "SELECT header, ops, seal, verdict, seq, reason, decided_at, applied_again \
                       FROM own_envelope WHERE id = ?1";
            Ok(collect(connection, sql, [id.0], own_work)?.pop())
        })
    }

    /// Notes that the content of a refused envelope was taken up again.
    pub(crate) fn mark_applied_again(&self, ids: Vec<EnvelopeId>) -> Result<(), DbError> {
        self.write(move |tx| {
            for id in &ids {
                tx.execute(
                    "UPDATE own_envelope SET applied_again = 1 WHERE id = ?1",
                    [id.0],
                )?;
            }
            Ok(())
        })
    }

    /// Records that wait for their author: unsealed edits, and own visits and hazards whose edits
    /// a sync carried along but that were never submitted.
    pub(crate) fn draft_count(&self) -> Result<u64, DbError> {
        self.read(|connection| {
            let sql = "SELECT count(*) AS n FROM (SELECT record FROM draft UNION \
                       SELECT r.number FROM record r WHERE r.status = 'draft' \
                       AND r.kind IN ('inspection', 'rectification') \
                       AND EXISTS (SELECT 1 FROM own_envelope e WHERE e.record = r.number))";
            Ok(connection.query_row(sql, [], |row| unsigned(row, "n"))?)
        })
    }

    /// Own records that a supervisor has returned, and that nobody has submitted again.
    pub(crate) fn returned_count(&self) -> Result<u64, DbError> {
        self.read(|connection| {
            let sql = "SELECT count(*) AS n FROM record r WHERE r.status = 'returned' \
                       AND EXISTS (SELECT 1 FROM own_envelope e WHERE e.record = r.number)";
            Ok(connection.query_row(sql, [], |row| unsigned(row, "n"))?)
        })
    }

    /// Drafts and what was returned, one by one, the oldest first.
    pub(crate) fn draft_rows(&self, limit: usize) -> Result<Vec<DraftRow>, DbError> {
        self.read(|connection| {
            let sql = "SELECT n.id AS record, coalesce(d.kind, r.kind) AS kind, r.status, \
                       (SELECT count(*) FROM draft_edit x WHERE x.record = u.number) AS edits \
                       FROM (SELECT record AS number FROM draft UNION \
                       SELECT r.number FROM record r WHERE (r.status = 'returned' \
                       OR r.status = 'draft' AND r.kind IN ('inspection', 'rectification')) \
                       AND EXISTS (SELECT 1 FROM own_envelope e WHERE e.record = r.number)) u \
                       JOIN record_number n ON n.number = u.number \
                       LEFT JOIN draft d ON d.record = u.number \
                       LEFT JOIN record r ON r.number = u.number ORDER BY u.number LIMIT ?1";
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            collect(connection, sql, [limit], |row| {
                let status: Option<String> = row.get("status")?;
                Ok(DraftRow {
                    record: record_id(row, "record")?,
                    kind: RecordKind::from(row.get::<_, String>("kind")?),
                    status: status.map_or(Status::Draft, Status::from),
                    edits: unsigned(row, "edits")?,
                })
            })
        })
    }

    /// Counts of own envelopes: pending, and refused ones not yet taken up again.
    pub(crate) fn own_counts(&self) -> Result<(u64, u64), DbError> {
        self.read(|connection| {
            let refused = "SELECT count(*) AS n FROM own_envelope \
                           WHERE verdict IN ('refused', 'quarantined') AND applied_again = 0";
            Ok((
                outbox_len(connection)?,
                connection.query_row(refused, [], |row| unsigned(row, "n"))?,
            ))
        })
    }
}

fn own_work(row: &SqlRow<'_>) -> Result<OwnWork, DbError> {
    let verdict = match row.get::<_, String>("verdict")?.as_str() {
        "pending" => OwnVerdict::Pending,
        "accepted" => OwnVerdict::Accepted(unsigned(row, "seq")?),
        name => OwnVerdict::Refused {
            reason: refusal(&row.get::<_, String>("reason")?)?,
            quarantined: name == "quarantined",
            at: Timestamp(row.get::<_, Option<i64>>("decided_at")?.unwrap_or(0)),
        },
    };
    Ok(OwnWork {
        envelope: own(row)?,
        verdict,
        applied_again: row.get("applied_again")?,
    })
}
