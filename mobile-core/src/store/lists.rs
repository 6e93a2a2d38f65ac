//! Rows of lists, read page by page.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, Row as SqlRow};
use wangge_domain::lifecycle::Status;
use wangge_domain::{Digest, GridId, RecordId, StreamId, Timestamp, UserId};

use super::codec::{digest, record_id, stream_id, timestamp};
use super::{Database, DbError};

/// One premises of a list（场所列表行）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PremisesRow {
    /// The record.
    pub record: RecordId,
    /// The stream in which its log lies.
    pub stream: StreamId,
    /// The grid in which it lives now（所属网格）: another one than that of its log once it has moved.
    pub grid: GridId,
    /// 名称.
    pub name: String,
    /// 统一社会信用代码; empty if none.
    pub license_number: String,
    /// Whole address in one line.
    pub address: String,
    /// Category id.
    pub category: String,
    /// A telephone to call; empty if none.
    pub phone: String,
    /// Where it stands.
    pub status: Status,
    /// Latitude and longitude, microdegrees.
    pub position: Option<(i64, i64)>,
    /// When an inspection was last submitted from here.
    pub last_visit: Option<Timestamp>,
    /// Latest census outcome with its time.
    pub census: Option<(String, Timestamp)>,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

/// One inspection of a list（检查列表行）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectionRow {
    /// The record.
    pub record: RecordId,
    /// The premises visited.
    pub premises: RecordId,
    /// Code of the checklist; empty for a visit that ended at the door.
    pub checklist: String,
    /// Where it stands.
    pub status: Status,
    /// Who made it, once something was submitted.
    pub inspector: Option<UserId>,
    /// When it began, by the phone's clock.
    pub started_at: Timestamp,
    /// When it was last submitted.
    pub submitted_at: Option<Timestamp>,
    /// How often it was returned.
    pub rounds: u32,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

/// One hazard of a list（隐患列表行）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HazardRow {
    /// The record.
    pub record: RecordId,
    /// The premises.
    pub premises: RecordId,
    /// The inspection it was found in.
    pub inspection: Option<RecordId>,
    /// Checklist item; empty if none.
    pub item: String,
    /// What makes it a repeat; empty if unknown.
    pub common_key: String,
    /// What is wrong.
    pub description: String,
    /// Where it stands.
    pub status: Status,
    /// Deadline in force.
    pub due: Option<Timestamp>,
    /// The overdue mark stands.
    pub overdue: bool,
    /// Life is threatened.
    pub life_threat: bool,
    /// Suspected major.
    pub suspected_major: bool,
    /// Number of the notice: final if given, else provisional.
    pub notice_number: Option<String>,
    /// When it was found, by the phone's clock.
    pub found_at: Timestamp,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

/// One photo of a record（照片列表行）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoRow {
    /// The photo record.
    pub record: RecordId,
    /// The record it is about.
    pub target: RecordId,
    /// Checklist item or slot; empty if none.
    pub item: String,
    /// Where it stands.
    pub status: Status,
    /// Hash of the original.
    pub original: Digest,
    /// Hash of the view copy.
    pub view: Digest,
    /// Hash of the thumbnail.
    pub thumbnail: Digest,
    /// When it was attached, by the phone's clock.
    pub taken_at: Option<Timestamp>,
    /// Something of it is not yet accepted by the relay.
    pub pending: bool,
}

/// Which hazards to list（隐患筛选）.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HazardFilter {
    /// Of this premises only.
    pub premises: Option<RecordId>,
    /// Found in this inspection only.
    pub inspection: Option<RecordId>,
    /// Only those that are neither closed, voided nor withdrawn.
    pub open_only: bool,
    /// Only those due at this time or before.
    pub due_before: Option<Timestamp>,
    /// Those found last first, in place of those due first.
    pub newest_first: bool,
}

/// The condition of a list that leaves out nothing.
const EVERY: &str = "1";

const CLOSED: &str = "('closed', 'voided', 'withdrawn')";

fn premises(row: &SqlRow<'_>) -> rusqlite::Result<PremisesRow> {
    let latitude: Option<i64> = row.get("latitude")?;
    let longitude: Option<i64> = row.get("longitude")?;
    let outcome: Option<String> = row.get("census_outcome")?;
    let outcome_at: Option<i64> = row.get("census_at")?;
    let stream = stream_id(row, "stream")?;
    Ok(PremisesRow {
        record: record_id(row, "record")?,
        stream,
        grid: stream.grid(),
        name: row.get("name")?,
        license_number: row.get("code")?,
        address: row.get("address")?,
        category: row.get("category")?,
        phone: row.get("phone")?,
        status: Status::from(row.get::<_, String>("status")?),
        position: latitude.zip(longitude),
        last_visit: row.get::<_, Option<i64>>("last_visit")?.map(Timestamp),
        census: outcome.zip(outcome_at.map(Timestamp)),
        pending: row.get("pending")?,
    })
}

