use std::borrow::Cow;
use std::collections::BTreeMap;

use wangge_domain::tally::measure;
use wangge_domain::{RecordId, Timestamp};
use wangge_sync_engine::store::{RecordUpdate, StoreError};

use super::awaited_photos::put_awaited;
use super::convert::{failed, record as record_id, text, to_sql};
use super::counts::Counts;
use super::heads::LockedHeads;
use super::session::{Param, Session, column};
use crate::projection::Projection;
use crate::store::measure_codec::sealed;

/// A record that is there already.
struct Standing {
    stream: i64,
    status: String,
    flags: i64,
    measure: Option<Vec<u8>>,
}

/// A record as its row will have it.
struct NewRecord<'a> {
    id: &'a [u8],
    stream: i64,
    kind: Cow<'a, str>,
    last_seq: i64,
    status: Cow<'a, str>,
    first_at: i64,
    due: Option<i64>,
    due_key: i64,
    premises: Option<Vec<u8>>,
    texts: [String; 7],
    author: Option<&'a [u8]>,
    flags: i64,
    document: &'a [u8],
    measure: Option<Vec<u8>>,
}

/// Writes the derived state of the records of a commit: the columns that lists show, their
/// documents, counts and measures.
pub(super) fn put_records(
    session: &Session,
    tenant: i64,
    heads: &LockedHeads,
    updates: &[RecordUpdate],
    first_at: &BTreeMap<RecordId, Timestamp>,
) -> Result<(), StoreError> {
    if updates.is_empty() {
        return Ok(());
    }
    let mut standing = standing(session, tenant, updates)?;
    let mut counts = Counts::default();
    let mut records = Vec::with_capacity(updates.len());
    for update in updates {
        let stream = heads.get(update.stream)?.number;
        let at = first_at.get(&update.record).copied().unwrap_or_default();
        let record = new_record(update, stream, at);
        counts.add(stream, &record.kind, &record.status, record.flags);
        let now = Standing {
            stream,
            status: record.status.clone().into_owned(),
            flags: record.flags,
            measure: record.measure.clone(),
        };
        if let Some(before) = standing.insert(update.record, now) {
            counts.remove(before.stream, &record.kind, &before.status, before.flags);
            if before.measure == record.measure {
                // It stays as it is: no reader need hear of it.
                records.push(NewRecord {
                    measure: None,
                    ..record
                });
                continue;
            }
        }
        records.push(record);
    }
    let numbers = upsert(session, tenant, &records)?;
    put_documents(session, &numbers, &records)?;
    counts.write(session, tenant)?;
    put_awaited(session, tenant, updates)?;
    put_measures(session, tenant, &numbers, &records)
}

fn standing(
    session: &Session,
    tenant: i64,
    updates: &[RecordUpdate],
) -> Result<BTreeMap<RecordId, Standing>, StoreError> {
    let ids: Vec<&[u8]> = updates
        .iter()
        .map(|update| update.record.as_bytes().as_slice())
        .collect();
    let rows = session.query(
        "SELECT record.record, record.stream, record.status, record.flags, measure.bytes
         FROM record LEFT JOIN measure ON measure.number = record.number
         WHERE record.tenant = $1 AND record.record = ANY($2)
         ORDER BY record.record FOR NO KEY UPDATE OF record",
        &[&tenant, &ids],
    )?;
    rows.iter()
        .map(|row| {
            let standing = Standing {
                stream: column(row, 1)?,
                status: column(row, 2)?,
                flags: column(row, 3)?,
                measure: column(row, 4)?,
            };
            Ok((record_id(column(row, 0)?)?, standing))
        })
        .collect()
}

fn new_record(update: &RecordUpdate, stream: i64, first_at: Timestamp) -> NewRecord<'_> {
    let (shown, state) = (Projection::of(update), &update.state);
    let grid = update.stream.grid();
    let measure = measure(&update.kind, grid, &update.content, state);
    let escalated = state.escalated_to.as_deref().unwrap_or_default();
    NewRecord {
        id: update.record.as_bytes().as_slice(),
        stream,
        kind: text(update.kind.as_str()),
        last_seq: to_sql(update.last_seq),
        status: text(state.status.as_str()),
        first_at: first_at.0,
        due: state.due.map(|due| due.0),
        due_key: state.due.map_or(i64::MAX, |due| due.0),
        premises: shown.premises.map(|premises| premises.as_bytes().to_vec()),
        texts: [
            text(&shown.title).into_owned(),
            text(&shown.detail).into_owned(),
            text(&shown.category).into_owned(),
            text(&shown.village).into_owned(),
            text(escalated).into_owned(),
            text(&shown.number).into_owned(),
            text(&shown.provisional).into_owned(),
        ],
        author: state
            .author
            .as_ref()
            .map(|author| author.as_bytes().as_slice()),
        flags: i64::from(shown.flags),
        document: &update.document,
        measure: measure.map(|found| sealed(&found)),
    }
}

