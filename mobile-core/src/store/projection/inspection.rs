use rusqlite::Transaction;
use wangge_domain::inspection::Inspection;
use wangge_sync_engine::store::RecordUpdate;

use crate::store::DbError;

/// Name of the event that submits a record.
const SUBMITTED: &str = "submitted";

/// The row of an inspection（检查）. The premises' last visit follows from it.
pub(in crate::store) fn inspection(
    tx: &Transaction<'_>,
    number: i64,
    update: &RecordUpdate,
) -> Result<(), DbError> {
    let inspection = Inspection::from_content(&update.content);
    let premises = inspection
        .premises
        .map(|id| *id.as_bytes())
        .unwrap_or_default();
    let submitted = update
        .state
        .history
        .iter()
        .filter(|entry| entry.event == SUBMITTED);
    // The lower bound is what is known of when it was made; `received_at` may be weeks later.
    let submitted_at = submitted.map(|entry| entry.time.lower.0).max();
    tx.prepare_cached(
        "INSERT INTO inspection (number, premises, stream, checklist, status, inspector, \
         started_at, submitted_at, rounds, pending) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) \
         ON CONFLICT (number) DO UPDATE SET premises = excluded.premises, \
         stream = excluded.stream, checklist = excluded.checklist, status = excluded.status, \
         inspector = excluded.inspector, started_at = excluded.started_at, \
         submitted_at = excluded.submitted_at, rounds = excluded.rounds, \
         pending = excluded.pending",
    )?
    .execute((
        number,
        premises,
        update.stream.as_bytes(),
        &inspection.checklist,
        update.state.status.as_str(),
        update.state.author.map(|user| *user.as_bytes()),
        inspection.started_at.map_or(0, |at| at.0),
        submitted_at,
        update.state.rounds,
        update.pending,
    ))?;
    if submitted_at.is_some() {
        tx.prepare_cached(
            "UPDATE premises SET last_visit = \
             (SELECT max(submitted_at) FROM inspection WHERE premises = ?1) \
             WHERE number = (SELECT number FROM record_number WHERE id = ?1)",
        )?
        .execute([premises])?;
    }
    Ok(())
}
