use serde::{Deserialize, Serialize};
use wangge_domain::{DeviceId, Digest, TenantId, UserId};
use wangge_protocol::{PublicKey, SecretKey, SignedLease};

/// Who this device is（身份卡）: enough to sign and to find the relay again when the database is
/// lost. Kept wrapped, never in the clear.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct IdentityCard {
    /// Whose data.
    pub(crate) tenant: TenantId,
    /// Name of the tenant.
    pub(crate) tenant_name: String,
    /// The person.
    pub(crate) user: UserId,
    /// The installation.
    pub(crate) device: DeviceId,
    /// Seed of the private key.
    pub(crate) seed: [u8; 32],
    /// The tenant's root key.
    pub(crate) root_key: PublicKey,
    /// Service keys certified at enrollment.
    pub(crate) service_keys: Vec<PublicKey>,
    /// The lease of the enrollment; the database holds newer ones.
    pub(crate) lease: SignedLease,
    /// Address of the relay.
    pub(crate) relay: String,
    /// SHA-256 of its public key.
    pub(crate) pin: Digest,
    /// Everything is for practice or a demonstration.
    pub(crate) demo: bool,
}

impl std::fmt::Debug for IdentityCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentityCard")
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

impl IdentityCard {
    /// The private key.
    pub(crate) fn key(&self) -> SecretKey {
        SecretKey::from_seed(self.seed)
    }
}
