use rusqlite::OptionalExtension as _;
use wangge_domain::{DeviceId, Digest, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::{failed, id16};
use super::database::SqliteDatabase;
use crate::store::{CodeStore, CodeUse};

type CodeColumns = (Vec<u8>, i64, Option<i64>, Option<Vec<u8>>);

impl CodeStore for SqliteDatabase {
    fn put_code(
        &self,
        tenant: TenantId,
        digest: Digest,
        user: UserId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        self.write(move |connection| {
            connection
                .execute(
                    "INSERT INTO enrollment_code (digest, tenant, user, created_at, expires_at)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                    (&digest.0, number, user.as_bytes(), now.0, expires_at.0),
                )
                .map(drop)
        })
    }

    fn take_code(
        &self,
        tenant: TenantId,
        digest: Digest,
        device: DeviceId,
        now: Timestamp,
    ) -> Result<CodeUse, StoreError> {
        let number = self.number(tenant)?;
        // One writer: the reading and the marking below are one step that nobody comes between.
        self.writer.write(move |connection| {
            let found: Option<CodeColumns> = connection
                .query_row(
                    "SELECT user, expires_at, used_at, used_by FROM enrollment_code
                     WHERE digest = ?1 AND tenant = ?2",
                    (&digest.0, number),
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
                )
                .optional()
                .map_err(failed)?;
            let Some((user, expires_at, used_at, used_by)) = found else {
                return Ok(CodeUse::NotValid);
            };
            let same_device = used_by.as_deref() == Some(device.as_bytes().as_slice());
            if now.0 >= expires_at || (used_at.is_some() && !same_device) {
                return Ok(CodeUse::NotValid);
            }
            connection
                .execute(
                    "UPDATE enrollment_code SET used_at = ?2, used_by = ?3 WHERE digest = ?1",
                    (&digest.0, now.0, device.as_bytes()),
                )
                .map_err(failed)?;
            Ok(CodeUse::Taken(UserId::from_bytes(id16(&user)?)))
        })
    }
}
