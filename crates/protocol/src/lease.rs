use serde::{Deserialize, Serialize};
use wangge_domain::people::{Credential, Person, RoleGrant};
use wangge_domain::{DeviceId, Digest, StreamId, TenantId, Timestamp};

use crate::{Hasher, PublicKey, SecretKey, Signature, SignatureError, encode};

/// What a device may do without the relay, and until when（离线租约）. FROZEN.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Whose data.
    pub tenant: TenantId,
    /// Which device.
    pub device: DeviceId,
    /// Who.
    pub person: Person,
    /// Rights at the time of issue.
    pub grants: Vec<RoleGrant>,
    /// Certificates at the time of issue.
    pub credentials: Vec<Credential>,
    /// Streams the device replicates.
    pub streams: Vec<StreamId>,
    /// Short id for provisional numbers（暂-）.
    pub short_id: String,
    /// Address of the home relay.
    pub home_relay: String,
    /// Row of the control stream it was made at.
    pub control_seq: u64,
    /// Relay time of issue.
    pub issued_at: Timestamp,
    /// Work made after this, by anchor plus elapsed time, goes to quarantine.
    pub offline_until: Timestamp,
    /// Policy revision in force.
    pub policy_revision: u32,
    /// Hash of the policy pack's bytes.
    pub policy_digest: Digest,
}

/// A lease signed by the relay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedLease {
    /// The lease as encoded.
    #[serde(with = "serde_bytes")]
    pub bytes: Vec<u8>,
    /// The relay's service key.
    pub relay_key: PublicKey,
    /// Its signature.
    pub signature: Signature,
}

impl SignedLease {
    /// Signs a lease.
    #[must_use]
    pub fn sign(lease: &Lease, key: &SecretKey) -> Self {
        let bytes = encode(lease);
        let signature = key.sign(&message(&bytes).0);
        Self {
            bytes,
            relay_key: key.public(),
            signature,
        }
    }

    /// The hash that headers cite.
    #[must_use]
    pub fn digest(&self) -> Digest {
        message(&self.bytes)
    }

    /// Checks the signature and reads the lease. Whether the key may speak for the relay is the
    /// caller's question.
    pub fn open(&self) -> Result<Lease, SignatureError> {
        self.relay_key
            .verify(&message(&self.bytes).0, &self.signature)?;
        crate::decode(&self.bytes).map_err(|_| SignatureError::Mismatch)
    }
}

fn message(bytes: &[u8]) -> Digest {
    Hasher::new("wangge/lease/1").part(bytes).finish()
}
