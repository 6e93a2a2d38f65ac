use rusqlite::Transaction;
use wangge_sync_engine::store::RecordUpdate;

use crate::store::DbError;

pub(in crate::store) fn hazard(
    _tx: &Transaction<'_>,
    _number: i64,
    _update: &RecordUpdate,
) -> Result<(), DbError> {
    Ok(())
}
