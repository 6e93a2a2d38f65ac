use rusqlite::Connection;
use wangge_domain::RecordId;
use wangge_sync_engine::store::{RecordUpdate, StoreError};

use super::convert::failed;
use crate::projection::photo_target;

/// Notes a photo whose original is not held（等待照片）, and forgets those that were declared lost.
pub(super) fn put_awaited(
    connection: &Connection,
    tenant: i64,
    update: &RecordUpdate,
) -> Result<(), StoreError> {
    if let Some(target) = photo_target(update) {
        note_awaited(connection, tenant, update.record, target).map_err(failed)?;
    }
    for (photo, _) in &update.state.photos_lost {
        connection
            .prepare_cached(
                "DELETE FROM awaited_photo WHERE tenant = ?1 AND photo = ?2 AND target = ?3",
            )
            .and_then(|mut statement| {
                statement.execute((tenant, photo.as_bytes(), update.record.as_bytes()))
            })
            .map_err(failed)?;
    }
    Ok(())
}

/// Notes that a photo is awaited, unless an original of it is held.
pub(super) fn note_awaited(
    connection: &Connection,
    tenant: i64,
    photo: RecordId,
    target: RecordId,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO awaited_photo (tenant, photo, target)
             SELECT ?1, ?2, ?3 WHERE NOT EXISTS (
               SELECT 1 FROM blob_reference JOIN blob ON blob.tenant = blob_reference.tenant
                 AND blob.digest = blob_reference.digest
               WHERE blob_reference.tenant = ?1 AND blob_reference.record = ?2
                 AND blob_reference.role = 0)",
        )?
        .execute((tenant, photo.as_bytes(), target.as_bytes()))
        .map(drop)
}
