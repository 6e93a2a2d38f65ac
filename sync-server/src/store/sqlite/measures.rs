use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _};
use serde::de::DeserializeOwned;
use wangge_domain::evaluation::{EvaluationPeriod, LogCut, Snapshot, StreamPoint};
use wangge_domain::tally::{Measure, measure};
use wangge_domain::{Digest, GridId, RecordId, TenantId, UserId};
use wangge_sync_engine::store::{RecordUpdate, StoreError};

use super::convert::{corrupt, failed, from_sql, id16, record as record_id, stream as stream_id};
use super::database::SqliteDatabase;
use crate::store::measure_codec::{sealed, unsealed};
use crate::store::snapshot_key::{scope_key, snapshot_place};
use crate::store::{DecidedObjection, MeasureChanges, MeasureStore};

/// Keeps what figures take from a record beside it, in the transaction that wrote the record.
pub(super) fn put_measure(
    connection: &Connection,
    tenant: i64,
    number: i64,
    update: &RecordUpdate,
) -> Result<(), StoreError> {
    let grid = update.stream.grid();
    let Some(found) = measure(&update.kind, grid, &update.content, &update.state) else {
        return Ok(());
    };
    connection
        .prepare_cached(
            "INSERT INTO measure (number, tenant, change, bytes)
             VALUES (?1, ?2, coalesce((SELECT change FROM measure WHERE tenant = ?2
                              ORDER BY change DESC LIMIT 1), 0) + 1, ?3)
             ON CONFLICT (number) DO UPDATE SET change = excluded.change, bytes = excluded.bytes
               WHERE bytes <> excluded.bytes",
        )
        .and_then(|mut statement| statement.execute((number, tenant, sealed(&found))))
        .map(drop)
        .map_err(failed)
}

/// One row was written; none: somebody else was first.
pub(super) fn once(written: usize) -> Result<(), StoreError> {
    match written {
        0 => Err(StoreError::HeadMoved),
        _ => Ok(()),
    }
}

/// The word of a period's length, as it stands in SQL.
fn word(period: &EvaluationPeriod) -> String {
    let word = serde_json::to_value(period.kind).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}

fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|error| corrupt(&error.to_string()))
}

impl SqliteDatabase {
    fn one_snapshot(
        &self,
        sql: &str,
        parameters: impl rusqlite::Params,
    ) -> Result<Option<Snapshot>, StoreError> {
        let bytes: Option<Vec<u8>> = self
            .reader()?
            .query_row(sql, parameters, |row| row.get(0))
            .optional()
            .map_err(failed)?;
        bytes.map(|bytes| json(&bytes)).transpose()
    }
}

