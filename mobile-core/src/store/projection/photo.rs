use rusqlite::Transaction;
use wangge_domain::Digest;
use wangge_sync_engine::store::RecordUpdate;

use crate::photo_keys;
use crate::store::DbError;

/// The row of a photo（照片）.
pub(in crate::store) fn photo(
    tx: &Transaction<'_>,
    number: i64,
    update: &RecordUpdate,
) -> Result<(), DbError> {
    let content = &update.content;
    let digest = |key: &str| {
        content
            .text(key)
            .and_then(|text| text.parse::<Digest>().ok())
            .unwrap_or(Digest::ZERO)
            .0
    };
    let target: [u8; 16] = content
        .text(photo_keys::TARGET)
        .and_then(|id| id.parse::<wangge_domain::RecordId>().ok())
        .map(|id| *id.as_bytes())
        .unwrap_or_default();
    tx.prepare_cached(
        "INSERT INTO photo (number, target, stream, item, status, original, view, thumbnail, \
         taken_at, pending) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
         ON CONFLICT (number) DO UPDATE SET target = excluded.target, stream = excluded.stream, \
         item = excluded.item, status = excluded.status, original = excluded.original, \
         view = excluded.view, thumbnail = excluded.thumbnail, taken_at = excluded.taken_at, \
         pending = excluded.pending",
    )?
    .execute((
        number,
        target,
        update.stream.as_bytes(),
        content.text(photo_keys::ITEM).unwrap_or_default(),
        update.state.status.as_str(),
        digest(photo_keys::ORIGINAL),
        digest(photo_keys::VIEW),
        digest(photo_keys::THUMBNAIL),
        content.int(photo_keys::TAKEN_AT_MS),
        update.pending,
    ))?;
    Ok(())
}
