use wangge_domain::{DeviceId, Digest, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

/// What became of a one-time code（一次性登记码）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeUse {
    /// It was good and is used up now, for this person.
    Taken(UserId),
    /// There is no such code, or no longer: unknown, used or expired look alike.
    NotValid,
}

/// One-time codes of enrollment; only their hashes are kept.
pub trait CodeStore {
    /// Adds a code.
    fn put_code(
        &self,
        tenant: TenantId,
        digest: Digest,
        user: UserId,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Uses a code up. Of several at once exactly one gets it. A device that took this very code
    /// before gets it again, so that a lost answer can be asked for once more.
    fn take_code(
        &self,
        tenant: TenantId,
        digest: Digest,
        device: DeviceId,
        now: Timestamp,
    ) -> Result<CodeUse, StoreError>;
}
