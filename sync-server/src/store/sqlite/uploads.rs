use rusqlite::OptionalExtension as _;
use uuid::Uuid;
use wangge_domain::{DeviceId, StreamId, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::{corrupt, digest, failed, from_sql, id16, to_sql};
use super::database::SqliteDatabase;
use crate::store::{Upload, UploadStore};

fn open(row: &rusqlite::Row<'_>) -> Result<Upload, StoreError> {
    let bytes = |index: usize| row.get::<_, Vec<u8>>(index).map_err(failed);
    let number = |index: usize| row.get::<_, i64>(index).map_err(failed);
    Ok(Upload {
        upload: Uuid::from_bytes(id16(&bytes(0)?)?),
        device: DeviceId::from_bytes(id16(&bytes(1)?)?),
        user: UserId::from_bytes(id16(&bytes(2)?)?),
        stream: StreamId::from_bytes(id16(&bytes(3)?)?),
        digest: digest(&bytes(4)?)?,
        role: row.get(5).map_err(failed)?,
        length: from_sql(number(6)?),
        offset: from_sql(number(7)?),
        expires_at: Timestamp(number(8)?),
    })
}

impl UploadStore for SqliteDatabase {
    fn put_upload(&self, tenant: TenantId, upload: &Upload) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let upload = upload.clone();
        self.write(move |connection| {
            connection
                .execute(
                    "INSERT INTO upload (upload, tenant, device, user, stream, digest, role,
                                         length, offset, expires_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
                    (
                        upload.upload.as_bytes(),
                        number,
                        upload.device.as_bytes(),
                        upload.user.as_bytes(),
                        upload.stream.as_bytes(),
                        &upload.digest.0,
                        upload.role,
                        to_sql(upload.length),
                        to_sql(upload.offset),
                        upload.expires_at.0,
                    ),
                )
                .map(drop)
        })
    }

    fn upload(&self, tenant: TenantId, upload: Uuid) -> Result<Option<Upload>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT upload, device, user, stream, digest, role, length, offset, expires_at
                 FROM upload WHERE upload = ?1 AND tenant = ?2",
            )
            .map_err(failed)?;
        let mut rows = statement
            .query((upload.as_bytes(), number))
            .map_err(failed)?;
        rows.next().map_err(failed)?.map(open).transpose()
    }

    fn uploads_of(&self, tenant: TenantId, device: DeviceId) -> Result<u64, StoreError> {
        let number = self.number(tenant)?;
        self.reader()?
            .query_row(
                "SELECT count(*) FROM upload WHERE tenant = ?1 AND device = ?2",
                (number, device.as_bytes()),
                |row| row.get(0),
            )
            .optional()
            .map_err(failed)?
            .map(from_sql)
            .ok_or_else(|| corrupt("a count gave no row"))
    }

    fn advance_upload(
        &self,
        upload: Uuid,
        offset: u64,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(move |connection| {
            connection
                .prepare_cached("UPDATE upload SET offset = ?2, expires_at = ?3 WHERE upload = ?1")?
                .execute((upload.as_bytes(), to_sql(offset), expires_at.0))
                .map(drop)
        })
    }

    fn drop_upload(&self, upload: Uuid) -> Result<(), StoreError> {
        self.write(move |connection| {
            connection
                .execute("DELETE FROM upload WHERE upload = ?1", [upload.as_bytes()])
                .map(drop)
        })
    }

    fn expired_uploads(&self, now: Timestamp, limit: u32) -> Result<Vec<Uuid>, StoreError> {
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT upload FROM upload WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map((now.0, limit), |row| row.get::<_, Vec<u8>>(0))
            .map_err(failed)?;
        rows.map(|row| Ok(Uuid::from_bytes(id16(&row.map_err(failed)?)?)))
            .collect()
    }
}
