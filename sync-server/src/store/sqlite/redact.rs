use rusqlite::{Connection, OptionalExtension as _};
use wangge_protocol::{BlobHashes, Header, RowBody};
use wangge_sync_engine::files_gone;
use wangge_sync_engine::store::{BlankedRow, StoreError};

use super::convert::{corrupt, failed};
use crate::store::row_codec::{decode_body, encode_body, place};

/// Blanks a row of the log（涂销）, and lets go of the photos that go with it: nobody may read them any
/// more, and the sweep removes the objects that no index knows.
pub(super) fn blank(
    connection: &Connection,
    tenant: i64,
    stream: i64,
    one: &BlankedRow,
) -> Result<(), StoreError> {
    let place = place(stream, one.seq).ok_or_else(|| corrupt("a seq is out of range"))?;
    let found: Option<(bool, Vec<u8>)> = connection
        .query_row(
            "SELECT is_stub, body FROM log WHERE place = ?1 AND tenant = ?2",
            (place, tenant),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()
        .map_err(failed)?;
    let (is_stub, bytes) = found.ok_or_else(|| corrupt("there is no such row to blank"))?;
    let mut body = decode_body(is_stub, &bytes)?;
    let RowBody::Accepted { envelope, .. } = &mut body else {
        return Err(corrupt("a trace holds nothing to blank"));
    };
    // What goes is overwritten in the file, not only let go of.
    connection
        .pragma_update(None, "secure_delete", true)
        .map_err(failed)?;
    connection
        .execute(
            "INSERT OR IGNORE INTO redacted_row (place, tenant, confirmed) VALUES (?1, ?2, ?3)",
            (place, tenant, &one.by.0),
        )
        .map_err(failed)?;
    let header = envelope.header.clone();
    if envelope.blank() {
        connection
            .execute(
                "UPDATE log SET body = ?2 WHERE place = ?1",
                (place, encode_body(&body)),
            )
            .map_err(failed)?;
    }
    unlink_blobs(connection, tenant, &header, &one.keeps)
}

fn unlink_blobs(
    connection: &Connection,
    tenant: i64,
    header: &Header,
    keeps: &[BlobHashes],
) -> Result<(), StoreError> {
    let record = header.record.as_bytes();
    let mut any = false;
    for blobs in files_gone(header, keeps) {
        any = true;
        connection
            .execute(
                "DELETE FROM blob_set WHERE tenant = ?1 AND record = ?2 AND original = ?3
                   AND view = ?4 AND thumbnail = ?5",
                (
                    tenant,
                    record,
                    &blobs.original.0,
                    &blobs.view.0,
                    &blobs.thumbnail.0,
                ),
            )
            .map_err(failed)?;
        for digest in [blobs.original, blobs.view, blobs.thumbnail] {
            connection
                .execute(
                    "DELETE FROM blob_reference WHERE tenant = ?1 AND digest = ?2 AND record = ?3",
                    (tenant, &digest.0, record),
                )
                .map_err(failed)?;
            connection
                .execute(
                    "DELETE FROM blob WHERE tenant = ?1 AND digest = ?2 AND NOT EXISTS
                       (SELECT 1 FROM blob_reference WHERE tenant = ?1 AND digest = ?2)",
                    (tenant, &digest.0),
                )
                .map_err(failed)?;
        }
    }
    if any {
        connection
            .execute(
                "DELETE FROM awaited_photo WHERE tenant = ?1 AND photo = ?2",
                (tenant, record),
            )
            .map_err(failed)?;
    }
    Ok(())
}
