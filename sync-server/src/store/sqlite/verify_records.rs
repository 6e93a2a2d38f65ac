use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _};
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::Event;
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, RecordId};
use wangge_protocol::{Op, Row, RowBody};
use wangge_sync_engine::gate::inspect;
use wangge_sync_engine::relay::control_rows_of;
use wangge_sync_engine::store::{RecordUpdate, StoreError};
use wangge_sync_engine::{ContentPart, Document, blanked_by, fold_rows};

use super::convert::{corrupt, failed, from_sql, stream as stream_id};
use super::rows::{ROW_COLUMNS, raw_row};
use crate::projection::Projection;

/// What the logs say of the records, gathered row by row（日志所载）: what stands beside the logs must
/// say the same.
#[derive(Default)]
pub(super) struct Told {
    control: BTreeMap<i64, ControlState>,
    records: BTreeMap<(i64, RecordId), ToldRecord>,
    numbers: BTreeSet<(i64, String)>,
}

/// What the logs say of one record.
#[derive(Default)]
struct ToldRecord {
    changes: BTreeSet<Digest>,
    /// Something of it was blanked, and no row has begun the document anew yet.
    blanked: bool,
    /// Envelopes that hold changes which can be read.
    open: BTreeSet<Digest>,
    /// Rows that ask for a redaction.
    asked: Vec<Row>,
    /// Last row that touched it, by log.
    last_seq: BTreeMap<i64, u64>,
}

impl ToldRecord {
    /// A redaction that took effect: the document begins anew, and what it named is not to be read.
    fn begin_anew(&mut self, row: &Row) -> Result<(), StoreError> {
        let named = blanked_by(row, &self.asked).unwrap_or_default();
        if let Some(envelope) = named.iter().find(|id| self.open.contains(id)) {
            return Err(corrupt(&format!("envelope {envelope} was not blanked")));
        }
        self.changes.clear();
        self.blanked = false;
        Ok(())
    }
}

fn asks_to_blank(op: &Op) -> bool {
    matches!(op.as_event(), Some(Ok(Event::RedactionRequested { .. })))
}

impl Told {
    /// Hears a row of a log of a tenant, in log order.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`]: a change in it cannot be read.
    pub(super) fn hear(&mut self, tenant: i64, log: i64, row: &Row) -> Result<(), StoreError> {
        let control_rows = control_rows_of(row);
        let is_control = !control_rows.is_empty();
        for control_row in control_rows {
            // A row that changes nothing stands in the log all the same.
            let _no_change = self.control.entry(tenant).or_default().apply(&control_row);
        }
        let RowBody::Accepted { envelope, decision } = &row.body else {
            return Ok(());
        };
        if is_control || envelope.header.kind == RecordKind::Control {
            return Ok(());
        }
        let given = decision.outcomes.iter();
        let given = given.flat_map(|it| it.number.iter().chain(&it.paper_number).cloned());
        self.numbers.extend(given.map(|number| (tenant, number)));
        let record = envelope.header.record;
        let told = self.records.entry((tenant, record)).or_default();
        told.last_seq.insert(log, row.seq);
        if envelope.ops.iter().any(asks_to_blank) {
            told.asked.push(row.clone());
        }
        match ContentPart::of(envelope, decision) {
            ContentPart::Follows => {}
            ContentPart::Begins => told.begin_anew(row)?,
            ContentPart::Apart => return Ok(()),
        }
        if envelope.changes().next().is_some() {
            told.open.insert(envelope.id());
        }
        for op in &envelope.ops {
            match op {
                Op::Change(bytes) => {
                    let inspected = inspect(bytes).map_err(|_| {
                        corrupt(&format!("a change of record {record} does not hold"))
                    })?;
                    told.changes.insert(inspected.hash);
                }
                Op::Blanked(_) => told.blanked = true,
                Op::Event(_) => {}
            }
        }
        Ok(())
    }

    /// Compares the records, their documents, their numbers and the rules with what was heard.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] names the first thing that does not agree.
    pub(super) fn compare(&self, connection: &Connection) -> Result<(), StoreError> {
        self.compare_policies(connection)?;
        self.compare_numbers(connection)?;
        let nobody = ControlState::default();
        for ((tenant, record), told) in &self.records {
            let control = self.control.get(tenant).unwrap_or(&nobody);
            compare_record(connection, *tenant, *record, told, control)?;
        }
        let known: i64 = connection
            .query_row("SELECT count(*) FROM record", [], |row| row.get(0))
            .map_err(failed)?;
        if usize::try_from(known) != Ok(self.records.len()) {
            return Err(corrupt("there are records that no log tells of"));
        }
        compare_counts(connection)
    }

    /// A number that its register has forgotten would be given once more.
    fn compare_numbers(&self, connection: &Connection) -> Result<(), StoreError> {
        let sql = "SELECT tenant, text FROM document_number";
        let mut statement = connection.prepare(sql).map_err(failed)?;
        let held = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .map_err(failed)?;
        let held: BTreeSet<(i64, String)> = held.collect::<Result<_, _>>().map_err(failed)?;
        match self.numbers.difference(&held).next() {
            Some((_, number)) => Err(corrupt(&format!("the number {number} is forgotten"))),
            None => Ok(()),
        }
    }

    fn compare_policies(&self, connection: &Connection) -> Result<(), StoreError> {
        let sql = "SELECT 1 FROM policy_pack WHERE tenant = ?1 AND revision = ?2 AND digest = ?3";
        for (tenant, control) in &self.control {
            for (revision, digest, _) in &control.policies {
                let found = connection
                    .query_row(sql, (tenant, revision, &digest.0), |_| Ok(()))
                    .optional()
                    .map_err(failed)?;
                if found.is_none() {
                    return Err(corrupt(&format!("policy pack {revision} is gone")));
                }
            }
        }
        Ok(())
    }
}

