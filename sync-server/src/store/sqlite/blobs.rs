use std::collections::BTreeSet;

use rusqlite::OptionalExtension as _;
use wangge_domain::{Digest, StreamId, TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::convert::{failed, from_sql, stream, to_sql};
use super::database::SqliteDatabase;
use crate::store::BlobStore;

impl BlobStore for SqliteDatabase {
    fn put_blob(
        &self,
        tenant: TenantId,
        digest: Digest,
        size: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        self.write(move |connection| {
            connection
                .execute(
                    "INSERT OR IGNORE INTO blob (tenant, digest, size, verified_at)
                     VALUES (?1, ?2, ?3, ?4)",
                    (number, &digest.0, to_sql(size), now.0),
                )
                .map(drop)
        })
    }

    fn readable_blob(
        &self,
        tenant: TenantId,
        digest: Digest,
        streams: &BTreeSet<StreamId>,
    ) -> Result<Option<u64>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT blob.size, stream.stream FROM blob_reference
                 JOIN stream ON stream.number = blob_reference.stream
                 JOIN blob ON blob.tenant = ?1 AND blob.digest = ?2
                 WHERE blob_reference.tenant = ?1 AND blob_reference.digest = ?2",
            )
            .map_err(failed)?;
        let mut rows = statement.query((number, &digest.0)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let named_in: Vec<u8> = row.get(1).map_err(failed)?;
            if streams.contains(&stream(&named_in)?) {
                return Ok(Some(from_sql(row.get(0).map_err(failed)?)));
            }
        }
        Ok(None)
    }

    fn held_blob(&self, tenant: TenantId, digest: Digest) -> Result<Option<u64>, StoreError> {
        let number = self.number(tenant)?;
        let found: Option<i64> = self
            .reader()?
            .query_row(
                "SELECT size FROM blob WHERE tenant = ?1 AND digest = ?2",
                (number, &digest.0),
                |row| row.get(0),
            )
            .optional()
            .map_err(failed)?;
        Ok(found.map(from_sql))
    }
}
