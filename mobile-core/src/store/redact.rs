//! Content that two people blanked.

use rusqlite::{OptionalExtension as _, Transaction};
use wangge_protocol::{BlobHashes, Header, Op, sha256};
use wangge_sync_engine::files_gone;
use wangge_sync_engine::store::BlankedEnvelope;

use super::codec::{cbor, read_cbor};
use super::{DbError, numbers};

/// Blanks an envelope of a record wherever it is held（涂销）. The keys of the photos that go with it are
/// dropped: nobody reads the files again, and the start-up sweep takes them.
pub(super) fn blank(tx: &Transaction<'_>, one: &BlankedEnvelope) -> Result<(), DbError> {
    let Some(number) = numbers::record(tx, one.record)? else {
        return Ok(());
    };
    let id = one.envelope;
    // What goes is overwritten, not only let go of.
    tx.pragma_update(None, "secure_delete", true)?;
    let own: Option<(Vec<u8>, Vec<u8>)> = tx
        .prepare_cached("SELECT header, ops FROM own_envelope WHERE id = ?1")?
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((header, ops)) = own {
        tx.prepare_cached("UPDATE own_envelope SET ops = ?2 WHERE id = ?1")?
            .execute((id.0, blanked(&ops)?))?;
        drop_photos(tx, &header, &one.keeps)?;
    }
    for table in ["log_row", "ahead_row"] {
        // Rows of others bear no id of their own: it is the hash of their header.
        let sql = format!(
            "SELECT place, header, ops FROM {table} WHERE record = ?1 AND header IS NOT NULL"
        );
        let mut statement = tx.prepare_cached(&sql)?;
        let found = statement.query_map([number], |row| {
            Ok((
                row.get::<_, i64>(0)?,
                row.get::<_, Vec<u8>>(1)?,
                row.get::<_, Vec<u8>>(2)?,
            ))
        })?;
        let held: Vec<(i64, Vec<u8>, Vec<u8>)> = found.collect::<Result<_, _>>()?;
        for (place, header, ops) in held {
            if sha256(&header) != id {
                continue;
            }
            let sql = format!("UPDATE {table} SET ops = ?2 WHERE place = ?1");
            tx.prepare_cached(&sql)?.execute((place, blanked(&ops)?))?;
            drop_photos(tx, &header, &one.keeps)?;
        }
    }
    Ok(())
}

/// The operations, the changes among them by their hashes alone.
fn blanked(ops: &[u8]) -> Result<Vec<u8>, DbError> {
    let mut ops: Vec<Op> = read_cbor("operations", ops)?;
    for op in &mut ops {
        if matches!(op, Op::Change(_)) {
            *op = Op::Blanked(op.digest());
        }
    }
    Ok(cbor(&ops))
}

fn drop_photos(tx: &Transaction<'_>, header: &[u8], keeps: &[BlobHashes]) -> Result<(), DbError> {
    let header = Header::from_bytes(header).map_err(|error| DbError::decode("header", error))?;
    for blobs in files_gone(&header, keeps) {
        for digest in [blobs.original, blobs.view, blobs.thumbnail] {
            tx.prepare_cached("DELETE FROM blob WHERE digest = ?1")?
                .execute([digest.0])?;
        }
    }
    Ok(())
}
