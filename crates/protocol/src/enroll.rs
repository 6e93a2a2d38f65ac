use serde::{Deserialize, Serialize};
use wangge_domain::{DeviceId, TenantId, UserId};

use crate::{Capabilities, Page, PublicKey, Signature, SignedLease};

/// `POST /api/v1/enroll`（登记设备）: a one-time code against a key that the phone made itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrollRequest {
    /// The one-time code from the QR.
    pub code: String,
    /// The installation, minted by the phone.
    pub device: DeviceId,
    /// Public key of this (device, user).
    pub key: PublicKey,
    /// Signature of the key over `wangge/enroll/1` and the code: the phone holds the private half.
    pub proof: Signature,
    /// Name of the phone.
    pub label: String,
    /// What the phone can do.
    pub capabilities: Capabilities,
    /// The root key that the QR names: a relay that hangs on another one refuses before the code is
    /// used up. Phones before it did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<PublicKey>,
}

impl EnrollRequest {
    /// The bytes that `proof` signs.
    #[must_use]
    pub fn proof_message(code: &str, device: DeviceId) -> Vec<u8> {
        let mut message = b"wangge/enroll/1".to_vec();
        message.extend_from_slice(device.as_bytes());
        message.extend_from_slice(code.as_bytes());
        message
    }
}

/// The relay's answer to an enrollment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrollResponse {
    /// Whose data.
    pub tenant: TenantId,
    /// Name of the tenant as people say it.
    pub tenant_name: String,
    /// Who the code was for.
    pub user: UserId,
    /// What the device may do offline.
    pub lease: SignedLease,
    /// The tenant's root key, which certifies service keys.
    pub root_key: PublicKey,
    /// Service keys of the relay, each with the root's signature over `wangge/service-key/1` and
    /// the key.
    pub service_keys: Vec<(PublicKey, Signature)>,
    /// The policy pack in force, its bytes.
    #[serde(with = "serde_bytes")]
    pub policy: Vec<u8>,
    /// Bearer token for the exchange.
    pub token: String,
    /// Everything is for practice or a demonstration（演示时间）.
    pub demo: bool,
}

/// `POST /api/v1/session`: a new bearer token for an enrolled key. The challenge comes with the
/// refusal of an expired token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRequest {
    /// The device.
    pub device: DeviceId,
    /// The person.
    pub user: UserId,
    /// The relay's challenge.
    pub challenge: String,
    /// Signature over `wangge/session/1` and the challenge.
    pub proof: Signature,
}

impl SessionRequest {
    /// The bytes that `proof` signs.
    #[must_use]
    pub fn proof_message(challenge: &str) -> Vec<u8> {
        [b"wangge/session/1".as_slice(), challenge.as_bytes()].concat()
    }
}

/// A new token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionResponse {
    /// Bearer token for the exchange.
    pub token: String,
}

/// `POST /api/v1/heal`（先回灌后登录）: a relay restored from a backup has forgotten this device. What the
/// relay itself once signed about it comes back before there is a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealRequest {
    /// The device.
    pub device: DeviceId,
    /// The person.
    pub user: UserId,
    /// The relay's challenge.
    pub challenge: String,
    /// As in [`SessionRequest`].
    pub proof: Signature,
    /// Pages of the control stream, signed by service keys of this relay.
    pub pages: Vec<Page>,
    /// The root's certificates of the service keys that signed them: a relay that the root key
    /// appointed in the place of a lost one does not know them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<(PublicKey, Signature)>,
}
