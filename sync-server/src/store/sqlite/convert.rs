//! Between SQL values and ours.

use rusqlite::types::Value;
use wangge_domain::Timestamp;
use wangge_sync_engine::store::StoreError;

pub(super) use crate::store::columns::{
    corrupt, digest, from_sql, id16, record, stream, to_sql, u32_from,
};

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