impl MeasureStore for SqliteDatabase {
    fn measures_after(
        &self,
        tenant: TenantId,
        after: i64,
        limit: u32,
    ) -> Result<MeasureChanges, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT m.change, r.record, m.bytes FROM measure m
                 JOIN record r ON r.number = m.number
                 WHERE m.tenant = ?1 AND m.change > ?2 ORDER BY m.change LIMIT ?3",
            )
            .map_err(failed)?;
        let mut rows = statement.query((number, after, limit)).map_err(failed)?;
        let mut changes = MeasureChanges {
            upto: after,
            ..MeasureChanges::default()
        };
        while let Some(row) = rows.next().map_err(failed)? {
            changes.upto = row.get(0).map_err(failed)?;
            let record: Vec<u8> = row.get(1).map_err(failed)?;
            let bytes: Vec<u8> = row.get(2).map_err(failed)?;
            let record = record_id(&record)?;
            match unsealed(&bytes) {
                Some(found) => changes.changed.push((record, found)),
                None => changes.damaged.push((record, bytes)),
            }
        }
        Ok(changes)
    }

    fn heads(&self, tenant: TenantId) -> Result<LogCut, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached("SELECT stream, epoch, seq FROM stream WHERE tenant = ?1")
            .map_err(failed)?;
        let mut rows = statement.query([number]).map_err(failed)?;
        let mut cut = LogCut::default();
        while let Some(row) = rows.next().map_err(failed)? {
            let stream: Vec<u8> = row.get(0).map_err(failed)?;
            let point = StreamPoint {
                epoch: from_sql(row.get(1).map_err(failed)?),
                seq: from_sql(row.get(2).map_err(failed)?),
            };
            cut.0.insert(stream_id(&stream)?, point);
        }
        Ok(cut)
    }

    fn unmeasured(&self, tenant: TenantId, limit: u32) -> Result<Vec<RecordId>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT record FROM record r WHERE tenant = ?1
                   AND kind IN ('premises', 'inspection', 'rectification', 'report')
                   AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.number = r.number) LIMIT ?2",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map((number, limit), |row| row.get::<_, Vec<u8>>(0))
            .map_err(failed)?;
        rows.map(|row| row.map_err(failed).and_then(|id| record_id(&id)))
            .collect()
    }

    fn add_measure(
        &self,
        tenant: TenantId,
        record: RecordId,
        measure: &Measure,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let bytes = sealed(measure);
        self.write(move |connection| {
            connection
                .execute(
                    "INSERT OR IGNORE INTO measure (number, tenant, change, bytes)
                     SELECT number, ?1, coalesce((SELECT change FROM measure WHERE tenant = ?1
                                                    ORDER BY change DESC LIMIT 1), 0) + 1, ?3
                     FROM record WHERE tenant = ?1 AND record = ?2",
                    (number, record.as_bytes(), bytes),
                )
                .map(drop)
        })
    }

    fn mend_measure(
        &self,
        tenant: TenantId,
        record: RecordId,
        damaged: &[u8],
        measure: &Measure,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let (damaged, bytes) = (damaged.to_vec(), sealed(measure));
        self.write(move |connection| {
            connection
                .execute(
                    "UPDATE measure SET bytes = ?4,
                       change = (SELECT max(change) FROM measure WHERE tenant = ?1) + 1
                     WHERE tenant = ?1 AND bytes = ?3
                       AND number = (SELECT number FROM record WHERE tenant = ?1 AND record = ?2)",
                    (number, record.as_bytes(), damaged, bytes),
                )
                .map(drop)
        })
    }

    fn add_snapshot(&self, tenant: TenantId, snapshot: &Snapshot) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let snapshot = snapshot.clone();
        let written = self.write(move |connection| {
            connection.execute(
                "INSERT OR IGNORE INTO snapshot
                   (tenant, kind, first_day, scope, digest, frozen_at, bytes)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                (
                    number,
                    word(&snapshot.period),
                    snapshot.period.first.to_string(),
                    scope_key(snapshot.scope),
                    &snapshot.hash().0,
                    snapshot.frozen_at.0,
                    snapshot.to_bytes(),
                ),
            )
        })?;
        once(written)
    }

    fn snapshot(
        &self,
        tenant: TenantId,
        period: &EvaluationPeriod,
        scope: Option<GridId>,
    ) -> Result<Option<Snapshot>, StoreError> {
        let number = self.number(tenant)?;
        self.one_snapshot(
            "SELECT bytes FROM snapshot
             WHERE tenant = ?1 AND kind = ?2 AND first_day = ?3 AND scope = ?4",
            (
                number,
                word(period),
                period.first.to_string(),
                scope_key(scope),
            ),
        )
    }

    fn snapshot_by_digest(
        &self,
        tenant: TenantId,
        digest: Digest,
    ) -> Result<Option<Snapshot>, StoreError> {
        let number = self.number(tenant)?;
        self.one_snapshot(
            "SELECT bytes FROM snapshot WHERE tenant = ?1 AND digest = ?2",
            (number, &digest.0),
        )
    }

    fn snapshot_from(
        &self,
        tenant: TenantId,
        digest: Digest,
    ) -> Result<Option<Snapshot>, StoreError> {
        let number = self.number(tenant)?;
        self.one_snapshot(
            "SELECT bytes FROM snapshot WHERE tenant = ?1 AND digest >= ?2 ORDER BY digest LIMIT 1",
            (number, &digest.0),
        )
    }

    fn snapshots(&self, tenant: TenantId, kind: &str) -> Result<Vec<Snapshot>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT bytes FROM snapshot WHERE tenant = ?1 AND kind = ?2
                 ORDER BY first_day, scope",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map((number, kind), |row| row.get::<_, Vec<u8>>(0))
            .map_err(failed)?;
        rows.map(|row| row.map_err(failed).and_then(|bytes| json(&bytes)))
            .collect()
    }

    fn snapshots_after(
        &self,
        tenant: TenantId,
        kind: &str,
        after: Option<(NaiveDate, Option<GridId>)>,
        limit: u32,
    ) -> Result<Vec<Snapshot>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT bytes FROM snapshot
                 WHERE tenant = ?1 AND kind = ?2 AND (first_day, scope) > (?3, ?4)
                 ORDER BY first_day, scope LIMIT ?5",
            )
            .map_err(failed)?;
        let (first, scope) = snapshot_place(after);
        let rows = statement
            .query_map((number, kind, first, scope, limit), |row| {
                row.get::<_, Vec<u8>>(0)
            })
            .map_err(failed)?;
        rows.map(|row| row.map_err(failed).and_then(|bytes| json(&bytes)))
            .collect()
    }

    fn objection_decisions(
        &self,
        tenant: TenantId,
        worker: UserId,
    ) -> Result<Vec<DecidedObjection>, StoreError> {
        type Columns = (Vec<u8>, String, String);
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT record, code, decision FROM objection_decision
                 WHERE tenant = ?1 AND worker = ?2 ORDER BY at, record, code",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map((number, worker.as_bytes()), |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .map_err(failed)?;
        let open = |(record, code, decision): Columns| {
            Ok(DecidedObjection {
                record: RecordId::from_bytes(id16(&record)?),
                code,
                decision: json(decision.as_bytes())?,
            })
        };
        rows.map(|row| row.map_err(failed).and_then(open)).collect()
    }
}