/// A text without NUL: PostgreSQL, from which a file may come, keeps none in what lists show.
fn kept(text: &str) -> String {
    text.replace('\0', "")
}

/// What lists show of a record, as it stands in its row.
#[derive(PartialEq, Eq)]
struct Shown {
    status: String,
    due: Option<i64>,
    premises: Option<Vec<u8>>,
    title: String,
    detail: String,
    category: String,
    village: String,
    number: String,
    /// `None`: not filled in yet.
    provisional: Option<String>,
    flags: u32,
}

fn compare_record(
    connection: &Connection,
    tenant: i64,
    record: RecordId,
    told: &ToldRecord,
    control: &ControlState,
) -> Result<(), StoreError> {
    let wrong = |what: &str| corrupt(&format!("the {what} of record {record} does not hold"));
    let sql = "SELECT record.stream, stream.stream, record.kind, record.last_seq, record.status,
                      record.due, record.premises, record.title, record.flags, document.bytes,
                      record.detail, record.category, record.village, record.number_text,
                      record.provisional_text
               FROM record JOIN stream ON stream.number = record.stream
               LEFT JOIN document ON document.number = record.number
               WHERE record.tenant = ?1 AND record.record = ?2";
    let found = connection
        .prepare_cached(sql)
        .map_err(failed)?
        .query_row((tenant, record.as_bytes()), |row| {
            let shown = Shown {
                status: row.get(4)?,
                due: row.get(5)?,
                premises: row.get(6)?,
                title: row.get(7)?,
                flags: row.get(8)?,
                detail: row.get(10)?,
                category: row.get(11)?,
                village: row.get(12)?,
                number: row.get(13)?,
                provisional: row.get(14)?,
            };
            let place: (i64, Vec<u8>, String, i64) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            Ok((place, shown, row.get::<_, Option<Vec<u8>>>(9)?))
        })
        .optional()
        .map_err(failed)?;
    let Some(((log, stream, kind, last_seq), shown, bytes)) = found else {
        return Err(corrupt(&format!("record {record} is gone")));
    };
    let bytes = bytes.ok_or_else(|| wrong("document"))?;
    let document = Document::load(&bytes).map_err(|_| wrong("document"))?;
    let same = document.change_count() == told.changes.len()
        && told.changes.iter().all(|change| document.contains(change));
    if !same && !told.blanked {
        return Err(wrong("document"));
    }
    if told.last_seq.get(&log) != Some(&from_sql(last_seq)) {
        return Err(wrong("place in the log"));
    }
    let kind = RecordKind::from(kind);
    let update = RecordUpdate {
        record,
        stream: stream_id(&stream)?,
        heads: document.heads(),
        content: document.content(),
        state: fold_rows(&kind, &event_rows(connection, tenant, record)?, control),
        kind,
        document: bytes,
        last_seq: from_sql(last_seq),
        pending: false,
    };
    let projection = Projection::of(&update);
    let expected = Shown {
        status: update.state.status.as_str().to_owned(),
        due: update.state.due.map(|due| due.0),
        premises: projection.premises.map(|it| it.as_bytes().to_vec()),
        title: projection.title,
        flags: projection.flags,
        detail: projection.detail,
        category: projection.category,
        village: projection.village,
        number: projection.number,
        provisional: Some(projection.provisional),
    };
    for (holds, what) in [
        (shown.status == expected.status, "status"),
        (shown.due == expected.due, "deadline"),
        (shown.premises == expected.premises, "premises"),
        (kept(&shown.title) == kept(&expected.title), "title"),
        (shown.flags == expected.flags, "marks"),
        (kept(&shown.detail) == kept(&expected.detail), "detail"),
        (
            kept(&shown.category) == kept(&expected.category),
            "category",
        ),
        (kept(&shown.village) == kept(&expected.village), "village"),
        (kept(&shown.number) == kept(&expected.number), "number"),
        (
            shown.provisional.is_none()
                || shown.provisional.as_deref().map(kept)
                    == expected.provisional.as_deref().map(kept),
            "provisional number",
        ),
    ] {
        if !holds {
            return Err(wrong(what));
        }
    }
    Ok(())
}

fn event_rows(
    connection: &Connection,
    tenant: i64,
    record: RecordId,
) -> Result<Vec<Row>, StoreError> {
    let sql = format!(
        "SELECT {ROW_COLUMNS} FROM log
         WHERE record = ?1 AND has_events = 1 AND tenant = ?2 ORDER BY place"
    );
    let mut statement = connection.prepare_cached(&sql).map_err(failed)?;
    let rows = statement
        .query_map((record.as_bytes(), tenant), raw_row)
        .map_err(failed)?;
    rows.map(|row| row.map_err(failed)?.open()).collect()
}

/// The counts that lists show are those of the records.
fn compare_counts(connection: &Connection) -> Result<(), StoreError> {
    let sql = "SELECT count(*) FROM (
          SELECT tenant, stream, kind, status, overdue, count FROM record_count WHERE count <> 0
          EXCEPT
          SELECT tenant, stream, kind, status, flags & 1, count(*) FROM record
          GROUP BY tenant, stream, kind, status, flags & 1)";
    let odd: i64 = connection
        .query_row(sql, [], |row| row.get(0))
        .map_err(failed)?;
    let sums: bool = connection
        .query_row(
            "SELECT coalesce((SELECT sum(count) FROM record_count), 0)
                    = (SELECT count(*) FROM record)",
            [],
            |row| row.get(0),
        )
        .map_err(failed)?;
    if odd == 0 && sums {
        Ok(())
    } else {
        Err(corrupt("the counts of records do not hold"))
    }
}
