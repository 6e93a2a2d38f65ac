use wangge_domain::{Digest, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::id16;
use super::database::PostgresDatabase;
use super::session::column;
use crate::store::{Session, SessionStore};

impl SessionStore for PostgresDatabase {
    fn put_session(&self, tenant: TenantId, session: &Session) -> Result<(), StoreError> {
        let (connection, number) = self.of(tenant)?;
        connection
            .execute(
                "INSERT INTO session (digest, tenant, \"user\", created_at, seen_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6)",
                &[
                    &session.digest.0.as_slice(),
                    &number,
                    &session.user.as_bytes().as_slice(),
                    &session.created_at.0,
                    &session.seen_at.0,
                    &session.expires_at.0,
                ],
            )
            .map(drop)
    }

    fn session(&self, tenant: TenantId, digest: Digest) -> Result<Option<Session>, StoreError> {
        let (connection, number) = self.of(tenant)?;
        connection
            .first(
                "SELECT \"user\", created_at, seen_at, expires_at FROM session
                 WHERE digest = $1 AND tenant = $2",
                &[&digest.0.as_slice(), &number],
            )?
            .map(|row| {
                Ok(Session {
                    digest,
                    user: UserId::from_bytes(id16(column(&row, 0)?)?),
                    created_at: Timestamp(column(&row, 1)?),
                    seen_at: Timestamp(column(&row, 2)?),
                    expires_at: Timestamp(column(&row, 3)?),
                })
            })
            .transpose()
    }

    fn touch_session(&self, digest: Digest, seen_at: Timestamp) -> Result<(), StoreError> {
        self.across()?
            .execute(
                "UPDATE session SET seen_at = greatest(seen_at, $2) WHERE digest = $1",
                &[&digest.0.as_slice(), &seen_at.0],
            )
            .map(drop)
    }

    fn end_session(&self, digest: Digest) -> Result<(), StoreError> {
        self.across()?
            .execute(
                "DELETE FROM session WHERE digest = $1",
                &[&digest.0.as_slice()],
            )
            .map(drop)
    }

    fn end_sessions_of(&self, tenant: TenantId, user: UserId) -> Result<(), StoreError> {
        let (connection, number) = self.of(tenant)?;
        connection
            .execute(
                "DELETE FROM session WHERE tenant = $1 AND \"user\" = $2",
                &[&number, &user.as_bytes().as_slice()],
            )
            .map(drop)
    }

    fn sweep_sessions(&self, now: Timestamp, idle_since: Timestamp) -> Result<u64, StoreError> {
        self.across()?.execute(
            "DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2",
            &[&now.0, &idle_since.0],
        )
    }
}
