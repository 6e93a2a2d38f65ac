//! Rows of the list of cases.

use rusqlite::Row as SqlRow;
use rusqlite::types::Value;
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId, StreamId, Timestamp};

use super::codec::{record_id, stream_id, timestamp};
use super::{Database, DbError};

/// One case of a list（案件列表行）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// The record.
    pub record: RecordId,
    /// Which register.
    pub kind: RecordKind,
    /// In which log.
    pub stream: StreamId,
    /// The grid in which it lives now（所属网格）: that of its premises, once that has moved.
    pub grid: GridId,
    /// The premises it is about; `None`: a matter of a grid as a whole.
    pub premises: Option<RecordId>,
    /// What it is about.
    pub title: String,
    /// Type of measure, level, severity; empty if none.
    pub category: String,
    /// Code of the department it lies with; empty if none.
    pub department: String,
    /// Where it stands.
    pub status: Status,
    /// Deadline in force.
    pub due: Option<Timestamp>,
    /// The overdue mark stands.
    pub overdue: bool,
    /// Its number: final if given, else provisional.
    pub number: Option<String>,
    /// When its first step was taken, as far as that is known.
    pub began_at: Timestamp,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

/// Which cases to list（案件筛选）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseFilter {
    /// About this premises only.
    pub premises: Option<RecordId>,
    /// Of this signing drive only.
    pub drive: Option<String>,
    /// At this status only.
    pub status: Option<Status>,
    /// Only those that somebody must still do something about: with a deadline in force.
    pub open_only: bool,
    /// Only those due at this time or before.
    pub due_before: Option<Timestamp>,
}

fn case(row: &SqlRow<'_>) -> rusqlite::Result<CaseRow> {
    let stream = stream_id(row, "stream")?;
    Ok(CaseRow {
        record: record_id(row, "record")?,
        kind: RecordKind::from(row.get::<_, String>("kind")?),
        stream,
        grid: stream.grid(),
        premises: row
            .get::<_, Option<[u8; 16]>>("premises")?
            .map(RecordId::from_bytes),
        title: row.get("title")?,
        category: row.get("category")?,
        department: row.get("department")?,
        status: Status::from(row.get::<_, String>("status")?),
        due: row.get::<_, Option<i64>>("due")?.map(Timestamp),
        overdue: row.get("overdue")?,
        number: row.get("case_number")?,
        began_at: timestamp(row, "began_at")?,
        pending: row.get("pending")?,
    })
}

impl Database {
    /// Cases of a kind, those due first before those without a deadline, then by number: of one
    /// premises, or where this person has charge.
    pub(crate) fn cases(
        &self,
        kind: &RecordKind,
        filter: &CaseFilter,
        limit: usize,
    ) -> Result<Vec<CaseRow>, DbError> {
        let text = |value: Option<&str>| value.map_or(Value::Null, |it| it.to_owned().into());
        let (mine, values) = match filter.premises {
            None => self.homes().mine("c.premises", "c.stream", 8),
            Some(_) => ("1".to_owned(), Vec::new()),
        };
        let mut parameters = vec![
            kind.as_str().to_owned().into(),
            filter
                .premises
                .map_or(Value::Null, |id| id.as_bytes().to_vec().into()),
            text(filter.drive.as_deref()),
            text(filter.status.as_ref().map(Status::as_str)),
            i64::from(filter.open_only).into(),
            filter.due_before.map_or(Value::Null, |at| at.0.into()),
            i64::try_from(limit).unwrap_or(i64::MAX).into(),
        ];
        parameters.extend(values);
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&format!(
                "SELECT n.id AS record, c.* FROM case_row c \
                 JOIN record_number n ON n.number = c.number \
                 WHERE c.kind = ?1 AND (?2 IS NULL OR c.premises = ?2) \
                 AND (?3 IS NULL OR c.drive = ?3) AND (?4 IS NULL OR c.status = ?4) \
                 AND c.status <> 'withdrawn' AND (?5 = 0 OR c.due IS NOT NULL) \
                 AND (?6 IS NULL OR c.due <= ?6) AND {mine} \
                 ORDER BY c.due IS NULL, c.due, c.number LIMIT ?7",
            ))?;
            let rows = statement.query_map(rusqlite::params_from_iter(parameters), case)?;
            let rows: Vec<CaseRow> = rows.collect::<Result<_, _>>()?;
            let homes = self.homes();
            let at_home = |row: CaseRow| CaseRow {
                grid: homes.home(row.premises, row.grid),
                ..row
            };
            Ok(rows.into_iter().map(at_home).collect())
        })
    }

    /// The cases of a kind that stand in a state, those that wait to be sent as they will stand; of what
    /// is no case none.
    pub(super) fn cases_standing(
        &self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, DbError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT n.id AS record FROM case_row c JOIN record_number n ON n.number = c.number \
                 WHERE c.kind = ?1 AND c.status = ?2 ORDER BY c.number",
            )?;
            let rows = statement.query_map((kind.as_str(), status.as_str()), |row| {
                record_id(row, "record")
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The records of a kind that hang on a premises.
    pub(super) fn hanging_on(
        &self,
        premises: RecordId,
        kind: &RecordKind,
    ) -> Result<Vec<RecordId>, DbError> {
        let table = match kind {
            RecordKind::Rectification => "hazard",
            RecordKind::Inspection => "inspection",
            kind if kind.is_case() => "case_row",
            _ => return Ok(Vec::new()),
        };
        let of_kind = if kind.is_case() {
            "AND t.kind = ?2"
        } else {
            "AND ?2 <> ''"
        };
        let sql = format!(
            "SELECT n.id AS record FROM {table} t JOIN record_number n ON n.number = t.number \
             WHERE t.premises = ?1 {of_kind} ORDER BY t.number"
        );
        self.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map((premises.as_bytes(), kind.as_str()), |row| {
                record_id(row, "record")
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}
