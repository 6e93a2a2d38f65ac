//! Rows of whole records that came ahead of their log, kept apart from it.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction};
use wangge_domain::StreamId;
use wangge_protocol::{Row, RowBody};
use wangge_sync_engine::store::AheadRows;

use super::codec::{cbor, place, stream_id, unsigned};
use super::{DbError, log, numbers};

/// Columns and source of a row that came ahead, named as those of a row of the log.
const AHEAD_COLUMNS: &str = "SELECT l.place, l.epoch, l.received_at, l.chain, l.decision, \
     NULL AS stub, l.header, l.ops, l.seal FROM ahead_row l";

/// Rows of a record by its number, in log order.
pub(super) fn of_record(connection: &Connection, record: i64) -> Result<Vec<Row>, DbError> {
    let sql = format!("{AHEAD_COLUMNS} WHERE l.record = ?1 ORDER BY l.place");
    log::collect(connection, &sql, [record])
}

/// Rows of a stream after the first place, up to the second, in order.
pub(super) fn between(
    connection: &Connection,
    stream: StreamId,
    (after, until): (u64, u64),
) -> Result<Vec<Row>, DbError> {
    let Some(number) = numbers::stream(connection, stream)? else {
        return Ok(Vec::new());
    };
    // The last place of a stream, if no row can stand so far.
    let last = place(number, until).or_else(|_| place(number + 1, 0))?;
    let sql = format!("{AHEAD_COLUMNS} WHERE l.place > ?1 AND l.place <= ?2 ORDER BY l.place");
    log::collect(connection, &sql, [place(number, after)?, last])
}

/// How far down each log the phone has been told.
pub(super) fn marks(connection: &Connection) -> Result<BTreeMap<StreamId, u64>, DbError> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, m.until FROM ahead_mark m JOIN stream s ON s.number = m.stream",
    )?;
    let found = statement.query_map([], |row| {
        Ok((stream_id(row, "id")?, unsigned(row, "until")?))
    })?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Keeps rows, those apart that the log holds by now, and the place reached.
pub(super) fn keep(tx: &Transaction<'_>, ahead: &AheadRows) -> Result<(), DbError> {
    let stream = numbers::stream_or_new(tx, ahead.stream)?;
    let held = log::last_seq(tx, stream)?;
    for row in ahead.rows.iter().filter(|row| row.seq > held) {
        let RowBody::Accepted { envelope, decision } = &row.body else {
            continue;
        };
        tx.prepare_cached(
            "INSERT OR REPLACE INTO ahead_row (place, epoch, record, received_at, chain, header, \
             ops, seal, decision) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute((
            place(stream, row.seq)?,
            row.epoch,
            numbers::record_or_new(tx, envelope.header.record)?,
            row.received_at.0,
            row.chain.0,
            &envelope.header_bytes,
            cbor(&envelope.ops),
            cbor(&envelope.seal),
            cbor(decision),
        ))?;
    }
    match ahead.mark {
        Some(until) => tx
            .prepare_cached("INSERT OR REPLACE INTO ahead_mark (stream, until) VALUES (?1, ?2)")?
            .execute((stream, until.cast_signed()))?,
        None => tx.execute("DELETE FROM ahead_mark WHERE stream = ?1", [stream])?,
    };
    Ok(())
}

/// The log holds the row of this place now.
pub(super) fn caught_up(tx: &Transaction<'_>, place: i64) -> Result<(), DbError> {
    tx.prepare_cached("DELETE FROM ahead_row WHERE place = ?1")?
        .execute([place])?;
    Ok(())
}

/// Gives the rows of a stream away that came ahead, in log order.
pub(super) fn take(tx: &Transaction<'_>, stream: StreamId) -> Result<Vec<Row>, DbError> {
    let rows = between(tx, stream, (0, u64::MAX))?;
    drop_rows(tx, numbers::stream_or_new(tx, stream)?)?;
    Ok(rows)
}

fn drop_rows(tx: &Transaction<'_>, stream: i64) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM ahead_row WHERE place > ?1 AND place < ?2",
        [place(stream, 0)?, place(stream + 1, 0)?],
    )?;
    Ok(())
}

/// Forgets a stream that is no longer granted.
pub(super) fn purge(tx: &Transaction<'_>, stream: i64) -> Result<(), DbError> {
    drop_rows(tx, stream)?;
    tx.execute("DELETE FROM ahead_mark WHERE stream = ?1", [stream])?;
    Ok(())
}
