use tokio_postgres::Row;
use uuid::Uuid;
use wangge_domain::{DeviceId, StreamId, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::{digest, from_sql, id16, to_sql};
use super::database::PostgresDatabase;
use super::session::column;
use crate::store::{Upload, UploadStore};

fn open(row: &Row) -> Result<Upload, StoreError> {
    Ok(Upload {
        upload: Uuid::from_bytes(id16(column(row, 0)?)?),
        device: DeviceId::from_bytes(id16(column(row, 1)?)?),
        user: UserId::from_bytes(id16(column(row, 2)?)?),
        stream: StreamId::from_bytes(id16(column(row, 3)?)?),
        digest: digest(column(row, 4)?)?,
        role: column(row, 5)?,
        length: from_sql(column(row, 6)?),
        offset: from_sql(column(row, 7)?),
        expires_at: Timestamp(column(row, 8)?),
    })
}

impl UploadStore for PostgresDatabase {
    fn put_upload(&self, tenant: TenantId, upload: &Upload) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "INSERT INTO upload (upload, tenant, device, \"user\", stream, digest, role,
                                     length, \"offset\", expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                &[
                    &upload.upload.as_bytes().as_slice(),
                    &number,
                    &upload.device.as_bytes().as_slice(),
                    &upload.user.as_bytes().as_slice(),
                    &upload.stream.as_bytes().as_slice(),
                    &upload.digest.0.as_slice(),
                    &upload.role,
                    &to_sql(upload.length),
                    &to_sql(upload.offset),
                    &upload.expires_at.0,
                ],
            )
            .map(drop)
    }

    fn upload(&self, tenant: TenantId, upload: Uuid) -> Result<Option<Upload>, StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .first(
                "SELECT upload, device, \"user\", stream, digest, role, length, \"offset\",
                        expires_at
                 FROM upload WHERE upload = $1 AND tenant = $2",
                &[&upload.as_bytes().as_slice(), &number],
            )?
            .map(|row| open(&row))
            .transpose()
    }

    fn uploads_of(&self, tenant: TenantId, device: DeviceId) -> Result<u64, StoreError> {
        let (session, number) = self.of(tenant)?;
        let found = session.first(
            "SELECT count(*) FROM upload WHERE tenant = $1 AND device = $2",
            &[&number, &device.as_bytes().as_slice()],
        )?;
        found.map_or(Ok(0), |row| Ok(from_sql(column(&row, 0)?)))
    }

    fn advance_upload(
        &self,
        upload: Uuid,
        offset: u64,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.across()?
            .execute(
                "UPDATE upload SET \"offset\" = $2, expires_at = $3 WHERE upload = $1",
                &[
                    &upload.as_bytes().as_slice(),
                    &to_sql(offset),
                    &expires_at.0,
                ],
            )
            .map(drop)
    }

    fn drop_upload(&self, upload: Uuid) -> Result<(), StoreError> {
        self.across()?
            .execute(
                "DELETE FROM upload WHERE upload = $1",
                &[&upload.as_bytes().as_slice()],
            )
            .map(drop)
    }

    fn expired_uploads(&self, now: Timestamp, limit: u32) -> Result<Vec<Uuid>, StoreError> {
        let rows = self.across()?.query(
            "SELECT upload FROM upload WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2",
            &[&now.0, &i64::from(limit)],
        )?;
        rows.iter()
            .map(|row| Ok(Uuid::from_bytes(id16(column(row, 0)?)?)))
            .collect()
    }
}
