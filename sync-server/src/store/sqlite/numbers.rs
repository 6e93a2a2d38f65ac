use rusqlite::{Params, Row};
use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::{Digest, TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::convert::{digest, failed, record as record_id};
use super::database::SqliteDatabase;
use crate::store::row_codec::void_cause;
use crate::store::{GivenNumber, NumberStore, StatedNumber};

/// A number that was given, as it lies in its columns.
type Given = (
    SeriesKey,
    u32,
    String,
    Option<Vec<u8>>,
    Option<String>,
    Option<String>,
    Option<i64>,
    Option<String>,
);

/// A provisional number, as it lies in its columns.
type Stated = (
    String,
    Vec<u8>,
    Option<String>,
    Option<String>,
    i64,
    String,
    Option<String>,
    Option<String>,
);

const GIVEN: &str = "SELECT given.issuer, given.document, given.year, given.number, given.text,
      log.record, record.kind, record.status, log.received_at, record.number_text
    FROM document_number AS given
    LEFT JOIN log ON log.envelope = given.envelope AND log.tenant = given.tenant
      AND log.is_stub = 0
    LEFT JOIN record ON record.tenant = given.tenant AND record.record = log.record
    WHERE given.tenant = ?1";

const STATED: &str = "SELECT stated.text, stated.record, record.kind, record.status,
      stated.received_at, stated.void, record.number_text, record.provisional_text
    FROM provisional_number AS stated
    LEFT JOIN record ON record.tenant = stated.tenant AND record.record = stated.record
    WHERE stated.tenant = ?1";

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
        let asked = (
            tenant,
            &series.issuer,
            &series.document,
            series.year,
            after,
            limit,
        );
        let sql = format!(
            "{GIVEN} AND given.issuer = ?2 AND given.document = ?3 AND given.year = ?4
             AND given.number > ?5 ORDER BY given.number LIMIT ?6"
        );
        let found = given(self, &sql, asked)?;
        Ok(found.into_iter().map(|(_, number)| number).collect())
    }

    fn numbers_printed(
        &self,
        tenant: TenantId,
        text: &str,
    ) -> Result<Vec<(SeriesKey, GivenNumber)>, StoreError> {
        let sql = format!("{GIVEN} AND given.text = ?2 ORDER BY given.issuer, given.document");
        given(self, &sql, (self.number(tenant)?, text))
    }

    fn envelopes_numbered(
        &self,
        tenant: TenantId,
        series: &SeriesKey,
        after: u32,
        limit: u32,
    ) -> Result<Vec<(u32, Digest)>, StoreError> {
        let tenant = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT number, envelope FROM document_number
                 WHERE tenant = ?1 AND issuer = ?2 AND document = ?3 AND year = ?4
                 AND number > ?5 ORDER BY number LIMIT ?6",
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
        let raw =
            |row: &Row<'_>| -> rusqlite::Result<(u32, Vec<u8>)> { Ok((row.get(0)?, row.get(1)?)) };
        let rows = statement.query_map(asked, raw).map_err(failed)?;
        rows.map(|row| {
            let (number, envelope) = row.map_err(failed)?;
            Ok((number, digest(&envelope)?))
        })
        .collect()
    }

    fn provisional_number(
        &self,
        tenant: TenantId,
        text: &str,
    ) -> Result<Option<StatedNumber>, StoreError> {
        let sql = format!("{STATED} AND stated.text = ?2");
        let found = stated(self, &sql, (self.number(tenant)?, text))?;
        Ok(found.into_iter().next())
    }

    fn void_numbers(
        &self,
        tenant: TenantId,
        after: &str,
        limit: u32,
    ) -> Result<Vec<StatedNumber>, StoreError> {
        let sql = format!(
            "{STATED} AND stated.void <> '' AND stated.text > ?2 ORDER BY stated.text LIMIT ?3"
        );
        stated(self, &sql, (self.number(tenant)?, after, limit))
    }
}

fn given(
    database: &SqliteDatabase,
    sql: &str,
    asked: impl Params,
) -> Result<Vec<(SeriesKey, GivenNumber)>, StoreError> {
    let reader = database.reader()?;
    let mut statement = reader.prepare_cached(sql).map_err(failed)?;
    let raw = |row: &Row<'_>| -> rusqlite::Result<Given> {
        let key = SeriesKey {
            issuer: row.get(0)?,
            document: row.get(1)?,
            year: row.get(2)?,
        };
        Ok((
            key,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
            row.get(6)?,
            row.get(7)?,
            row.get(8)?,
            row.get(9)?,
        ))
    };
    let rows = statement.query_map(asked, raw).map_err(failed)?;
    rows.map(|row| {
        let (key, number, text, record, kind, status, given_at, in_force) = row.map_err(failed)?;
        let number = GivenNumber {
            number,
            text,
            record: record.map(|id| record_id(&id)).transpose()?,
            kind: kind.unwrap_or_default(),
            status: status.unwrap_or_default(),
            given_at: given_at.map(Timestamp),
            in_force: in_force.unwrap_or_default(),
        };
        Ok((key, number))
    })
    .collect()
}

fn stated(
    database: &SqliteDatabase,
    sql: &str,
    asked: impl Params,
) -> Result<Vec<StatedNumber>, StoreError> {
    let reader = database.reader()?;
    let mut statement = reader.prepare_cached(sql).map_err(failed)?;
    let raw = |row: &Row<'_>| -> rusqlite::Result<Stated> {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
            row.get(6)?,
            row.get(7)?,
        ))
    };
    let rows = statement.query_map(asked, raw).map_err(failed)?;
    rows.map(|row| {
        let (text, record, kind, status, received_at, void, in_force, provisional) =
            row.map_err(failed)?;
        Ok(StatedNumber {
            text,
            record: record_id(&record)?,
            kind: kind.unwrap_or_default(),
            status: status.unwrap_or_default(),
            received_at: Timestamp(received_at),
            void: void_cause(&void)?,
            in_force: in_force.unwrap_or_default(),
            provisional: provisional.unwrap_or_default(),
        })
    })
    .collect()
}
