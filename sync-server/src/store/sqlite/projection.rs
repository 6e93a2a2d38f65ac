use rusqlite::Connection;
use wangge_domain::{RecordId, Timestamp};
use wangge_sync_engine::store::{RecordUpdate, StoreError};

use super::convert::{failed, optional_id, optional_time, to_sql};
use super::measures::put_measure;
use crate::projection::Projection;

/// Writes the derived state of a record: the columns that lists show, and its document.
pub(super) fn put_record(
    connection: &Connection,
    tenant: i64,
    stream: i64,
    update: &RecordUpdate,
    first_at: Timestamp,
) -> Result<(), StoreError> {
    let shown = Projection::of(update);
    let state = &update.state;
    let author = state.author.as_ref().map(wangge_domain::UserId::as_bytes);
    let number: i64 = connection
        .prepare_cached(
            "INSERT INTO record (tenant, record, stream, kind, last_seq, status, first_at, due,
                                 due_key, premises, title, detail, category, village, department,
                                 author, number_text, flags)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                     ?18)
             ON CONFLICT (tenant, record) DO UPDATE SET
               stream = excluded.stream, last_seq = excluded.last_seq, status = excluded.status,
               due = excluded.due, due_key = excluded.due_key, premises = excluded.premises,
               title = excluded.title, detail = excluded.detail, category = excluded.category,
               village = excluded.village, department = excluded.department,
               author = excluded.author, number_text = excluded.number_text,
               flags = excluded.flags
             RETURNING number",
        )
        .and_then(|mut statement| {
            statement.query_row(
                rusqlite::params![
                    tenant,
                    update.record.as_bytes(),
                    stream,
                    update.kind.as_str(),
                    to_sql(update.last_seq),
                    state.status.as_str(),
                    first_at.0,
                    optional_time(state.due),
                    state.due.map_or(i64::MAX, |due| due.0),
                    optional_id(shown.premises.as_ref().map(RecordId::as_bytes)),
                    shown.title,
                    shown.detail,
                    shown.category,
                    shown.village,
                    state.escalated_to.as_deref().unwrap_or_default(),
                    optional_id(author),
                    shown.number,
                    shown.flags,
                ],
                |row| row.get(0),
            )
        })
        .map_err(failed)?;
    connection
        .prepare_cached(
            "INSERT INTO document (number, bytes) VALUES (?1, ?2)
             ON CONFLICT (number) DO UPDATE SET bytes = excluded.bytes",
        )
        .and_then(|mut statement| statement.execute((number, &update.document)))
        .map_err(failed)?;
    put_measure(connection, tenant, number, update)
}
