use wangge_domain::draw::{DrawEntry, DrawRecord};
use wangge_domain::{RecordId, TenantId};
use wangge_sync_engine::store::StoreError;

use super::convert::{corrupt, failed, record as record_id};
use super::database::SqliteDatabase;
use super::measures::once;
use crate::store::DrawStore;

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
