//! A copy of the database page by page, so that two copies differ only where something was
//! written.

use std::collections::BTreeMap;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OptionalExtension as _};
use wangge_domain::{Digest, StreamId};
use wangge_sync_engine::store::StoreError;

use super::connection::open_reader;
use super::convert::{corrupt, digest, failed, from_sql};
use super::verify::{FileHead, open, streams, verify_log};

/// Where the header of a database says whether it has a log beside it.
const JOURNAL_BYTES: u64 = 18;

/// Copies the database as it stands at one moment, page by page, while others go on reading and
/// writing. The copy has no log beside it.
pub(crate) fn copy_image(from: &Path, to: &Path) -> Result<(), StoreError> {
    let source = open_reader(from).map_err(failed)?;
    let mut target = Connection::open(to).map_err(failed)?;
    for (name, value) in [("journal_mode", "off"), ("synchronous", "off")] {
        target.pragma_update(None, name, value).map_err(failed)?;
    }
    let done = {
        let backup = Backup::new(&source, &mut target).map_err(failed)?;
        // All pages in one step: one reader, one moment.
        backup.step(-1).map_err(failed)?
    };
    drop(target);
    if done != StepResult::Done {
        return Err(StoreError::Failed(
            "the database is busy; it is copied again later".to_owned(),
        ));
    }
    let io = |error: std::io::Error| StoreError::Failed(error.to_string());
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .open(to)
        .map_err(io)?;
    file.seek(SeekFrom::Start(JOURNAL_BYTES))
        .and_then(|_| file.write_all(&[1, 1]))
        .map_err(io)
}

/// Checks every row that lies behind the known heads against its chain and its seal, and that
/// the known heads are still there. Gives the number of rows.
pub(crate) fn verify_since(
    path: &Path,
    known: &BTreeMap<StreamId, FileHead>,
) -> Result<u64, StoreError> {
    let connection = open(path)?;
    let (mut rows, mut seen) = (0, 0);
    for (stream, number, head) in streams(&connection)? {
        let from = known.get(&stream).map(|known| (known.seq, known.chain));
        seen += usize::from(from.is_some());
        rows += verify_log(&connection, stream, number, head, from, &mut |_| Ok(()))?;
    }
    if seen == known.len() {
        Ok(rows)
    } else {
        Err(corrupt("a log that was covered is gone"))
    }
}

/// The photos that a file names, with their lengths.
pub(crate) fn list_blobs(path: &Path) -> Result<BTreeMap<Digest, u64>, StoreError> {
    let connection = open(path)?;
    let mut statement = connection
        .prepare("SELECT digest, size FROM blob")
        .map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    let mut found = BTreeMap::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let bytes: Vec<u8> = row.get(0).map_err(failed)?;
        let size = from_sql(row.get(1).map_err(failed)?);
        found.insert(digest(&bytes)?, size);
    }
    Ok(found)
}

/// A named value of a file.
pub(crate) fn read_setting(path: &Path, key: &str) -> Result<Option<String>, StoreError> {
    let connection = open(path)?;
    let found = connection.query_row("SELECT value FROM setting WHERE key = ?1", [key], |row| {
        row.get(0)
    });
    found.optional().map_err(failed)
}
