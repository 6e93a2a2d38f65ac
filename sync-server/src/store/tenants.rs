use wangge_domain::{Digest, TenantId, Timestamp};
use wangge_protocol::{PublicKey, Signature};
use wangge_sync_engine::store::StoreError;

/// A tenant（租户）of this relay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantRow {
    /// Which.
    pub tenant: TenantId,
    /// As people say it.
    pub name: String,
    /// Its root key.
    pub root_key: PublicKey,
    /// Everything is for a demonstration, and may follow a clock file.
    pub demo: bool,
    /// Base address that phones are told.
    pub address: String,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A service key in use, certified by the root key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceKeyRow {
    /// The key.
    pub public_key: PublicKey,
    /// The root's signature over it.
    pub certificate: Signature,
    /// Row of the control stream that introduced it.
    pub introduced: u64,
    /// When it was taken from the stock.
    pub taken_at: Timestamp,
}

impl ServiceKeyRow {
    /// In the place of a row of the control stream: a key of a relay that this one stands in for.
    pub(crate) const LEARNED: u64 = 0;
    /// In the place of a row of the control stream: a key in use that waits to be introduced, since
    /// the control stream is still to come back. It is told to every device.
    pub(crate) const WAITING: u64 = 1 << 62;
}

/// A policy pack that the relay serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPolicy {
    /// Its revision.
    pub revision: u32,
    /// Hash of its bytes.
    pub digest: Digest,
    /// By the tenant's policy key, over the digest.
    pub signature: Signature,
    /// The pack.
    pub bytes: Vec<u8>,
}

/// Tenants, their service keys and policy packs.
pub trait TenantStore {
    /// All tenants.
    fn tenants(&self) -> Result<Vec<TenantRow>, StoreError>;
    /// Adds one.
    fn add_tenant(&self, tenant: &TenantRow) -> Result<(), StoreError>;
    /// Changes the address that phones are told.
    fn set_address(&self, tenant: TenantId, address: &str) -> Result<(), StoreError>;
    /// Service keys, oldest first.
    fn service_keys(&self, tenant: TenantId) -> Result<Vec<ServiceKeyRow>, StoreError>;
    /// Adds a service key.
    fn add_service_key(&self, tenant: TenantId, key: &ServiceKeyRow) -> Result<(), StoreError>;
    /// Keeps a policy pack; the same revision again with the same bytes does nothing.
    fn put_policy(&self, tenant: TenantId, policy: &StoredPolicy) -> Result<(), StoreError>;
    /// A pack by revision.
    fn policy(&self, tenant: TenantId, revision: u32) -> Result<Option<StoredPolicy>, StoreError>;
    /// A pack by the hash of its bytes.
    fn policy_by_digest(
        &self,
        tenant: TenantId,
        digest: Digest,
    ) -> Result<Option<StoredPolicy>, StoreError>;
}
