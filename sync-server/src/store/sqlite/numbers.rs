use rusqlite::Row;
use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::{TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::convert::{failed, record as record_id};
use super::database::SqliteDatabase;
use crate::store::{GivenNumber, NumberStore};

type Raw = (
    u32,
    String,
    Option<Vec<u8>>,
    Option<String>,
    Option<String>,
    Option<i64>,
);

impl NumberStore for SqliteDatabase {
    fn number_series(&self, tenant: TenantId) -> Result<Vec<(SeriesKey, u32, u32)>, StoreError> {
        let tenant = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT issuer, document, year, max(number), count(*) FROM document_number
                 WHERE tenant = ?1 GROUP BY issuer, document, year
                 ORDER BY issuer, document, year",
            )
            .map_err(failed)?;
        let series = |row: &Row<'_>| {
            let key = SeriesKey {
                issuer: row.get(0)?,
                document: row.get(1)?,
                year: row.get(2)?,
            };
            Ok((key, row.get(3)?, row.get(4)?))
        };
        let rows = statement.query_map([tenant], series).map_err(failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    fn numbers_after(
        &self,
        tenant: TenantId,
        series: &SeriesKey,
        after: u32,
        limit: u32,
    ) -> Result<Vec<GivenNumber>, StoreError> {
        let tenant = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT given.number, given.text, log.record, record.kind, record.status,
                   log.received_at
                 FROM document_number AS given
                 LEFT JOIN log ON log.envelope = given.envelope AND log.tenant = given.tenant
                   AND log.is_stub = 0
                 LEFT JOIN record ON record.tenant = given.tenant AND record.record = log.record
                 WHERE given.tenant = ?1 AND given.issuer = ?2 AND given.document = ?3
                   AND given.year = ?4 AND given.number > ?5
                 ORDER BY given.number LIMIT ?6",
            )
            .map_err(failed)?;
        let asked = (
            tenant,
            &series.issuer,
            &series.document,
            series.year,
            after,
            limit,
        );
        let raw = |row: &Row<'_>| -> rusqlite::Result<Raw> {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            ))
        };
        let rows = statement.query_map(asked, raw).map_err(failed)?;
        rows.map(|row| given(row.map_err(failed)?)).collect()
    }
}

fn given((number, text, record, kind, status, given_at): Raw) -> Result<GivenNumber, StoreError> {
    Ok(GivenNumber {
        number,
        text,
        record: record.map(|id| record_id(&id)).transpose()?,
        kind: kind.unwrap_or_default(),
        status: status.unwrap_or_default(),
        given_at: given_at.map(Timestamp),
    })
}
