use rusqlite::Transaction;
use wangge_domain::hazard::Hazard;
use wangge_sync_engine::store::RecordUpdate;

use crate::store::DbError;

/// The row of a hazard（隐患）.
pub(in crate::store) fn hazard(
    tx: &Transaction<'_>,
    number: i64,
    update: &RecordUpdate,
) -> Result<(), DbError> {
    let hazard = Hazard::from_content(&update.content);
    let state = &update.state;
    let notice = state
        .notice_number
        .as_ref()
        .or(state.provisional_number.as_ref());
    tx.prepare_cached(
        "INSERT INTO hazard (number, premises, inspection, stream, item, common_key, description, \
         status, due, overdue, life_threat, suspected_major, notice_number, found_at, pending) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
         ON CONFLICT (number) DO UPDATE SET premises = excluded.premises, \
         inspection = excluded.inspection, stream = excluded.stream, item = excluded.item, \
         common_key = excluded.common_key, description = excluded.description, \
         status = excluded.status, due = excluded.due, overdue = excluded.overdue, \
         life_threat = excluded.life_threat, suspected_major = excluded.suspected_major, \
         notice_number = excluded.notice_number, found_at = excluded.found_at, \
         pending = excluded.pending",
    )?
    .execute((
        number,
        hazard.premises.map(|id| *id.as_bytes()).unwrap_or_default(),
        hazard.inspection.map(|id| *id.as_bytes()),
        update.stream.as_bytes(),
        hazard.item.as_deref().unwrap_or_default(),
        &hazard.common_key,
        &hazard.description,
        state.status.as_str(),
        state.due.map(|due| due.0),
        state.overdue,
        state.life_threat || hazard.life_threat,
        state.suspected_major,
        notice,
        hazard.found_at.map_or(0, |at| at.0),
        update.pending,
    ))?;
    Ok(())
}
