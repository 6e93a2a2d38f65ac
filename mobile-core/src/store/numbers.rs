//! Short numbers that stand for streams and records inside the database.

use rusqlite::{Connection, OptionalExtension as _};
use wangge_domain::{RecordId, StreamId};

use super::DbError;

/// The number of a stream, if it has one.
pub(super) fn stream(connection: &Connection, id: StreamId) -> Result<Option<i64>, DbError> {
    Ok(connection
        .prepare_cached("SELECT number FROM stream WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()?)
}

/// The number of a record, if it has one.
pub(super) fn record(connection: &Connection, id: RecordId) -> Result<Option<i64>, DbError> {
    Ok(connection
        .prepare_cached("SELECT number FROM record_number WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()?)
}

/// The number of a stream, given now if need be.
pub(super) fn stream_or_new(connection: &Connection, id: StreamId) -> Result<i64, DbError> {
    if let Some(number) = stream(connection, id)? {
        return Ok(number);
    }
    connection
        .prepare_cached("INSERT INTO stream (id) VALUES (?1)")?
        .execute([id.as_bytes()])?;
    Ok(connection.last_insert_rowid())
}

/// The number of a record, given now if need be.
pub(super) fn record_or_new(connection: &Connection, id: RecordId) -> Result<i64, DbError> {
    if let Some(number) = record(connection, id)? {
        return Ok(number);
    }
    connection
        .prepare_cached("INSERT INTO record_number (id) VALUES (?1)")?
        .execute([id.as_bytes()])?;
    Ok(connection.last_insert_rowid())
}
