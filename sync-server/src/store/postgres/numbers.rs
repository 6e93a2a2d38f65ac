use tokio_postgres::Row;
use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::{Digest, TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::convert::{digest, record as record_id, text as plain, u32_from};
use super::database::PostgresDatabase;
use super::session::{Param, column};
use crate::store::row_codec::void_cause;
use crate::store::{GivenNumber, NumberStore, StatedNumber};

const GIVEN: &str = "SELECT given.issuer, given.document, given.year, given.number, given.text,
      log.record, record.kind, record.status, log.received_at, record.number_text
    FROM document_number AS given
    LEFT JOIN log ON log.envelope = given.envelope AND log.tenant = given.tenant
      AND log.is_stub = 0
    LEFT JOIN record ON record.tenant = given.tenant AND record.record = log.record
    WHERE given.tenant = $1";

const STATED: &str = "SELECT stated.text, stated.record, record.kind, record.status,
      stated.received_at, stated.void, record.number_text, record.provisional_text
    FROM provisional_number AS stated
    LEFT JOIN record ON record.tenant = stated.tenant AND record.record = stated.record
    WHERE stated.tenant = $1";

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
        let sql = format!(
            "{GIVEN} AND given.issuer = $2 AND given.document = $3 AND given.year = $4
             AND given.number > $5 ORDER BY given.number LIMIT $6"
        );
        let rows = session.query(
            &sql,
            &[
                &tenant,
                &series.issuer,
                &series.document,
                &i64::from(series.year),
                &i64::from(after),
                &i64::from(limit),
            ],
        )?;
        rows.iter().map(|row| Ok(given(row)?.1)).collect()
    }

    fn numbers_printed(
        &self,
        tenant: TenantId,
        text: &str,
    ) -> Result<Vec<(SeriesKey, GivenNumber)>, StoreError> {
        let (session, tenant) = self.of(tenant)?;
        let sql = format!("{GIVEN} AND given.text = $2 ORDER BY given.issuer, given.document");
        let rows = session.query(&sql, &[&tenant, &plain(text)])?;
        rows.iter().map(given).collect()
    }

    fn envelopes_numbered(
        &self,
        tenant: TenantId,
        series: &SeriesKey,
        after: u32,
        limit: u32,
    ) -> Result<Vec<(u32, Digest)>, StoreError> {
        let (session, tenant) = self.of(tenant)?;
        let rows = session.query(
            "SELECT number, envelope FROM document_number
             WHERE tenant = $1 AND issuer = $2 AND document = $3 AND year = $4
             AND number > $5 ORDER BY number LIMIT $6",
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
            .map(|row| Ok((u32_from(column(row, 0)?), digest(column(row, 1)?)?)))
            .collect()
    }

    fn provisional_number(
        &self,
        tenant: TenantId,
        text: &str,
    ) -> Result<Option<StatedNumber>, StoreError> {
        let (session, tenant) = self.of(tenant)?;
        let sql = format!("{STATED} AND stated.text = $2");
        let found = session.first(&sql, &[&tenant, &plain(text)])?;
        found.as_ref().map(stated).transpose()
    }

    fn void_numbers(
        &self,
        tenant: TenantId,
        after: &str,
        limit: u32,
    ) -> Result<Vec<StatedNumber>, StoreError> {
        let (session, tenant) = self.of(tenant)?;
        let sql = format!(
            "{STATED} AND stated.void <> '' AND stated.text > $2 ORDER BY stated.text LIMIT $3"
        );
        let asked: [Param<'_>; 3] = [&tenant, &plain(after), &i64::from(limit)];
        let rows = session.query(&sql, &asked)?;
        rows.iter().map(stated).collect()
    }
}

fn given(row: &Row) -> Result<(SeriesKey, GivenNumber), StoreError> {
    let year: i64 = column(row, 2)?;
    let key = SeriesKey {
        issuer: column(row, 0)?,
        document: column(row, 1)?,
        year: i32::try_from(year).unwrap_or(i32::MAX),
    };
    let record: Option<&[u8]> = column(row, 5)?;
    let given_at: Option<i64> = column(row, 8)?;
    let number = GivenNumber {
        number: u32_from(column(row, 3)?),
        text: column(row, 4)?,
        record: record.map(record_id).transpose()?,
        kind: written(row, 6)?,
        status: written(row, 7)?,
        given_at: given_at.map(Timestamp),
        in_force: written(row, 9)?,
    };
    Ok((key, number))
}

fn stated(row: &Row) -> Result<StatedNumber, StoreError> {
    Ok(StatedNumber {
        text: column(row, 0)?,
        record: record_id(column(row, 1)?)?,
        kind: written(row, 2)?,
        status: written(row, 3)?,
        received_at: Timestamp(column(row, 4)?),
        void: void_cause(column(row, 5)?)?,
        in_force: written(row, 6)?,
        provisional: written(row, 7)?,
    })
}

/// A text of a record, empty without one.
fn written(row: &Row, index: usize) -> Result<String, StoreError> {
    let text: Option<String> = column(row, index)?;
    Ok(text.unwrap_or_default())
}