/// Writes the rows; gives the number of each.
fn upsert(
    session: &Session,
    tenant: i64,
    records: &[NewRecord<'_>],
) -> Result<Vec<i64>, StoreError> {
    let sets: Vec<Vec<Param<'_>>> = records
        .iter()
        .map(|record| {
            let [
                title,
                detail,
                category,
                village,
                department,
                number,
                provisional,
            ] = &record.texts;
            let set: Vec<Param<'_>> = vec![
                &tenant,
                &record.id,
                &record.stream,
                &record.kind,
                &record.last_seq,
                &record.status,
                &record.first_at,
                &record.due,
                &record.due_key,
                &record.premises,
                title,
                detail,
                category,
                village,
                department,
                &record.author,
                number,
                &record.flags,
                provisional,
            ];
            set
        })
        .collect();
    let answers = session
        .query_many(
            "INSERT INTO record (tenant, record, stream, kind, last_seq, status, first_at, due,
                                 due_key, premises, title, detail, category, village, department,
                                 author, number_text, flags, provisional_text)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                     $18, $19)
             ON CONFLICT (tenant, record) DO UPDATE SET
               stream = excluded.stream, last_seq = excluded.last_seq, status = excluded.status,
               due = excluded.due, due_key = excluded.due_key, premises = excluded.premises,
               title = excluded.title, detail = excluded.detail, category = excluded.category,
               village = excluded.village, department = excluded.department,
               author = excluded.author, number_text = excluded.number_text,
               flags = excluded.flags, provisional_text = excluded.provisional_text
             RETURNING number",
            &sets,
        )
        .map_err(failed)?;
    answers
        .iter()
        .map(|answer| column(answer.first().ok_or(StoreError::HeadMoved)?, 0))
        .collect()
}

fn put_documents(
    session: &Session,
    numbers: &[i64],
    records: &[NewRecord<'_>],
) -> Result<(), StoreError> {
    let sets: Vec<Vec<Param<'_>>> = numbers
        .iter()
        .zip(records)
        .map(|(number, record)| {
            let set: Vec<Param<'_>> = vec![number, &record.document];
            set
        })
        .collect();
    session
        .query_many(
            "INSERT INTO document (number, bytes) VALUES ($1, $2)
             ON CONFLICT (number) DO UPDATE SET bytes = excluded.bytes",
            &sets,
        )
        .map(drop)
        .map_err(failed)
}

/// Keeps what figures take from the records. Their changes are numbered through the tenant, so
/// the tenant is locked from here to the end of the commit: a reader never misses a later commit
/// of a lower number. Last of all, so that it is held as shortly as can be.
fn put_measures(
    session: &Session,
    tenant: i64,
    numbers: &[i64],
    records: &[NewRecord<'_>],
) -> Result<(), StoreError> {
    let measured: Vec<(i64, &Vec<u8>)> = numbers
        .iter()
        .zip(records)
        .filter_map(|(number, record)| Some((*number, record.measure.as_ref()?)))
        .collect();
    if measured.is_empty() {
        return Ok(());
    }
    let last = lock_changes(session, tenant)?;
    let changes: Vec<i64> = (last + 1..).take(measured.len()).collect();
    let sets: Vec<Vec<Param<'_>>> = measured
        .iter()
        .zip(&changes)
        .map(|((number, bytes), change)| {
            let set: Vec<Param<'_>> = vec![number, &tenant, change, bytes];
            set
        })
        .collect();
    session
        .query_many(
            "INSERT INTO measure (number, tenant, change, bytes) VALUES ($1, $2, $3, $4)
             ON CONFLICT (number) DO UPDATE SET change = excluded.change, bytes = excluded.bytes
               WHERE measure.bytes <> excluded.bytes",
            &sets,
        )
        .map(drop)
        .map_err(failed)
}

/// Locks the numbering of a tenant's changes until the transaction ends; gives the last number.
pub(super) fn lock_changes(session: &Session, tenant: i64) -> Result<i64, StoreError> {
    let lock = "SELECT number FROM tenant WHERE number = $1 FOR NO KEY UPDATE";
    session.query(lock, &[&tenant])?;
    let last = "SELECT coalesce(max(change), 0) FROM measure WHERE tenant = $1";
    session
        .first(last, &[&tenant])?
        .map_or(Ok(0), |row| column(&row, 0))
}
