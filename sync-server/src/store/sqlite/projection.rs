use rusqlite::{Connection, OptionalExtension as _, params};
use wangge_domain::{RecordId, Timestamp};
use wangge_sync_engine::store::{RecordUpdate, StoreError};

use super::awaited_photos::put_awaited;
use super::convert::{failed, optional_id, optional_time, to_sql};
use super::counts::Counts;
use super::measures::put_measure;
use crate::projection::Projection;

/// What stands in indexes of a record that is there already: as long as none of it changes, no
/// index is touched.
#[derive(PartialEq, Eq)]
struct Indexed {
    status: String,
    due_key: i64,
    premises: Option<Vec<u8>>,
}

/// A record that is there already.
struct Standing {
    number: i64,
    stream: i64,
    flags: i64,
    indexed: Indexed,
}

/// Writes the derived state of a record: the columns that lists show, and its document.
pub(super) fn put_record(
    connection: &Connection,
    tenant: i64,
    stream: i64,
    update: &RecordUpdate,
    first_at: Timestamp,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let shown = Projection::of(update);
    let (kind, status) = (update.kind.as_str(), update.state.status.as_str());
    let flags = i64::from(shown.flags);
    let standing = standing(connection, tenant, update.record).map_err(failed)?;
    counts.add(stream, kind, status, flags);
    let number = match standing {
        None => insert(connection, (tenant, stream), update, &shown, first_at),
        Some(standing) => {
            let indexed = &standing.indexed;
            counts.remove(standing.stream, kind, &indexed.status, standing.flags);
            let wanted = Indexed {
                status: status.to_owned(),
                due_key: due_key(update),
                premises: shown.premises.map(|premises| premises.as_bytes().to_vec()),
            };
            move_on(connection, &standing, stream, update, &shown, &wanted)
                .map(|()| standing.number)
        }
    }
    .map_err(failed)?;
    connection
        .prepare_cached(
            "INSERT INTO document (number, bytes) VALUES (?1, ?2)
             ON CONFLICT (number) DO UPDATE SET bytes = excluded.bytes",
        )
        .and_then(|mut statement| statement.execute((number, &update.document)))
        .map_err(failed)?;
    put_awaited(connection, tenant, update)?;
    put_measure(connection, tenant, number, update)
}

fn due_key(update: &RecordUpdate) -> i64 {
    update.state.due.map_or(i64::MAX, |due| due.0)
}

fn standing(
    connection: &Connection,
    tenant: i64,
    record: RecordId,
) -> rusqlite::Result<Option<Standing>> {
    connection
        .prepare_cached(
            "SELECT number, stream, flags, status, due_key, premises FROM record
             WHERE tenant = ?1 AND record = ?2",
        )?
        .query_row((tenant, record.as_bytes()), |row| {
            Ok(Standing {
                number: row.get(0)?,
                stream: row.get(1)?,
                flags: row.get(2)?,
                indexed: Indexed {
                    status: row.get(3)?,
                    due_key: row.get(4)?,
                    premises: row.get(5)?,
                },
            })
        })
        .optional()
}

fn insert(
    connection: &Connection,
    (tenant, stream): (i64, i64),
    update: &RecordUpdate,
    shown: &Projection,
    first_at: Timestamp,
) -> rusqlite::Result<i64> {
    let state = &update.state;
    let author = state.author.as_ref().map(wangge_domain::UserId::as_bytes);
    connection
        .prepare_cached(
            "INSERT INTO record (tenant, record, stream, kind, last_seq, status, first_at, due,
                                 due_key, premises, title, detail, category, village, department,
                                 author, number_text, flags, provisional_text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
                     ?18, ?19)",
        )?
        .execute(params![
            tenant,
            update.record.as_bytes(),
            stream,
            update.kind.as_str(),
            to_sql(update.last_seq),
            state.status.as_str(),
            first_at.0,
            optional_time(state.due),
            due_key(update),
            optional_id(shown.premises.as_ref().map(RecordId::as_bytes)),
            shown.title,
            shown.detail,
            shown.category,
            shown.village,
            state.escalated_to.as_deref().unwrap_or_default(),
            optional_id(author),
            shown.number,
            shown.flags,
            shown.provisional,
        ])?;
    Ok(connection.last_insert_rowid())
}

fn move_on(
    connection: &Connection,
    standing: &Standing,
    stream: i64,
    update: &RecordUpdate,
    shown: &Projection,
    wanted: &Indexed,
) -> rusqlite::Result<()> {
    let state = &update.state;
    if standing.indexed != *wanted {
        connection
            .prepare_cached(
                "UPDATE record SET status = ?2, due = ?3, due_key = ?4, premises = ?5
                 WHERE number = ?1",
            )?
            .execute((
                standing.number,
                &wanted.status,
                optional_time(state.due),
                wanted.due_key,
                &wanted.premises,
            ))?;
    }
    // By itself: a write to a column that refers to another table makes SQLite keep a journal of
    // the statement, whose end costs the more the larger the commit is.
    if standing.stream != stream {
        connection
            .prepare_cached("UPDATE record SET stream = ?2 WHERE number = ?1")?
            .execute((standing.number, stream))?;
    }
    let author = state.author.as_ref().map(wangge_domain::UserId::as_bytes);
    connection
        .prepare_cached(
            "UPDATE record SET last_seq = ?2, title = ?3, detail = ?4, category = ?5, village = ?6,
                               department = ?7, author = ?8, number_text = ?9, flags = ?10,
                               provisional_text = ?11
             WHERE number = ?1",
        )?
        .execute(params![
            standing.number,
            to_sql(update.last_seq),
            shown.title,
            shown.detail,
            shown.category,
            shown.village,
            state.escalated_to.as_deref().unwrap_or_default(),
            optional_id(author),
            shown.number,
            shown.flags,
            shown.provisional,
        ])
        .map(drop)
}
