use rusqlite::OptionalExtension as _;
use wangge_domain::draw::{DrawEntry, DrawRecord};
use wangge_domain::{RecordId, TenantId};
use wangge_protocol::PublicKey;
use wangge_sync_engine::store::StoreError;

use super::convert::{corrupt, digest, failed, record as record_id, to_sql};
use super::database::SqliteDatabase;
use super::measures::once;
use crate::store::{DrawStore, SealedSecret};

fn record_of(entries: Vec<DrawEntry>) -> DrawRecord {
    DrawRecord {
        format: DrawRecord::FORMAT.to_owned(),
        entries,
    }
}

fn entry_of(text: &str) -> Result<DrawEntry, StoreError> {
    serde_json::from_str(text).map_err(|error| corrupt(&error.to_string()))
}

impl DrawStore for SqliteDatabase {
    fn draw(&self, tenant: TenantId, draw: RecordId) -> Result<Option<DrawRecord>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT entry FROM draw_entry WHERE tenant = ?1 AND draw = ?2 ORDER BY place",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map((number, draw.as_bytes()), |row| row.get::<_, String>(0))
            .map_err(failed)?;
        let entries = rows
            .map(|row| row.map_err(failed).and_then(|text| entry_of(&text)))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Some(entries)
            .filter(|entries| !entries.is_empty())
            .map(record_of))
    }

    fn draws(&self, tenant: TenantId) -> Result<Vec<(RecordId, DrawRecord)>, StoreError> {
        let number = self.number(tenant)?;
        let ids: Vec<Vec<u8>> = {
            let reader = self.reader()?;
            let mut statement = reader
                .prepare_cached(
                    "SELECT draw FROM draw_entry WHERE tenant = ?1 AND place = 0
                     ORDER BY at DESC, draw",
                )
                .map_err(failed)?;
            let rows = statement
                .query_map([number], |row| row.get(0))
                .map_err(failed)?;
            rows.collect::<rusqlite::Result<_>>().map_err(failed)?
        };
        let mut draws = Vec::new();
        for id in ids {
            let id = record_id(&id)?;
            draws.extend(self.draw(tenant, id)?.map(|record| (id, record)));
        }
        Ok(draws)
    }

    fn announce_draw(
        &self,
        tenant: TenantId,
        draw: RecordId,
        announcement: &DrawEntry,
        secret: &SealedSecret,
        before: usize,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let text = serde_json::to_string(announcement)
            .map_err(|error| StoreError::Failed(error.to_string()))?;
        let (at, before) = (announcement.at.0, to_sql(before as u64));
        let secret = secret.clone();
        // One writes at a time: nobody announces between the count and the row.
        let written = self.write(move |connection| {
            let written = connection.execute(
                "INSERT OR IGNORE INTO draw_entry (tenant, draw, place, at, entry)
                 SELECT ?1, ?2, 0, ?3, ?4 WHERE ?5 =
                   (SELECT count(*) FROM draw_entry WHERE tenant = ?1 AND place = 0)",
                (number, draw.as_bytes(), at, text, before),
            )?;
            if written == 1 {
                connection.execute(
                    "INSERT INTO draw_secret (tenant, draw, key, sealed) VALUES (?1, ?2, ?3, ?4)",
                    (number, draw.as_bytes(), &secret.key.0, &secret.sealed),
                )?;
            }
            Ok(written)
        })?;
        once(written)
    }

    fn draw_secret(
        &self,
        tenant: TenantId,
        draw: RecordId,
    ) -> Result<Option<SealedSecret>, StoreError> {
        let number = self.number(tenant)?;
        let found: Option<(Vec<u8>, Vec<u8>)> = self
            .reader()?
            .query_row(
                "SELECT key, sealed FROM draw_secret WHERE tenant = ?1 AND draw = ?2",
                (number, draw.as_bytes()),
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()
            .map_err(failed)?;
        found
            .map(|(key, sealed)| {
                let key = PublicKey(digest(&key)?.0);
                Ok(SealedSecret { key, sealed })
            })
            .transpose()
    }

    fn add_draw_entry(
        &self,
        tenant: TenantId,
        draw: RecordId,
        place: usize,
        entry: &DrawEntry,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let place = i64::try_from(place).unwrap_or(i64::MAX);
        let text =
            serde_json::to_string(entry).map_err(|error| StoreError::Failed(error.to_string()))?;
        let at = entry.at.0;
        // An entry follows the one before it: a gap would make the record unreadable.
        let written = self.write(move |connection| {
            connection.execute(
                "INSERT OR IGNORE INTO draw_entry (tenant, draw, place, at, entry)
                 SELECT ?1, ?2, ?3, ?4, ?5 WHERE ?3 =
                   (SELECT count(*) FROM draw_entry WHERE tenant = ?1 AND draw = ?2)",
                (number, draw.as_bytes(), place, at, text),
            )
        })?;
        once(written)
    }
}
