use wangge_domain::{DeviceId, Digest, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::id16;
use super::database::PostgresDatabase;
use super::session::column;
use crate::store::{CodeStore, CodeUse};

impl CodeStore for PostgresDatabase {
    fn put_code(
        &self,
        tenant: TenantId,
        digest: Digest,
        user: UserId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let (session, number) = self.of(tenant)?;
        session
            .execute(
                "INSERT INTO enrollment_code (digest, tenant, \"user\", created_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5)",
                &[
                    &digest.0.as_slice(),
                    &number,
                    &user.as_bytes().as_slice(),
                    &now.0,
                    &expires_at.0,
                ],
            )
            .map(drop)
    }

    fn take_code(
        &self,
        tenant: TenantId,
        digest: Digest,
        device: DeviceId,
        now: Timestamp,
    ) -> Result<CodeUse, StoreError> {
        let (session, number) = self.of(tenant)?;
        // One statement: of several at once the later ones wait for the row and see it used.
        let taken = session.first(
            "UPDATE enrollment_code SET used_at = $4, used_by = $3
             WHERE digest = $1 AND tenant = $2 AND expires_at > $4
               AND (used_at IS NULL OR used_by = $3)
             RETURNING \"user\"",
            &[
                &digest.0.as_slice(),
                &number,
                &device.as_bytes().as_slice(),
                &now.0,
            ],
        )?;
        taken.map_or(Ok(CodeUse::NotValid), |row| {
            Ok(CodeUse::Taken(UserId::from_bytes(id16(column(&row, 0)?)?)))
        })
    }
}
