//! The accepted log, cursors and the control stream.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, Transaction};
use wangge_domain::control::{ControlEvent, ControlRow};
use wangge_domain::{RecordId, StreamId, Timestamp};
use wangge_protocol::{Cursor, Op, Row, RowBody};
use wangge_sync_engine::store::{ChainTip, ClientCommit, Rewind};

use super::codec::{
    LOG_COLUMNS, cbor, digest, log_row, place, read_cbor, seq_of, stream_id, unsigned,
};
use super::{Database, DbError, ahead, numbers, outbox, proofs};

/// Accepted rows of a record, in log order. `received_at` never decreases along a stream, so
/// that rows of a record that moved between streams stand in the order they came.
pub(super) fn rows_of(connection: &Connection, record: RecordId) -> Result<Vec<Row>, DbError> {
    let Some(number) = numbers::record(connection, record)? else {
        return Ok(Vec::new());
    };
    let sql = format!("{LOG_COLUMNS} WHERE l.record = ?1 ORDER BY l.received_at, l.place");
    let mut rows = collect(connection, &sql, [number])?;
    let ahead = ahead::of_record(connection, number)?;
    if !ahead.is_empty() {
        rows.extend(ahead);
        rows.sort_by_key(|row| row.received_at);
    }
    Ok(rows)
}

impl Database {
    /// When the relay received the first row of a record; `None`: it has none yet.
    pub(crate) fn first_received(&self, record: RecordId) -> Result<Option<Timestamp>, DbError> {
        self.read_one(|connection| {
            let sql = "SELECT min(first) FROM \
                       (SELECT min(l.received_at) AS first FROM log_row l \
                        JOIN record_number n ON n.number = l.record WHERE n.id = ?1 UNION ALL \
                        SELECT min(a.received_at) FROM ahead_row a \
                        JOIN record_number n ON n.number = a.record WHERE n.id = ?1)";
            let found: Option<i64> =
                connection.query_row(sql, [record.as_bytes()], |row| row.get(0))?;
            Ok(found.map(Timestamp))
        })
    }
}

/// Rows of a stream after a place, at most `limit`.
pub(super) fn rows_after(
    connection: &Connection,
    stream: StreamId,
    seq: u64,
    limit: usize,
) -> Result<Vec<Row>, DbError> {
    let Some(number) = numbers::stream(connection, stream)? else {
        return Ok(Vec::new());
    };
    let sql =
        format!("{LOG_COLUMNS} WHERE l.place > ?1 AND l.place < ?2 ORDER BY l.place LIMIT ?3");
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    collect(
        connection,
        &sql,
        [place(number, seq)?, place(number + 1, 0)?, limit],
    )
}

pub(super) fn collect(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<Row>, DbError> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut found = statement.query(parameters)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(log_row(row)?);
    }
    Ok(rows)
}

/// Events of the control stream in order; an event of a later version is passed over.
pub(super) fn control_rows(connection: &Connection) -> Result<Vec<ControlRow>, DbError> {
    let tenant: Option<[u8; 16]> = connection
        .query_row("SELECT tenant FROM identity", [], |row| row.get(0))
        .optional()?;
    let Some(tenant) = tenant else {
        return Ok(Vec::new());
    };
    let Some(number) = numbers::stream(connection, StreamId::from_bytes(tenant))? else {
        return Ok(Vec::new());
    };
    let mut statement = connection.prepare_cached(
        "SELECT l.place, l.received_at, coalesce(l.ops, o.ops) AS ops FROM log_row l \
         LEFT JOIN own_envelope o ON o.id = l.own \
         WHERE l.place > ?1 AND l.place < ?2 AND l.stub IS NULL ORDER BY l.place",
    )?;
    let mut found = statement.query([place(number, 0)?, place(number + 1, 0)?])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let ops: Vec<Op> = read_cbor("operations", &row.get::<_, Vec<u8>>("ops")?)?;
        let received_at = super::codec::timestamp(row, "received_at")?;
        let seq = seq_of(row.get("place")?);
        for op in ops {
            if let Op::Event(bytes) = op
                && let Ok(event) = wangge_protocol::decode::<ControlEvent>(&bytes)
            {
                rows.push(ControlRow {
                    seq,
                    received_at,
                    event,
                });
            }
        }
    }
    Ok(rows)
}

