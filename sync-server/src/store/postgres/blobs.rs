use std::collections::BTreeSet;

use wangge_domain::{Digest, RecordId, TenantId, Timestamp};
use wangge_sync_engine::store::StoreError;

use super::awaited_photos::note_awaited;
use super::convert::{from_sql, record, stream, to_sql};
use super::database::PostgresDatabase;
use super::session::column;
use crate::store::row_codec::{blobs_named, decode_body};
use crate::store::{BlobStore, ListingStore as _, Reach};

impl PostgresDatabase {
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

impl BlobStore for PostgresDatabase {
    fn put_blob(
        &self,
        tenant: TenantId,
        digest: Digest,
        size: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session.execute(
            "INSERT INTO blob (tenant, digest, size, verified_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT DO NOTHING",
            &[&number, &digest.0.as_slice(), &to_sql(size), &now.0],
        )?;
        session
            .execute(
                "DELETE FROM awaited_photo WHERE tenant = $1 AND photo IN
                   (SELECT record FROM blob_reference
                    WHERE tenant = $1 AND digest = $2 AND role = 0)",
                &[&number, &digest.0.as_slice()],
            )
            .map(drop)
    }

    fn photos_unsent(
        &self,
        tenant: TenantId,
        after: RecordId,
        limit: u32,
    ) -> Result<Vec<RecordId>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT DISTINCT blob_reference.record FROM blob_reference
             WHERE blob_reference.tenant = $1 AND blob_reference.record > $2
               AND blob_reference.role = 0
               AND NOT EXISTS (SELECT 1 FROM blob
                 WHERE blob.tenant = blob_reference.tenant
                   AND blob.digest = blob_reference.digest)
             ORDER BY blob_reference.record LIMIT $3",
            &[&number, &after.as_bytes().as_slice(), &i64::from(limit)],
        )?;
        rows.iter().map(|row| record(column(row, 0)?)).collect()
    }

    fn await_photo(
        &self,
        tenant: TenantId,
        photo: RecordId,
        target: RecordId,
    ) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        note_awaited(&session, number, &[(photo, target)])
    }

    fn readable_blob(
        &self,
        tenant: TenantId,
        digest: Digest,
        reach: &Reach,
    ) -> Result<Option<u64>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT blob.size, stream.stream, blob_reference.record FROM blob_reference
             JOIN stream ON stream.number = blob_reference.stream
             JOIN blob ON blob.tenant = $1 AND blob.digest = $2
             WHERE blob_reference.tenant = $1 AND blob_reference.digest = $2",
            &[&number, &digest.0.as_slice()],
        )?;
        drop(session);
        for row in &rows {
            let size = from_sql(column(row, 0)?);
            if reach.streams.contains(&stream(column(row, 1)?)?) {
                return Ok(Some(size));
            }
            if reach.premises.is_empty() && reach.departments.is_empty() {
                continue;
            }
            if self.covers_photo(tenant, reach, record(column(row, 2)?)?)? {
                return Ok(Some(size));
            }
        }
        Ok(None)
    }

    fn held_blob(&self, tenant: TenantId, digest: Digest) -> Result<Option<u64>, StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .first(
                "SELECT size FROM blob WHERE tenant = $1 AND digest = $2",
                &[&number, &digest.0.as_slice()],
            )?
            .map(|row| Ok(from_sql(column(&row, 0)?)))
            .transpose()
    }

    fn blanked_blobs(&self, tenant: TenantId) -> Result<BTreeSet<Digest>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT log.is_stub, log.body FROM redacted_row
             JOIN log ON log.place = redacted_row.place WHERE redacted_row.tenant = $1",
            &[&number],
        )?;
        let mut blanked = BTreeSet::new();
        for row in &rows {
            let is_stub: i64 = column(row, 0)?;
            for digest in blobs_named(&decode_body(is_stub != 0, column(row, 1)?)?) {
                let named = session.first(
                    "SELECT 1::bigint FROM blob_reference WHERE tenant = $1 AND digest = $2 LIMIT 1",
                    &[&number, &digest.0.as_slice()],
                )?;
                if named.is_none() {
                    blanked.insert(digest);
                }
            }
        }
        Ok(blanked)
    }
}
