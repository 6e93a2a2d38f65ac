use wangge_domain::RecordId;
use wangge_sync_engine::store::{RecordUpdate, StoreError};

use super::convert::failed;
use super::session::{Param, Session};
use crate::projection::photo_target;

/// Notes the photos of a commit whose originals are not held（等待照片）, and forgets those that were
/// declared lost.
pub(super) fn put_awaited(
    session: &Session,
    tenant: i64,
    updates: &[RecordUpdate],
) -> Result<(), StoreError> {
    let photos: Vec<(RecordId, RecordId)> = updates
        .iter()
        .filter_map(|update| Some((update.record, photo_target(update)?)))
        .collect();
    note_awaited(session, tenant, &photos)?;
    for update in updates {
        for (photo, _) in &update.state.photos_lost {
            session.execute(
                "DELETE FROM awaited_photo WHERE tenant = $1 AND photo = $2 AND target = $3",
                &[
                    &tenant,
                    &photo.as_bytes().as_slice(),
                    &update.record.as_bytes().as_slice(),
                ],
            )?;
        }
    }
    Ok(())
}

/// Notes that photos are awaited for their records, unless an original is held.
pub(super) fn note_awaited(
    session: &Session,
    tenant: i64,
    photos: &[(RecordId, RecordId)],
) -> Result<(), StoreError> {
    let ids: Vec<(&[u8], &[u8])> = photos
        .iter()
        .map(|(photo, target)| (photo.as_bytes().as_slice(), target.as_bytes().as_slice()))
        .collect();
    let sets: Vec<Vec<Param<'_>>> = ids
        .iter()
        .map(|(photo, target)| {
            let set: Vec<Param<'_>> = vec![&tenant, photo, target];
            set
        })
        .collect();
    session
        .query_many(
            "INSERT INTO awaited_photo (tenant, photo, target)
             SELECT $1::bigint, $2::bytea, $3::bytea WHERE NOT EXISTS (
               SELECT 1 FROM blob_reference JOIN blob ON blob.tenant = blob_reference.tenant
                 AND blob.digest = blob_reference.digest
               WHERE blob_reference.tenant = $1::bigint AND blob_reference.record = $2::bytea
                 AND blob_reference.role = 0)
             ON CONFLICT (tenant, photo) DO UPDATE SET target = excluded.target",
            &sets,
        )
        .map(drop)
        .map_err(failed)
}
