use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use tokio_postgres::Row;
use wangge_domain::evaluation::{EvaluationPeriod, LogCut, Snapshot, StreamPoint};
use wangge_domain::tally::Measure;
use wangge_domain::{Digest, GridId, RecordId, TenantId, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::{corrupt, from_sql, record as record_id, stream as stream_id};
use super::database::PostgresDatabase;
use super::projection::lock_changes;
use super::session::column;
use crate::store::measure_codec::{sealed, unsealed};
use crate::store::snapshot_key::{scope_key, snapshot_place};
use crate::store::{DecidedObjection, MeasureChanges, MeasureStore};

/// One row was written; none: somebody else was first.
pub(super) fn once(written: u64) -> Result<(), StoreError> {
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

fn snapshot_of(row: &Row) -> Result<Snapshot, StoreError> {
    json(column(row, 0)?)
}

impl MeasureStore for PostgresDatabase {
    fn measures_after(
        &self,
        tenant: TenantId,
        after: i64,
        limit: u32,
    ) -> Result<MeasureChanges, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT m.change, r.record, m.bytes FROM measure m
             JOIN record r ON r.number = m.number
             WHERE m.tenant = $1 AND m.change > $2 ORDER BY m.change LIMIT $3",
            &[&number, &after, &i64::from(limit)],
        )?;
        let mut changes = MeasureChanges {
            upto: after,
            changed: Vec::with_capacity(rows.len()),
            damaged: Vec::new(),
        };
        for row in &rows {
            changes.upto = column(row, 0)?;
            let record = record_id(column(row, 1)?)?;
            let bytes: &[u8] = column(row, 2)?;
            match unsealed(bytes) {
                Some(found) => changes.changed.push((record, found)),
                None => changes.damaged.push((record, bytes.to_vec())),
            }
        }
        Ok(changes)
    }

    fn heads(&self, tenant: TenantId) -> Result<LogCut, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT stream, epoch, seq FROM stream WHERE tenant = $1",
            &[&number],
        )?;
        let mut cut = LogCut::default();
        for row in &rows {
            let point = StreamPoint {
                epoch: from_sql(column(row, 1)?),
                seq: from_sql(column(row, 2)?),
            };
            cut.0.insert(stream_id(column(row, 0)?)?, point);
        }
        Ok(cut)
    }

    fn unmeasured(&self, tenant: TenantId, limit: u32) -> Result<Vec<RecordId>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT record FROM record r WHERE tenant = $1
               AND kind IN ('premises', 'inspection', 'rectification', 'report')
               AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.number = r.number) LIMIT $2",
            &[&number, &i64::from(limit)],
        )?;
        rows.iter().map(|row| record_id(column(row, 0)?)).collect()
    }

    fn add_measure(
        &self,
        tenant: TenantId,
        record: RecordId,
        measure: &Measure,
    ) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session.transaction(|session| {
            let last = lock_changes(session, number)?;
            session
                .execute(
                    "INSERT INTO measure (number, tenant, change, bytes)
                     SELECT number, $1::bigint, $3::bigint, $4::bytea FROM record
                     WHERE tenant = $1 AND record = $2 ON CONFLICT DO NOTHING",
                    &[
                        &number,
                        &record.as_bytes().as_slice(),
                        &(last + 1),
                        &sealed(measure),
                    ],
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
        let (session, number) = self.of(tenant)?;
        session.transaction(|session| {
            let last = lock_changes(session, number)?;
            session
                .execute(
                    "UPDATE measure SET bytes = $4, change = $5
                     WHERE tenant = $1 AND bytes = $3 AND number =
                       (SELECT number FROM record WHERE tenant = $1 AND record = $2)",
                    &[
                        &number,
                        &record.as_bytes().as_slice(),
                        &damaged,
                        &sealed(measure),
                        &(last + 1),
                    ],
                )
                .map(drop)
        })
    }

    fn add_snapshot(&self, tenant: TenantId, snapshot: &Snapshot) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        let written = session.execute(
            "INSERT INTO snapshot (tenant, kind, first_day, scope, digest, frozen_at, bytes)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
            &[
                &number,
                &word(&snapshot.period),
                &snapshot.period.first.to_string(),
                &scope_key(snapshot.scope),
                &snapshot.hash().0.as_slice(),
                &snapshot.frozen_at.0,
                &snapshot.to_bytes(),
            ],
        )?;
        once(written)
    }

    fn snapshot(
        &self,
        tenant: TenantId,
        period: &EvaluationPeriod,
        scope: Option<GridId>,
    ) -> Result<Option<Snapshot>, StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .first(
                "SELECT bytes FROM snapshot
                 WHERE tenant = $1 AND kind = $2 AND first_day = $3 AND scope = $4",
                &[
                    &number,
                    &word(period),
                    &period.first.to_string(),
                    &scope_key(scope),
                ],
            )?
            .map(|row| snapshot_of(&row))
            .transpose()
    }

    fn snapshot_by_digest(
        &self,
        tenant: TenantId,
        digest: Digest,
    ) -> Result<Option<Snapshot>, StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .first(
                "SELECT bytes FROM snapshot WHERE tenant = $1 AND digest = $2",
                &[&number, &digest.0.as_slice()],
            )?
            .map(|row| snapshot_of(&row))
            .transpose()
    }

    fn snapshot_from(
        &self,
        tenant: TenantId,
        digest: Digest,
    ) -> Result<Option<Snapshot>, StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .first(
                "SELECT bytes FROM snapshot WHERE tenant = $1 AND digest >= $2
                 ORDER BY digest LIMIT 1",
                &[&number, &digest.0.as_slice()],
            )?
            .map(|row| snapshot_of(&row))
            .transpose()
    }

    fn snapshots(&self, tenant: TenantId, kind: &str) -> Result<Vec<Snapshot>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT bytes FROM snapshot WHERE tenant = $1 AND kind = $2 ORDER BY first_day, scope",
            &[&number, &kind],
        )?;
        rows.iter().map(snapshot_of).collect()
    }

    fn snapshots_after(
        &self,
        tenant: TenantId,
        kind: &str,
        after: Option<(NaiveDate, Option<GridId>)>,
        limit: u32,
    ) -> Result<Vec<Snapshot>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let (first, scope) = snapshot_place(after);
        let rows = session.query(
            "SELECT bytes FROM snapshot
             WHERE tenant = $1 AND kind = $2 AND (first_day, scope) > ($3, $4)
             ORDER BY first_day, scope LIMIT $5",
            &[&number, &kind, &first, &scope, &i64::from(limit)],
        )?;
        rows.iter().map(snapshot_of).collect()
    }

    fn objection_decisions(
        &self,
        tenant: TenantId,
        worker: UserId,
    ) -> Result<Vec<DecidedObjection>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT record, code, decision FROM objection_decision
             WHERE tenant = $1 AND worker = $2 ORDER BY at, record, code",
            &[&number, &worker.as_bytes().as_slice()],
        )?;
        rows.iter()
            .map(|row| {
                Ok(DecidedObjection {
                    record: record_id(column(row, 0)?)?,
                    code: column(row, 1)?,
                    decision: json(column::<&str>(row, 2)?.as_bytes())?,
                })
            })
            .collect()
    }
}