const PREMISES: &str = "SELECT n.id AS record, p.* FROM premises p \
                        JOIN record_number n ON n.number = p.number";

fn inspection(row: &SqlRow<'_>) -> rusqlite::Result<InspectionRow> {
    Ok(InspectionRow {
        record: record_id(row, "record")?,
        premises: record_id(row, "premises")?,
        checklist: row.get("checklist")?,
        status: Status::from(row.get::<_, String>("status")?),
        inspector: row
            .get::<_, Option<[u8; 16]>>("inspector")?
            .map(UserId::from_bytes),
        started_at: timestamp(row, "started_at")?,
        submitted_at: row.get::<_, Option<i64>>("submitted_at")?.map(Timestamp),
        rounds: row.get("rounds")?,
        pending: row.get("pending")?,
    })
}

const INSPECTIONS: &str = "SELECT n.id AS record, i.* FROM inspection i \
                           JOIN record_number n ON n.number = i.number";

fn hazard(row: &SqlRow<'_>) -> rusqlite::Result<HazardRow> {
    Ok(HazardRow {
        record: record_id(row, "record")?,
        premises: record_id(row, "premises")?,
        inspection: row
            .get::<_, Option<[u8; 16]>>("inspection")?
            .map(RecordId::from_bytes),
        item: row.get("item")?,
        common_key: row.get("common_key")?,
        description: row.get("description")?,
        status: Status::from(row.get::<_, String>("status")?),
        due: row.get::<_, Option<i64>>("due")?.map(Timestamp),
        overdue: row.get("overdue")?,
        life_threat: row.get("life_threat")?,
        suspected_major: row.get("suspected_major")?,
        notice_number: row.get("notice_number")?,
        found_at: timestamp(row, "found_at")?,
        pending: row.get("pending")?,
    })
}

const HAZARDS: &str = "SELECT n.id AS record, h.* FROM hazard h \
                       JOIN record_number n ON n.number = h.number";

fn photo(row: &SqlRow<'_>) -> rusqlite::Result<PhotoRow> {
    Ok(PhotoRow {
        record: record_id(row, "record")?,
        target: record_id(row, "target")?,
        item: row.get("item")?,
        status: Status::from(row.get::<_, String>("status")?),
        original: digest(row, "original")?,
        view: digest(row, "view")?,
        thumbnail: digest(row, "thumbnail")?,
        taken_at: row.get::<_, Option<i64>>("taken_at")?.map(Timestamp),
        pending: row.get("pending")?,
    })
}

const PHOTOS: &str = "SELECT n.id AS record, p.* FROM photo p \
                      JOIN record_number n ON n.number = p.number";

