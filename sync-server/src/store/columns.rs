//! Between the values of a column and ours, alike in every database.

use wangge_domain::{Digest, RecordId, StreamId};
use wangge_sync_engine::store::StoreError;

/// Of a list: records that await photos（等待照片）. A photo that is noted as awaited counts only while no
/// original of it is held: the note is taken back when one arrives, and may come a moment late.
pub(in crate::store) const AWAITS_PHOTOS: &str = "record.status NOT IN ('voided', 'withdrawn') \
    AND record.record IN (SELECT awaited_photo.target FROM awaited_photo \
      WHERE awaited_photo.tenant = ? AND NOT EXISTS (SELECT 1 FROM blob_reference \
        JOIN blob ON blob.tenant = blob_reference.tenant AND blob.digest = blob_reference.digest \
        WHERE blob_reference.tenant = awaited_photo.tenant \
          AND blob_reference.record = awaited_photo.photo AND blob_reference.role = 0))";

/// Numbers of SQL are signed; ours that stand in it never reach the sign.
pub(in crate::store) fn to_sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(in crate::store) fn from_sql(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

pub(in crate::store) fn u32_from(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

pub(in crate::store) fn corrupt(what: &str) -> StoreError {
    StoreError::Corrupt(what.to_owned())
}

pub(in crate::store) fn digest(bytes: &[u8]) -> Result<Digest, StoreError> {
    bytes
        .try_into()
        .map(Digest)
        .map_err(|_| corrupt("a hash has not 32 bytes"))
}

pub(in crate::store) fn id16(bytes: &[u8]) -> Result<[u8; 16], StoreError> {
    bytes
        .try_into()
        .map_err(|_| corrupt("an identifier has not 16 bytes"))
}

pub(in crate::store) fn stream(bytes: &[u8]) -> Result<StreamId, StoreError> {
    id16(bytes).map(StreamId::from_bytes)
}

pub(in crate::store) fn record(bytes: &[u8]) -> Result<RecordId, StoreError> {
    id16(bytes).map(RecordId::from_bytes)
}
