use wangge_domain::{Digest, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

/// A signed-in browser（会话）. The cookie itself is kept nowhere, only its hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the cookie.
    pub digest: Digest,
    /// Who.
    pub user: UserId,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

/// Sessions of supervisors.
pub trait SessionStore {
    /// Begins a session.
    fn put_session(&self, tenant: TenantId, session: &Session) -> Result<(), StoreError>;
    /// A session by the hash of its cookie, whether it is still good or not.
    fn session(&self, tenant: TenantId, digest: Digest) -> Result<Option<Session>, StoreError>;
    /// Remembers that it was used.
    fn touch_session(&self, digest: Digest, seen_at: Timestamp) -> Result<(), StoreError>;
    /// Ends one.
    fn end_session(&self, digest: Digest) -> Result<(), StoreError>;
    /// Ends all of a person.
    fn end_sessions_of(&self, tenant: TenantId, user: UserId) -> Result<(), StoreError>;
    /// Drops those that ended before; gives their number.
    fn sweep_sessions(&self, now: Timestamp, idle_since: Timestamp) -> Result<u64, StoreError>;
}
