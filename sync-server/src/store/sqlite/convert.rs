//! Between SQL values and ours.

use rusqlite::types::Value;
use wangge_domain::{Digest, RecordId, StreamId, Timestamp};
use wangge_sync_engine::store::StoreError;

/// Numbers of SQLite are signed; ours that stand in it never reach the sign.
pub(super) fn to_sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(super) fn from_sql(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

pub(super) fn u32_from(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// Turns an error of the driver into one that the engine can act on.
pub(super) fn failed(error: rusqlite::Error) -> StoreError {
    use rusqlite::ffi::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::DiskFull,
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt(error.to_string())
        }
        _ => StoreError::Failed(error.to_string()),
    }
}

pub(super) fn corrupt(what: &str) -> StoreError {
    StoreError::Corrupt(what.to_owned())
}

pub(super) fn digest(bytes: &[u8]) -> Result<Digest, StoreError> {
    bytes
        .try_into()
        .map(Digest)
        .map_err(|_| corrupt("a hash has not 32 bytes"))
}

pub(super) fn id16(bytes: &[u8]) -> Result<[u8; 16], StoreError> {
    bytes
        .try_into()
        .map_err(|_| corrupt("an identifier has not 16 bytes"))
}

pub(super) fn stream(bytes: &[u8]) -> Result<StreamId, StoreError> {
    id16(bytes).map(StreamId::from_bytes)
}

pub(super) fn record(bytes: &[u8]) -> Result<RecordId, StoreError> {
    id16(bytes).map(RecordId::from_bytes)
}

pub(super) fn optional_time(at: Option<Timestamp>) -> Value {
    at.map_or(Value::Null, |at| Value::Integer(at.0))
}

pub(super) fn optional_id(id: Option<&[u8; 16]>) -> Value {
    id.map_or(Value::Null, |id| Value::Blob(id.to_vec()))
}

/// A list of numbers as a JSON array, for `IN (SELECT value FROM json_each(?))`.
pub(super) fn json_numbers(numbers: impl IntoIterator<Item = i64>) -> String {
    let list: Vec<String> = numbers
        .into_iter()
        .map(|number| number.to_string())
        .collect();
    format!("[{}]", list.join(","))
}