/// All cursors.
pub(super) fn cursors(connection: &Connection) -> Result<Vec<Cursor>, DbError> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, c.epoch, c.seq, c.chain, c.own_seq, c.own_last \
         FROM cursor c JOIN stream s ON s.number = c.stream ORDER BY s.id",
    )?;
    let found = statement.query_map([], |row| {
        Ok(Cursor {
            stream: stream_id(row, "id")?,
            epoch: row.get("epoch")?,
            seq: unsigned(row, "seq")?,
            chain: digest(row, "chain")?,
            own_seq: unsigned(row, "own_seq")?,
            own_last: digest(row, "own_last")?,
        })
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Sets a cursor.
pub(super) fn set_cursor(tx: &Transaction<'_>, cursor: &Cursor) -> Result<(), DbError> {
    let stream = numbers::stream_or_new(tx, cursor.stream)?;
    tx.prepare_cached(
        "INSERT INTO cursor (stream, epoch, seq, chain, own_seq, own_last) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (stream) DO UPDATE SET \
         epoch = excluded.epoch, seq = excluded.seq, chain = excluded.chain, \
         own_seq = excluded.own_seq, own_last = excluded.own_last",
    )?
    .execute((
        stream,
        cursor.epoch,
        cursor.seq.cast_signed(),
        cursor.chain.0,
        cursor.own_seq.cast_signed(),
        cursor.own_last.0,
    ))?;
    Ok(())
}

/// Keeps rows as received. Each follows the one before it: a log has no gaps.
pub(super) fn add_rows(tx: &Transaction<'_>, rows: &[(StreamId, Row)]) -> Result<(), DbError> {
    let own: Option<([u8; 16], [u8; 16])> = tx
        .prepare_cached("SELECT device, user FROM identity")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let mut ends: BTreeMap<StreamId, (i64, u64)> = BTreeMap::new();
    let mut tips: BTreeMap<StreamId, ChainTip> = BTreeMap::new();
    for (stream, row) in rows {
        let (number, last) = match ends.get(stream) {
            Some(end) => *end,
            None => {
                let number = numbers::stream_or_new(tx, *stream)?;
                (number, last_seq(tx, number)?)
            }
        };
        if row.seq != last + 1 {
            return Err(DbError::Stale("a row does not follow the one before it"));
        }
        let tip = add_row(tx, number, row, own)?;
        ends.insert(*stream, (number, row.seq));
        if let Some(tip) = tip
            && tips.get(stream).is_none_or(|last| tip.seq > last.seq)
        {
            tips.insert(*stream, tip);
        }
    }
    for (stream, tip) in tips {
        outbox::set_chain_tip(tx, stream, tip)?;
    }
    Ok(())
}

pub(super) fn last_seq(tx: &Transaction<'_>, stream: i64) -> Result<u64, DbError> {
    let last: Option<i64> = tx
        .prepare_cached("SELECT max(place) FROM log_row WHERE place > ?1 AND place < ?2")?
        .query_row([place(stream, 0)?, place(stream + 1, 0)?], |row| row.get(0))?;
    Ok(last.map_or(0, seq_of))
}

/// Keeps a row; of one made here, where it stands in this device's chain.
fn add_row(
    tx: &Transaction<'_>,
    stream: i64,
    row: &Row,
    own: Option<([u8; 16], [u8; 16])>,
) -> Result<Option<ChainTip>, DbError> {
    let mut tip = None;
    let place = place(stream, row.seq)?;
    ahead::caught_up(tx, place)?;
    match &row.body {
        RowBody::Stub(stub) => {
            tx.prepare_cached(
                "INSERT INTO log_row (place, epoch, received_at, chain, stub) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute((
                place,
                row.epoch,
                row.received_at.0,
                row.chain.0,
                cbor(stub),
            ))?;
        }
        RowBody::Accepted { envelope, decision } => {
            let header = &envelope.header;
            let is_own = own == Some((*header.device.as_bytes(), *header.user.as_bytes()));
            let mut own_id = None;
            if is_own {
                // What stands in the log is accepted, whether its verdict came or not.
                let id = envelope.id();
                outbox::accept_own(tx, id, envelope, row.seq)?;
                tip = Some(ChainTip {
                    seq: header.device_seq,
                    last: id,
                });
                own_id = Some(id.0);
            }
            tx.prepare_cached(
                "INSERT INTO log_row (place, epoch, record, received_at, chain, own, header, \
                 ops, seal, decision) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute((
                place,
                row.epoch,
                numbers::record_or_new(tx, header.record)?,
                row.received_at.0,
                row.chain.0,
                own_id,
                (!is_own).then_some(&envelope.header_bytes),
                (!is_own).then(|| cbor(&envelope.ops)),
                (!is_own).then(|| cbor(&envelope.seal)),
                cbor(decision),
            ))?;
        }
    }
    Ok(tip)
}

