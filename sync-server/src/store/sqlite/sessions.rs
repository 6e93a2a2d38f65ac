use rusqlite::OptionalExtension as _;
use wangge_domain::{Digest, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

use super::convert::{failed, id16};
use super::database::SqliteDatabase;
use crate::store::{Session, SessionStore};

impl SessionStore for SqliteDatabase {
    fn put_session(&self, tenant: TenantId, session: &Session) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        let session = *session;
        self.write(move |connection| {
            connection
                .execute(
                    "INSERT INTO session (digest, tenant, user, created_at, seen_at, expires_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    (
                        &session.digest.0,
                        number,
                        session.user.as_bytes(),
                        session.created_at.0,
                        session.seen_at.0,
                        session.expires_at.0,
                    ),
                )
                .map(drop)
        })
    }

    fn session(&self, tenant: TenantId, digest: Digest) -> Result<Option<Session>, StoreError> {
        let number = self.number(tenant)?;
        let found: Option<(Vec<u8>, i64, i64, i64)> = self
            .reader()?
            .query_row(
                "SELECT user, created_at, seen_at, expires_at FROM session
                 WHERE digest = ?1 AND tenant = ?2",
                (&digest.0, number),
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )
            .optional()
            .map_err(failed)?;
        found
            .map(|(user, created_at, seen_at, expires_at)| {
                Ok(Session {
                    digest,
                    user: UserId::from_bytes(id16(&user)?),
                    created_at: Timestamp(created_at),
                    seen_at: Timestamp(seen_at),
                    expires_at: Timestamp(expires_at),
                })
            })
            .transpose()
    }

    fn touch_session(&self, digest: Digest, seen_at: Timestamp) -> Result<(), StoreError> {
        self.write(move |connection| {
            connection
                .execute(
                    "UPDATE session SET seen_at = max(seen_at, ?2) WHERE digest = ?1",
                    (&digest.0, seen_at.0),
                )
                .map(drop)
        })
    }

    fn end_session(&self, digest: Digest) -> Result<(), StoreError> {
        self.write(move |connection| {
            connection
                .execute("DELETE FROM session WHERE digest = ?1", [&digest.0])
                .map(drop)
        })
    }

    fn end_sessions_of(&self, tenant: TenantId, user: UserId) -> Result<(), StoreError> {
        let number = self.number(tenant)?;
        self.write(move |connection| {
            connection
                .execute(
                    "DELETE FROM session WHERE tenant = ?1 AND user = ?2",
                    (number, user.as_bytes()),
                )
                .map(drop)
        })
    }

    fn sweep_sessions(&self, now: Timestamp, idle_since: Timestamp) -> Result<u64, StoreError> {
        self.write(move |connection| {
            connection
                .execute(
                    "DELETE FROM session WHERE expires_at <= ?1 OR seen_at <= ?2",
                    (now.0, idle_since.0),
                )
                .map(|count| count as u64)
        })
    }
}
