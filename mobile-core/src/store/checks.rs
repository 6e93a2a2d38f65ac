//! What came of comparing the records of each stream with the relay（比对）.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction};
use wangge_domain::{Digest, RecordId, StreamId};
use wangge_sync_engine::store::StreamCheck;

use super::codec::{cbor, read_cbor, record_id};
use super::{DbError, numbers, settings};

/// Name of the setting that holds the last check of each stream.
const CHECKS: &str = "stream_checks";

/// The last check of each stream that had one.
pub(super) fn all(connection: &Connection) -> Result<BTreeMap<StreamId, StreamCheck>, DbError> {
    settings::get(connection, CHECKS)?
        .map_or_else(|| Ok(BTreeMap::new()), |bytes| read_cbor(CHECKS, &bytes))
}

/// Keeps new checks, and drops those of streams that went.
pub(super) fn note(
    tx: &Transaction<'_>,
    checks: &[(StreamId, StreamCheck)],
    gone: &[StreamId],
) -> Result<(), DbError> {
    if checks.is_empty() && gone.is_empty() {
        return Ok(());
    }
    let before = all(tx)?;
    let mut after = before.clone();
    after.extend(checks.iter().copied());
    after.retain(|stream, _| !gone.contains(stream));
    if after == before {
        return Ok(());
    }
    settings::set(tx, CHECKS, &cbor(&after))
}

/// The records of a stream that have accepted rows, with the heads of their documents.
pub(super) fn heads(
    connection: &Connection,
    stream: StreamId,
) -> Result<BTreeMap<RecordId, Vec<Digest>>, DbError> {
    let Some(number) = numbers::stream(connection, stream)? else {
        return Ok(BTreeMap::new());
    };
    let mut statement = connection.prepare_cached(
        "SELECT n.id, r.heads FROM record r JOIN record_number n ON n.number = r.number \
         WHERE r.stream = ?1 AND r.last_seq > 0",
    )?;
    let mut found = statement.query([number])?;
    let mut heads = BTreeMap::new();
    while let Some(row) = found.next()? {
        let of_document = read_cbor("heads", &row.get::<_, Vec<u8>>("heads")?)?;
        heads.insert(record_id(row, "id")?, of_document);
    }
    Ok(heads)
}
