use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::{TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::convert::{record as record_id, u32_from};
use super::database::PostgresDatabase;
use super::session::column;
use crate::store::{GivenNumber, NumberStore};

impl NumberStore for PostgresDatabase {
    fn number_series(&self, tenant: TenantId) -> Result<Vec<(SeriesKey, u32, u32)>, StoreError> {
        let (session, tenant) = self.of(tenant)?;
        let rows = session.query(
            "SELECT issuer, document, year, max(number), count(*) FROM document_number
             WHERE tenant = $1 GROUP BY issuer, document, year
             ORDER BY issuer, document, year",
            &[&tenant],
        )?;
        rows.iter()
            .map(|row| {
                let year: i64 = column(row, 2)?;
                let key = SeriesKey {
                    issuer: column(row, 0)?,
                    document: column(row, 1)?,
                    year: i32::try_from(year).unwrap_or(i32::MAX),
                };
                Ok((key, u32_from(column(row, 3)?), u32_from(column(row, 4)?)))
            })
            .collect()
    }

    fn numbers_after(
        &self,
        tenant: TenantId,
        series: &SeriesKey,
        after: u32,
        limit: u32,
    ) -> Result<Vec<GivenNumber>, StoreError> {
        let (session, tenant) = self.of(tenant)?;
        let rows = session.query(
            "SELECT given.number, given.text, log.record, record.kind, record.status,
               log.received_at
             FROM document_number AS given
             LEFT JOIN log ON log.envelope = given.envelope AND log.tenant = given.tenant
               AND log.is_stub = 0
             LEFT JOIN record ON record.tenant = given.tenant AND record.record = log.record
             WHERE given.tenant = $1 AND given.issuer = $2 AND given.document = $3
               AND given.year = $4 AND given.number > $5
             ORDER BY given.number LIMIT $6",
            &[
                &tenant,
                &series.issuer,
                &series.document,
                &i64::from(series.year),
                &i64::from(after),
                &i64::from(limit),
            ],
        )?;
        rows.iter()
            .map(|row| {
                let record: Option<&[u8]> = column(row, 2)?;
                let kind: Option<String> = column(row, 3)?;
                let status: Option<String> = column(row, 4)?;
                let given_at: Option<i64> = column(row, 5)?;
                Ok(GivenNumber {
                    number: u32_from(column(row, 0)?),
                    text: column(row, 1)?,
                    record: record.map(record_id).transpose()?,
                    kind: kind.unwrap_or_default(),
                    status: status.unwrap_or_default(),
                    given_at: given_at.map(Timestamp),
                })
            })
            .collect()
    }
}
