use rusqlite::Transaction;
use wangge_domain::lifecycle::case_summary;
use wangge_sync_engine::store::RecordUpdate;

use crate::store::DbError;

/// The row of a case（案件、登记册）.
pub(in crate::store) fn case(
    tx: &Transaction<'_>,
    number: i64,
    update: &RecordUpdate,
) -> Result<(), DbError> {
    let state = &update.state;
    let summary = case_summary(&update.content, state);
    let case_number = state
        .notice_number
        .as_ref()
        .or(state.provisional_number.as_ref());
    tx.prepare_cached(
        "INSERT INTO case_row (number, kind, premises, stream, title, category, department, \
         drive, status, due, overdue, case_number, began_at, pending) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
         ON CONFLICT (number) DO UPDATE SET premises = excluded.premises, \
         stream = excluded.stream, title = excluded.title, category = excluded.category, \
         department = excluded.department, drive = excluded.drive, status = excluded.status, \
         due = excluded.due, overdue = excluded.overdue, case_number = excluded.case_number, \
         began_at = excluded.began_at, pending = excluded.pending",
    )?
    .execute((
        number,
        update.kind.as_str(),
        summary.premises.map(|id| *id.as_bytes()),
        update.stream.as_bytes(),
        &summary.title,
        &summary.category,
        state.escalated_to.as_deref().unwrap_or_default(),
        state.case.field("drive"),
        state.status.as_str(),
        state.due.map(|due| due.0),
        state.overdue,
        case_number,
        state.history.first().map_or(0, |entry| entry.time.best().0),
        update.pending,
    ))?;
    Ok(())
}