/// Moves cursors. One never goes back within an epoch, but by a rewind in the same commit.
pub(super) fn move_cursors(tx: &Transaction<'_>, commit: &ClientCommit) -> Result<(), DbError> {
    if commit.cursors.is_empty() {
        return Ok(());
    }
    let held_now = cursors(tx)?;
    for cursor in &commit.cursors {
        let rewound = commit
            .rewind
            .iter()
            .any(|rewind| rewind.to.stream == cursor.stream);
        let held = held_now.iter().find(|held| held.stream == cursor.stream);
        let goes_back =
            held.is_some_and(|held| held.epoch == cursor.epoch && cursor.seq < held.seq);
        if goes_back && !rewound {
            return Err(DbError::Stale("a cursor goes back"));
        }
        set_cursor(tx, cursor)?;
    }
    Ok(())
}

/// Takes back rows that the relay has forgotten. What they carried becomes pending again, before
/// everything else and in the order of the log, so that it is offered to the relay once more.
pub(super) fn rewind(tx: &Transaction<'_>, rewind: &Rewind) -> Result<(), DbError> {
    let stream = rewind.to.stream;
    let number = numbers::stream_or_new(tx, stream)?;
    if rewind.offer_again {
        let mut rows = rows_after(tx, stream, rewind.to.seq, usize::MAX)?;
        rows.extend(ahead::take(tx, stream)?);
        let envelopes = rows.into_iter().filter_map(|row| match row.body {
            RowBody::Accepted { envelope, .. } => Some(envelope),
            RowBody::Stub(_) => None,
        });
        let envelopes: Vec<_> = envelopes.collect();
        drop_rows(tx, number, rewind.to.seq)?;
        outbox::offer_again(tx, &envelopes)?;
    } else {
        drop_rows(tx, number, rewind.to.seq)?;
    }
    set_cursor(tx, &rewind.to)
}

fn drop_rows(tx: &Transaction<'_>, stream: i64, after: u64) -> Result<(), DbError> {
    proofs::drop_after(tx, stream, after)?;
    tx.execute(
        "DELETE FROM log_row WHERE place > ?1 AND place < ?2",
        [place(stream, after)?, place(stream + 1, 0)?],
    )?;
    Ok(())
}

/// Drops a stream that is no longer granted. What was refused stays, and unsealed edits are set
/// aside: a person wrote them.
pub(super) fn purge(tx: &Transaction<'_>, stream: StreamId) -> Result<(), DbError> {
    let Some(number) = numbers::stream(tx, stream)? else {
        return Ok(());
    };
    drop_rows(tx, number, 0)?;
    ahead::purge(tx, number)?;
    tx.execute(
        "DELETE FROM search_index WHERE rowid IN (SELECT t.number FROM search_text t \
         JOIN record r ON r.number = t.number WHERE r.stream = ?1)",
        [number],
    )?;
    tx.execute(
        "INSERT OR REPLACE INTO salvaged_edit (record, stream, kind, key, value) \
         SELECT n.id, ?2, d.kind, e.key, e.value FROM draft_edit e \
         JOIN draft d ON d.record = e.record JOIN record_number n ON n.number = d.record \
         WHERE d.stream = ?1",
        (number, stream.as_bytes()),
    )?;
    tx.execute("DELETE FROM draft WHERE stream = ?1", [number])?;
    tx.execute("DELETE FROM record WHERE stream = ?1", [number])?;
    tx.execute("DELETE FROM cursor WHERE stream = ?1", [number])?;
    tx.execute(
        "DELETE FROM own_envelope WHERE stream = ?1 AND verdict = 'accepted'",
        [number],
    )?;
    // The keys of files that the relay holds are dropped: the start-up sweep takes the files.
    tx.execute(
        "DELETE FROM blob WHERE stream = ?1 AND held_at IS NOT NULL",
        [stream.as_bytes()],
    )?;
    Ok(())
}