impl Database {
    fn list<T>(
        &self,
        sql: &str,
        parameters: Vec<Value>,
        read: fn(&SqlRow<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, DbError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map(rusqlite::params_from_iter(parameters), read)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    fn list_premises(
        &self,
        sql: &str,
        parameters: Vec<Value>,
    ) -> Result<Vec<PremisesRow>, DbError> {
        let rows = self.list(sql, parameters, premises)?;
        Ok(rows.into_iter().map(|row| self.at_home(row)).collect())
    }

    fn at_home(&self, row: PremisesRow) -> PremisesRow {
        let grid = self.homes().home(Some(row.record), row.grid);
        PremisesRow { grid, ..row }
    }

    /// Premises that live in a grid, or where this person has charge, in the order in which they
    /// came to this phone, after one of them, at most `limit`; withdrawn ones are left out.
    pub(crate) fn premises_page(
        &self,
        stream: Option<StreamId>,
        after: Option<RecordId>,
        limit: usize,
    ) -> Result<Vec<PremisesRow>, DbError> {
        let after = after.map_or(Value::Null, id_value);
        let homes = self.homes();
        let (here, values) = match stream {
            None => homes.mine("n.id", "p.stream", 3),
            Some(stream) => homes.in_grid(stream, ("n.id", "p.stream"), 3),
        };
        let sql = format!(
            "{PREMISES} WHERE p.status <> 'withdrawn' AND {here} \
             AND p.number > coalesce((SELECT number FROM record_number WHERE id = ?1), 0) \
             ORDER BY p.number LIMIT ?2"
        );
        let mut parameters = vec![after, limit_value(limit)];
        parameters.extend(values);
        self.list_premises(&sql, parameters)
    }

    /// One premises' row.
    pub(crate) fn premises_row(&self, record: RecordId) -> Result<Option<PremisesRow>, DbError> {
        self.read(|connection| {
            let sql = format!("{PREMISES} WHERE n.id = ?1");
            let found = connection
                .prepare_cached(&sql)?
                .query_row([record.as_bytes()], premises)
                .optional()?;
            Ok(found.map(|row| self.at_home(row)))
        })
    }

    /// Premises that may be the same as one at this latitude or of this grid: candidates for near
    /// duplicates.
    pub(crate) fn premises_near(
        &self,
        stream: StreamId,
        latitude: Option<i64>,
        within: i64,
        limit: usize,
    ) -> Result<Vec<PremisesRow>, DbError> {
        let (low, high) = latitude.map_or((Value::Null, Value::Null), |at| {
            ((at - within).into(), (at + within).into())
        });
        let (here, values) = self.homes().in_grid(stream, ("n.id", "p.stream"), 4);
        let sql = format!(
            "{PREMISES} WHERE p.status NOT IN ('withdrawn', 'merged', 'demolished') \
             AND ({here} OR (p.latitude BETWEEN ?1 AND ?2)) ORDER BY p.number LIMIT ?3"
        );
        let mut parameters = vec![low, high, limit_value(limit)];
        parameters.extend(values);
        self.list_premises(&sql, parameters)
    }

    /// Inspections of a premises, newest first; without one, of all where this person has charge.
    pub(crate) fn inspections(
        &self,
        of: Option<RecordId>,
        limit: usize,
    ) -> Result<Vec<InspectionRow>, DbError> {
        let (mine, values) = match of {
            None => self.homes().mine("i.premises", "i.stream", 3),
            Some(_) => (EVERY.to_owned(), Vec::new()),
        };
        let sql = format!(
            "{INSPECTIONS} WHERE (?1 IS NULL OR i.premises = ?1) AND {mine} \
             ORDER BY i.started_at DESC, i.number DESC LIMIT ?2"
        );
        let mut parameters = vec![of.map_or(Value::Null, id_value), limit_value(limit)];
        parameters.extend(values);
        self.list(&sql, parameters, inspection)
    }

    /// Hazards, those due first before those without a deadline, then by number, or those found last:
    /// of one premises or inspection, or where this person has charge.
    pub(crate) fn hazards(
        &self,
        filter: &HazardFilter,
        limit: usize,
    ) -> Result<Vec<HazardRow>, DbError> {
        let (mine, values) = match (filter.premises, filter.inspection) {
            (None, None) => self.homes().mine("h.premises", "h.stream", 6),
            _ => (EVERY.to_owned(), Vec::new()),
        };
        let order = if filter.newest_first {
            "h.found_at DESC, h.number DESC"
        } else {
            "h.due IS NULL, h.due, h.number"
        };
        let sql = format!(
            "{HAZARDS} WHERE (?1 IS NULL OR h.premises = ?1) \
             AND (?2 IS NULL OR h.inspection = ?2) AND (?3 = 0 OR h.status NOT IN {CLOSED}) \
             AND (?4 IS NULL OR h.due <= ?4) AND {mine} ORDER BY {order} LIMIT ?5"
        );
        let mut parameters = vec![
            filter.premises.map_or(Value::Null, id_value),
            filter.inspection.map_or(Value::Null, id_value),
            i64::from(filter.open_only).into(),
            filter.due_before.map_or(Value::Null, |at| at.0.into()),
            limit_value(limit),
        ];
        parameters.extend(values);
        self.list(&sql, parameters, hazard)
    }

    /// Photos of a record, in the order in which they came.
    pub(crate) fn photos_of(&self, target: RecordId) -> Result<Vec<PhotoRow>, DbError> {
        let sql =
            format!("{PHOTOS} WHERE p.target = ?1 AND p.status <> 'withdrawn' ORDER BY p.number");
        self.list(&sql, vec![id_value(target)], photo)
    }

    /// The photos whose original is this file, by its hash. No index: only acts that cite photos
    /// ask, and a phone holds those of its own grids.
    pub(super) fn photos_with_original(&self, original: Digest) -> Result<Vec<RecordId>, DbError> {
        let sql = format!("{PHOTOS} WHERE p.original = ?1 ORDER BY p.number");
        let found = self.list(&sql, vec![Value::Blob(original.0.to_vec())], photo)?;
        Ok(found.into_iter().map(|row| row.record).collect())
    }

    /// One photo's row.
    pub(crate) fn photo_row(&self, record: RecordId) -> Result<Option<PhotoRow>, DbError> {
        let sql = format!("{PHOTOS} WHERE n.id = ?1");
        Ok(self.list(&sql, vec![id_value(record)], photo)?.pop())
    }
}

fn id_value(record: RecordId) -> Value {
    Value::Blob(record.as_bytes().to_vec())
}

fn limit_value(limit: usize) -> Value {
    i64::try_from(limit).unwrap_or(i64::MAX).into()
}
