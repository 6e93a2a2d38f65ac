use std::collections::BTreeSet;

use rusqlite::OptionalExtension as _;
use wangge_domain::{Digest, RecordId, TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::awaited_photos::note_awaited;
use super::convert::{failed, from_sql, record, stream, to_sql};
use super::database::SqliteDatabase;
use crate::store::row_codec::{blobs_named, decode_body};
use crate::store::{BlobStore, ListingStore as _, Reach};

impl SqliteDatabase {
    /// Whether a narrow reach covers a photo or what it hangs on.
    fn covers_photo(
        &self,
        tenant: TenantId,
        reach: &Reach,
        photo: RecordId,
    ) -> Result<bool, StoreError> {
        let Some(listed) = self.listed(tenant, photo)? else {
            return Ok(false);
        };
        if reach.covers(&listed) {
            return Ok(true);
        }
        let owner = listed
            .premises
            .map(|owner| self.listed(tenant, owner))
            .transpose()?;
        Ok(owner.flatten().is_some_and(|owner| reach.covers(&owner)))
    }
}

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
            connection.execute(
                "INSERT OR IGNORE INTO blob (tenant, digest, size, verified_at)
                     VALUES (?1, ?2, ?3, ?4)",
                (number, &digest.0, to_sql(size), now.0),
            )?;
            connection
                .execute(
                    "DELETE FROM awaited_photo WHERE tenant = ?1 AND photo IN
                       (SELECT record FROM blob_reference
                        WHERE tenant = ?1 AND digest = ?2 AND role = 0)",
                    (number, &digest.0),
                )
                .map(drop)
        })
    }

    fn photos_unsent(
        &self,
        tenant: TenantId,
        after: RecordId,
        limit: u32,
    ) -> Result<Vec<RecordId>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT DISTINCT blob_reference.record FROM blob_reference
                 WHERE blob_reference.tenant = ?1 AND blob_reference.record > ?2
                   AND blob_reference.role = 0
                   AND NOT EXISTS (SELECT 1 FROM blob
                     WHERE blob.tenant = blob_reference.tenant
                       AND blob.digest = blob_reference.digest)
                 ORDER BY blob_reference.record LIMIT ?3",
            )
            .map_err(failed)?;
        let mut rows = statement
            .query((number, after.as_bytes(), limit))
            .map_err(failed)?;
        let mut photos = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let photo: Vec<u8> = row.get(0).map_err(failed)?;
            photos.push(record(&photo)?);
        }
        Ok(photos)
    }

    fn await_photo(
        &self,
        tenant: TenantId,
        photo: RecordId,
        target: RecordId,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        self.write(move |connection| note_awaited(connection, number, photo, target))
    }

    fn readable_blob(
        &self,
        tenant: TenantId,
        digest: Digest,
        reach: &Reach,
    ) -> Result<Option<u64>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT blob.size, stream.stream, blob_reference.record FROM blob_reference
                 JOIN stream ON stream.number = blob_reference.stream
                 JOIN blob ON blob.tenant = ?1 AND blob.digest = ?2
                 WHERE blob_reference.tenant = ?1 AND blob_reference.digest = ?2",
            )
            .map_err(failed)?;
        let mut rows = statement.query((number, &digest.0)).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            let size = from_sql(row.get(0).map_err(failed)?);
            let named_in: Vec<u8> = row.get(1).map_err(failed)?;
            if reach.streams.contains(&stream(&named_in)?) {
                return Ok(Some(size));
            }
            if reach.premises.is_empty() && reach.departments.is_empty() {
                continue;
            }
            let photo: Vec<u8> = row.get(2).map_err(failed)?;
            if self.covers_photo(tenant, reach, record(&photo)?)? {
                return Ok(Some(size));
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

    fn blanked_blobs(&self, tenant: TenantId) -> Result<BTreeSet<Digest>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT log.is_stub, log.body FROM redacted_row
                 JOIN log ON log.place = redacted_row.place WHERE redacted_row.tenant = ?1",
            )
            .map_err(failed)?;
        let mut named = reader
            .prepare_cached("SELECT 1 FROM blob_reference WHERE tenant = ?1 AND digest = ?2")
            .map_err(failed)?;
        let mut rows = statement.query([number]).map_err(failed)?;
        let mut blanked = BTreeSet::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let is_stub = row.get(0).map_err(failed)?;
            let bytes: Vec<u8> = row.get(1).map_err(failed)?;
            for digest in blobs_named(&decode_body(is_stub, &bytes)?) {
                if !named.exists((number, &digest.0)).map_err(failed)? {
                    blanked.insert(digest);
                }
            }
        }
        Ok(blanked)
    }
}
