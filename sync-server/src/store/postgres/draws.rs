use wangge_domain::draw::{DrawEntry, DrawRecord};
use wangge_domain::{RecordId, TenantId};
use wangge_protocol::PublicKey;
use wangge_sync_engine::store::StoreError;

use super::convert::{corrupt, digest, record as record_id, to_sql};
use super::database::PostgresDatabase;
use super::measures::once;
use super::session::column;
use crate::store::{DrawStore, SealedSecret};

fn entry_of(text: &str) -> Result<DrawEntry, StoreError> {
    serde_json::from_str(text).map_err(|error| corrupt(&error.to_string()))
}

impl DrawStore for PostgresDatabase {
    fn draw(&self, tenant: TenantId, draw: RecordId) -> Result<Option<DrawRecord>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT entry FROM draw_entry WHERE tenant = $1 AND draw = $2 ORDER BY place",
            &[&number, &draw.as_bytes().as_slice()],
        )?;
        let entries = rows
            .iter()
            .map(|row| entry_of(column(row, 0)?))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Some(entries)
            .filter(|entries| !entries.is_empty())
            .map(|entries| DrawRecord {
                format: DrawRecord::FORMAT.to_owned(),
                entries,
            }))
    }

    fn draws(&self, tenant: TenantId) -> Result<Vec<(RecordId, DrawRecord)>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT draw FROM draw_entry WHERE tenant = $1 AND place = 0 ORDER BY at DESC, draw",
            &[&number],
        )?;
        drop(session);
        let mut draws = Vec::new();
        for row in &rows {
            let id = record_id(column(row, 0)?)?;
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
        let (session, number) = self.of(tenant)?;
        let text = serde_json::to_string(announcement)
            .map_err(|error| StoreError::Failed(error.to_string()))?;
        let before = to_sql(before as u64);
        session.transaction(|session| {
            // Whoever announces at the same time waits here, and counts this one, too: each
            // statement sees what was committed before it.
            let lock = "SELECT number FROM tenant WHERE number = $1 FOR NO KEY UPDATE";
            session.query(lock, &[&number])?;
            let written = session.execute(
                "INSERT INTO draw_entry (tenant, draw, place, at, entry)
                 SELECT $1::bigint, $2::bytea, 0, $3::bigint, $4::text
                 WHERE (SELECT count(*) FROM draw_entry WHERE tenant = $1 AND place = 0)
                   = $5::bigint
                 ON CONFLICT DO NOTHING",
                &[
                    &number,
                    &draw.as_bytes().as_slice(),
                    &announcement.at.0,
                    &text,
                    &before,
                ],
            )?;
            once(written)?;
            session.execute(
                "INSERT INTO draw_secret (tenant, draw, key, sealed) VALUES ($1, $2, $3, $4)",
                &[
                    &number,
                    &draw.as_bytes().as_slice(),
                    &secret.key.0.as_slice(),
                    &secret.sealed,
                ],
            )?;
            Ok(())
        })
    }

    fn draw_secret(
        &self,
        tenant: TenantId,
        draw: RecordId,
    ) -> Result<Option<SealedSecret>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let found = session.first(
            "SELECT key, sealed FROM draw_secret WHERE tenant = $1 AND draw = $2",
            &[&number, &draw.as_bytes().as_slice()],
        )?;
        found
            .map(|row| {
                Ok(SealedSecret {
                    key: PublicKey(digest(column(&row, 0)?)?.0),
                    sealed: column(&row, 1)?,
                })
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
        let (session, number) = self.of(tenant)?;
        let text =
            serde_json::to_string(entry).map_err(|error| StoreError::Failed(error.to_string()))?;
        let place = to_sql(place as u64);
        // An entry follows those before it.
        let written = session.execute(
            "INSERT INTO draw_entry (tenant, draw, place, at, entry)
             SELECT $1::bigint, $2::bytea, $3::bigint, $4::bigint, $5::text
             WHERE (SELECT count(*) FROM draw_entry WHERE tenant = $1 AND draw = $2) = $3
             ON CONFLICT DO NOTHING",
            &[
                &number,
                &draw.as_bytes().as_slice(),
                &place,
                &entry.at.0,
                &text,
            ],
        )?;
        once(written)
    }
}
