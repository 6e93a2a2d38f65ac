//! A database file by itself: copied while it is in use, checked row by row, made the beginning
//! of a new epoch.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use wangge_domain::{Digest, StreamId};
use wangge_protocol::{ChainHash, Row, chain_next};
use wangge_sync_engine::store::StoreError;

use super::connection::open_reader;
use super::convert::{corrupt, digest, failed, from_sql, stream as stream_id, u32_from};
use super::rows::{ROW_COLUMNS, raw_row};
use super::verify_derived::verify_derived;
use super::verify_records::Told;
use crate::store::row_codec::{SEQ_BITS, place};

/// The end of a log in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileHead {
    pub(crate) epoch: u32,
    pub(crate) seq: u64,
    pub(crate) chain: ChainHash,
}

/// Writes the database as it stands at one moment into a new file, while others go on reading
/// and writing.
pub(crate) fn copy_database(from: &Path, to: &Path) -> Result<(), StoreError> {
    let connection = open_reader(from).map_err(failed)?;
    // A reader writes nothing here: the copy is another file.
    connection
        .pragma_update(None, "query_only", false)
        .map_err(failed)?;
    let to = to
        .to_str()
        .ok_or_else(|| StoreError::Failed("the path is no text".to_owned()))?;
    connection
        .execute("VACUUM INTO ?1", [to])
        .map(drop)
        .map_err(failed)
}

pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(failed)
}

/// The ends of all logs of a file.
pub(crate) fn read_heads(path: &Path) -> Result<BTreeMap<StreamId, FileHead>, StoreError> {
    Ok(streams(&open(path)?)?
        .into_iter()
        .map(|(stream, _, head)| (stream, head))
        .collect())
}

pub(super) fn streams(
    connection: &Connection,
) -> Result<Vec<(StreamId, i64, FileHead)>, StoreError> {
    let mut statement = connection
        .prepare("SELECT stream, number, epoch, seq, chain_hash FROM stream ORDER BY number")
        .map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let id: Vec<u8> = row.get(0).map_err(failed)?;
        let chain: Vec<u8> = row.get(4).map_err(failed)?;
        let head = FileHead {
            epoch: u32_from(row.get(2).map_err(failed)?),
            seq: from_sql(row.get(3).map_err(failed)?),
            chain: digest(&chain)?,
        };
        found.push((stream_id(&id)?, row.get(1).map_err(failed)?, head));
    }
    Ok(found)
}

/// What a file holds: rows that verified, and the blobs it names with their lengths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct VerifiedFile {
    pub(crate) rows: u64,
    pub(crate) blobs: Vec<(Digest, u64)>,
}

/// Checks a file: SQLite's own structure, then every row of every log against its chain, from
/// the first to the head, then what stands beside the logs: by itself, and against what the logs
/// say.
///
/// # Errors
/// [`StoreError::Corrupt`] names the first thing that does not hold.
pub(crate) fn verify_file(path: &Path) -> Result<VerifiedFile, StoreError> {
    let connection = open(path)?;
    let sound: String = connection
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(failed)?;
    if sound != "ok" {
        return Err(StoreError::Corrupt(sound));
    }
    let mut verified = VerifiedFile::default();
    let mut told = Told::default();
    for (stream, number, head) in streams(&connection)? {
        let tenant = tenant_of(&connection, number)?;
        let mut hear = |row: &Row| told.hear(tenant, number, row);
        verified.rows += verify_log(&connection, stream, number, head, None, &mut hear)?;
    }
    verify_derived(&connection)?;
    told.compare(&connection)?;
    let mut statement = connection
        .prepare("SELECT digest, size FROM blob")
        .map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let bytes: Vec<u8> = row.get(0).map_err(failed)?;
        let size = from_sql(row.get(1).map_err(failed)?);
        verified.blobs.push((digest(&bytes)?, size));
    }
    Ok(verified)
}

fn tenant_of(connection: &Connection, stream: i64) -> Result<i64, StoreError> {
    connection
        .query_row(
            "SELECT tenant FROM stream WHERE number = ?1",
            [stream],
            |row| row.get(0),
        )
        .map_err(failed)
}

/// Checks the rows of a log, each of which is then heard, all of them or those behind a known place with its chain.
pub(super) fn verify_log(
    connection: &Connection,
    stream: StreamId,
    number: i64,
    head: FileHead,
    from: Option<(u64, ChainHash)>,
    hear: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
) -> Result<u64, StoreError> {
    let broken = |seq: u64| corrupt(&format!("row {seq} of stream {stream} does not hold"));
    let (begun, mut chain) = from.unwrap_or((0, ChainHash::ZERO));
    let after = place(number, begun).ok_or_else(|| broken(begun))?;
    let mut seq = begun;
    let sql =
        format!("SELECT {ROW_COLUMNS} FROM log WHERE place > ?1 AND place < ?2 ORDER BY place");
    let mut statement = connection.prepare(&sql).map_err(failed)?;
    let mut rows = statement
        .query([after, (number + 1) << SEQ_BITS])
        .map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let row = raw_row(row).map_err(failed)?.open()?;
        seq += 1;
        let id = row.body.envelope_id();
        chain = chain_next(&chain, seq, &id, &row.body.decision_hash(), row.received_at);
        let sealed = match &row.body {
            wangge_protocol::RowBody::Accepted { envelope, .. } => {
                let bound = wangge_protocol::ops_hash(&envelope.ops) == envelope.header.ops_hash;
                bound && envelope.verify_seal().is_ok()
            }
            wangge_protocol::RowBody::Stub(_) => true,
        };
        if row.seq != seq || row.chain != chain || !sealed {
            return Err(broken(seq));
        }
        hear(&row)?;
    }
    if (seq, chain) == (head.seq, head.chain) {
        Ok(seq - begun)
    } else {
        Err(broken(head.seq))
    }
}

/// Begins a new epoch of every log in a file（新纪元）: it was restored.
pub(crate) fn open_epochs(path: &Path) -> Result<(), StoreError> {
    let connection = super::connection::open_writer(path).map_err(failed)?;
    connection
        .execute("UPDATE stream SET epoch = epoch + 1", [])
        .map(drop)
        .map_err(failed)
}
