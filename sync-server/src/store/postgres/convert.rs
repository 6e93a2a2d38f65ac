//! Between the driver's errors and ours, and values that only PostgreSQL refuses.

use std::borrow::Cow;

use tokio_postgres::Error;
use tokio_postgres::error::SqlState;
use wangge_sync_engine::store::StoreError;

pub(super) use crate::store::columns::{
    corrupt, digest, from_sql, id16, record, stream, to_sql, u32_from,
};

/// Turns an error of the driver into one that the engine can act on.
pub(super) fn failed(error: Error) -> StoreError {
    match error.code() {
        Some(code)
            if [
                SqlState::T_R_SERIALIZATION_FAILURE,
                SqlState::T_R_DEADLOCK_DETECTED,
            ]
            .contains(code) =>
        {
            StoreError::HeadMoved
        }
        Some(code) if *code == SqlState::DISK_FULL => StoreError::DiskFull,
        Some(code) if [SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED].contains(code) => {
            StoreError::Corrupt(said(&error))
        }
        _ => StoreError::Failed(said(&error)),
    }
}

/// The same inside a commit, where a key that is there already means that another turn was faster.
pub(super) fn raced(error: Error) -> StoreError {
    if error.code() == Some(&SqlState::UNIQUE_VIOLATION) {
        return StoreError::HeadMoved;
    }
    failed(error)
}

/// The server's own words, or what lies behind the driver's: these alone say only what was tried.
fn said(error: &Error) -> String {
    if let Some(said) = error.as_db_error() {
        return said.to_string();
    }
    match std::error::Error::source(error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

/// PostgreSQL keeps no NUL in a text, and a phone may send one: it is left out of what lists
/// show. The document itself keeps every byte.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    if text.contains('\0') {
        Cow::Owned(text.replace('\0', ""))
    } else {
        Cow::Borrowed(text)
    }
}
